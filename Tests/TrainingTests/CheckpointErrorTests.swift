import Foundation
import Support
import Testing
import Training

/// Every way in which a checkpoint can be wrong, by the name of the error.
@Suite struct CheckpointErrorTests {
  private let scratch: Scratch
  private let path: String

  private static let parts = ["checkpoint.json", "checkpoint.json.crc32c", "state.safetensors"]

  init() throws {
    scratch = try Scratch()
    path = try SmallTraining().checkpoint(atStep: 9, in: scratch.path)
  }

  private func place(_ name: String) -> String { path + "/" + name }

  private func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: place(name))))
  }

  private func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: place(name)))
  }

  private func checksum(_ bytes: [UInt8]) -> String {
    String(CRC32C(of: bytes).value, radix: 16)
  }

  /// Changes the manifest and gives it the checksum that it should have.
  private func edit(_ change: (inout [String: Any]) -> Void) throws {
    let data = Data(try bytes("checkpoint.json"))
    var manifest = try #require(
      try JSONSerialization.jsonObject(with: data) as? [String: Any])
    change(&manifest)
    let edited = [UInt8](try JSONSerialization.data(withJSONObject: manifest))
    try write(edited, to: "checkpoint.json")
    try write(Array(checksum(edited).utf8), to: "checkpoint.json.crc32c")
  }

  /// Replaces the tensors, checksums and all, and names the new checksum in the manifest.
  private func editTensors(_ change: (inout [String: NamedTensor]) -> Void) throws {
    var tensors = try TensorFile.read(place("state.safetensors")).tensors
    change(&tensors)
    try TensorFile.write(Array(tensors.values), to: place("state.safetensors"))
    let checksum = checksum(try bytes("state.safetensors"))
    try edit { $0["tensorsChecksum"] = checksum }
  }

  /// The error of reading the checkpoint and going on from it.
  private func failure() -> CheckpointError? {
    do {
      _ = try SmallTraining().run([], from: try TrainingCheckpoint(reading: path))
      return nil
    } catch {
      return error as? CheckpointError
    }
  }

  private func isInvalidJSON(_ words: String) -> Bool {
    guard case .invalidJSON(_, let reason) = failure() else { return false }
    return reason.contains(words)
  }

  @Test func anUntouchedCheckpointIsRead() throws {
    #expect(failure() == nil)
    #expect(try TrainingCheckpoint(reading: path).manifest.step == 9)
    // The means of these tests must not be what is refused.
    try editTensors { _ in }
    #expect(failure() == nil)
  }

  @Test(arguments: parts)
  func missing(part: String) throws {
    try FileManager.default.removeItem(atPath: place(part))
    #expect(throws: FileError.missing(path: place(part))) { try TrainingCheckpoint(reading: path) }
  }

  @Test func missingFolder() {
    #expect(throws: FileError.self) { try TrainingCheckpoint(reading: "/nowhere") }
  }

  @Test(arguments: parts)
  func checksumMismatchOfAnyAlteredByte(part: String) throws {
    let whole = try bytes(part)
    for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 40)) {
      var altered = whole
      altered[place] ^= 4
      try write(altered, to: part)
      guard case .checksumMismatch = failure() else {
        Issue.record("byte \(place) of \(part): \(String(describing: failure()))")
        return
      }
    }
  }

  @Test(arguments: parts)
  func checksumMismatchOfATruncatedFile(part: String) throws {
    try write(try bytes(part).dropLast(1), to: part)
    guard case .checksumMismatch = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
  }

  @Test func checksumMismatchOfTensorsOfAnotherCheckpoint() throws {
    let other = try SmallTraining().checkpoint(atStep: 10, in: scratch.path + "/other")
    let tensors = try Data(contentsOf: URL(fileURLWithPath: other + "/state.safetensors"))
    try write([UInt8](tensors), to: "state.safetensors")
    guard case .checksumMismatch(let file, _, _, _) = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
    #expect(file == place("state.safetensors"))
  }

  @Test func unsupportedVersion() throws {
    try edit { $0["formatVersion"] = 2 }
    #expect(
      failure()
        == .unsupportedVersion(path: place("checkpoint.json"), found: "2", supported: 1))
  }

  @Test func invalidJSONOfNoJSON() throws {
    let text = Array("not JSON".utf8)
    try write(text, to: "checkpoint.json")
    try write(Array(checksum(text).utf8), to: "checkpoint.json.crc32c")
    guard case .invalidJSON = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
  }

  @Test func invalidJSONOfAMissingEntry() throws {
    try edit { $0["progress"] = nil }
    #expect(isInvalidJSON("progress"))
  }

  @Test(arguments: [-1, Int.max])
  func invalidJSONOfAnImpossibleStep(step: Int) throws {
    try edit { $0["step"] = step }
    #expect(isInvalidJSON("step"))
  }

  @Test(arguments: ["finishedEpochs", "position", "rateReductions"])
  func invalidJSONOfImpossibleProgress(entry: String) throws {
    try edit { manifest in
      var progress = manifest["progress"] as? [String: Any] ?? [:]
      progress[entry] = -1
      manifest["progress"] = progress
    }
    #expect(isInvalidJSON("progress"))
  }

  @Test func invalidJSONOfACatchUpAfterTheStep() throws {
    try edit { $0["catchUpBase"] = 10 }
    #expect(isInvalidJSON("step"))
  }

  @Test func invalidJSONOfOptionsThatMakeNoSense() throws {
    try edit { manifest in
      var training = manifest["training"] as? [String: Any] ?? [:]
      training["batchSize"] = 0
      manifest["training"] = training
    }
    #expect(isInvalidJSON("batch size"))
  }

  @Test func invalidJSONOfOtherOptions() throws {
    try edit { manifest in
      var training = manifest["training"] as? [String: Any] ?? [:]
      training["epochs"] = 5
      manifest["training"] = training
    }
    #expect(isInvalidJSON("other options"))
  }

  @Test func invalidJSONOfRowsOfTheFuture() throws {
    try editTensors { tensors in
      guard let steps = tensors["tables.books.last_steps"] else { return }
      tensors[steps.name] = NamedTensor(
        name: steps.name, shape: steps.shape,
        values: [UInt32](repeating: 10, count: steps.values.count))
    }
    #expect(isInvalidJSON("steps that were not taken"))
  }

  @Test(arguments: [
    "tables.readers", "tables.books", "tables.readers.last_steps", "dense.parameters",
    "dense.state", "catch_up.sums", "catch_up.decay_products", "catch_up.epsilons",
    "best.tables.books", "best.dense.parameters",
  ])
  func missingTensor(name: String) throws {
    try editTensors { $0[name] = nil }
    #expect(failure() == .missingTensor(path: place("state.safetensors"), name: name))
  }

  @Test func wrongShape() throws {
    try editTensors {
      $0["dense.parameters"] = NamedTensor(
        name: "dense.parameters", shape: [3], values: [1, 2, 3] as [Float])
    }
    guard case .wrongShape(_, "dense.parameters", _, [3]) = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
  }

  @Test func wrongElementType() throws {
    try editTensors { tensors in
      guard let sums = tensors["catch_up.sums"] else { return }
      tensors[sums.name] = NamedTensor(
        name: sums.name, shape: sums.shape, values: [Float](repeating: 0, count: sums.values.count))
    }
    guard case .wrongElementType(_, "catch_up.sums", _, _) = failure() else {
      Issue.record("\(String(describing: failure()))")
      return
    }
  }
}

@Suite struct CheckpointStoreTests {
  @Test func theLatestIsThatOfTheGreatestStep() throws {
    let scratch = try Scratch()
    for name in ["step-0000000009", "step-0000000100", "step-x", ".step-0000000200.1.partial"] {
      try FileManager.default.createDirectory(
        atPath: scratch.path + "/" + name, withIntermediateDirectories: true)
    }
    let store = CheckpointStore(folder: scratch.path, keep: 1)
    #expect(try store.all.map { $0.suffix(3) } == ["009", "100"])
    #expect(try store.latest?.hasSuffix("step-0000000100") == true)
    try store.clear()
    #expect(try store.all.isEmpty)
    #expect(try CheckpointStore(folder: "/nowhere", keep: 1).latest == nil)
  }

  @Test func onlyTheLatestAreKept() throws {
    let scratch = try Scratch()
    let training = SmallTraining()
    let store = CheckpointStore(folder: scratch.path, keep: 3)
    let saving = ModelCheckpoint(store: store, interval: .steps(2), origin: training.origin) {
      _ in
    }
    _ = try training.run([Interrupter(after: 11), saving])
    let steps = try store.all.map { try TrainingCheckpoint(reading: $0).manifest.step }
    #expect(steps == [8, 10, 11])
  }

  @Test(arguments: [(1e-9, true), (1e9, false)])
  func aCheckpointIsSavedAfterSoManySeconds(seconds: Double, isDue: Bool) throws {
    let scratch = try Scratch()
    let training = SmallTraining()
    let store = CheckpointStore(folder: scratch.path, keep: 1000)
    let recorder = Recorder()
    let saving = ModelCheckpoint(
      store: store, interval: .seconds(seconds), origin: training.origin
    ) { _ in }
    _ = try training.run([recorder, saving])
    // The end of a training is always saved.
    #expect(try store.all.count == (isDue ? recorder.losses.count : 1))
  }

  @Test func theModelIsWrittenWhenItIsAnother() throws {
    let scratch = try Scratch()
    let training = SmallTraining {
      $0.epochs = 20
      $0.optimizer.learningRate = 0.05
      $0.schedule.kind = .constant
    }
    var written: [Int] = []
    let recorder = Recorder()
    let saving = ModelCheckpoint(
      store: CheckpointStore(folder: scratch.path, keep: 1), interval: .steps(1),
      origin: training.origin
    ) { written.append($0.bestEpoch) }
    _ = try training.run([recorder, saving])
    #expect(written == recorder.reports.filter(\.isBest).map(\.epoch))
    #expect(written.count < 20, "some epoch was worse")
  }
}
