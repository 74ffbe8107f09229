import Foundation
import Testing

@testable import Support

/// A folder of its own for each test.
private final class Scratch {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("event-log-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct EventFileTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// The messages of a file's records; checks lengths and both checksums on the way.
  private func messages(_ path: String) throws -> [[UInt8]] {
    var rest = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))[...]
    func number(_ count: Int) -> UInt64 {
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    func masked(_ bytes: some Sequence<UInt8>) -> UInt64 {
      let value = CRC32C(of: Array(bytes)).value
      return UInt64((value >> 15 | value << 17) &+ 0xA282_EAD8)
    }
    var messages: [[UInt8]] = []
    while !rest.isEmpty {
      let lengthBytes = Array(rest.prefix(8))
      let length = Int(number(8))
      #expect(number(4) == masked(lengthBytes))
      let message = Array(rest.prefix(length))
      rest = rest.dropFirst(length)
      #expect(number(4) == masked(message))
      messages.append(message)
    }
    return messages
  }

  @Test func aScalarIsTheBytesOfItsMessage() throws {
    let file = try EventFile(folder: scratch.path)
    file.append(.scalar(tag: "a", 1.5), step: 300)
    try file.flush()
    let messages = try messages(file.path)
    try #require(messages.count == 2)
    // Field 3, "brain.Event:2", after the time of eight bytes.
    #expect(messages[0].dropFirst(9).elementsEqual([0x1A, 13] + Array("brain.Event:2".utf8)))
    // Field 1: the time; field 2: 300 = 0xAC 0x02; field 5: a summary of one value "a" = 1.5.
    #expect(messages[1][0] == 0x09)
    #expect(
      messages[1].dropFirst(9).elementsEqual([
        0x10, 0xAC, 0x02, 0x2A, 10, 0x0A, 8, 0x0A, 1, 0x61, 0x15, 0, 0, 0xC0, 0x3F,
      ]))
  }

  @Test func aNewFileIsReadAfterThoseThatAreThere() throws {
    let paths = try (0..<3).map { _ in try EventFile(folder: scratch.path).path }
    #expect(paths == paths.sorted())
    #expect(Set(paths).count == 3)
  }

  @Test func aMissingFolderIsAFileError() {
    #expect(throws: FileError.self) { try EventFile(folder: "/nowhere") }
  }

  @Test(.enabled(if: tensorBoard != nil, "OCTAVO_PYTHON names no Python with tensorboard"))
  func tensorBoardReadsEveryEvent() throws {
    let python = try #require(tensorBoard)
    let values = (0..<50).map { Double(Float(1 / Double($0 + 1))) }
    let numbers = (0..<1000).map { Float($0 % 37) - 18 }
    let file = try EventFile(folder: scratch.path)
    for (step, value) in values.enumerated() {
      file.append(.scalar(tag: "loss", value), step: step)
    }
    file.append(.scalar(tag: "loss", 99), step: 60)
    file.append(.histogram(tag: "weights", Histogram(numbers)), step: 7)
    file.append(.text(tag: "options", "# all\n`x`"), step: 0)
    try file.flush()
    // Another process goes on after step 49: what was written of step 60 is void.
    let second = try EventFile(folder: scratch.path)
    second.append(.start, step: 50)
    second.append(.scalar(tag: "loss", 0.25), step: 50)
    try second.flush()
    let read = try JSONDecoder().decode(Read.self, from: try run(python, scratch.path))
    #expect(read.loss.map(\.step) == Array(0...50))
    #expect(read.loss.map(\.value) == values + [0.25])
    #expect(read.text == "# all\n`x`")
    let histogram = Histogram(numbers)
    #expect(read.histogram.min == histogram.lowest && read.histogram.max == histogram.highest)
    #expect(read.histogram.num == 1000 && read.histogram.sum == histogram.sum)
    #expect(read.histogram.limits == histogram.limits && read.histogram.counts == histogram.counts)
  }
}

private struct Read: Decodable {
  struct Scalar: Decodable {
    var step: Int
    var value: Double
  }
  struct Buckets: Decodable {
    var min, max, num, sum: Double
    var limits, counts: [Double]
  }
  var loss: [Scalar]
  var text: String
  var histogram: Buckets
}

/// A Python with the package `tensorboard`, where `OCTAVO_PYTHON` names one.
private let tensorBoard: String? = {
  guard let python = ProcessInfo.processInfo.environment["OCTAVO_PYTHON"],
    (try? output(of: python, ["-c", "import tensorboard"])) != nil
  else { return nil }
  return python
}()

private func run(_ python: String, _ folder: String) throws -> Data {
  try output(
    of: python,
    [
      "-c",
      """
      import json, sys
      from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
      events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "histograms": 0, "tensors": 0})
      events.Reload()
      h = events.Histograms("weights")[0].histogram_value
      print(json.dumps({
          "loss": [{"step": e.step, "value": e.value} for e in events.Scalars("loss")],
          "text": events.Tensors("options")[0].tensor_proto.string_val[0].decode(),
          "histogram": {"min": h.min, "max": h.max, "num": h.num, "sum": h.sum,
                        "limits": list(h.bucket_limit), "counts": list(h.bucket)}}))
      """, folder,
    ])
}

private func output(of program: String, _ arguments: [String]) throws -> Data {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.nullDevice
  try process.run()
  let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
  return data
}

/// TensorBoard's own bytes; `Scripts/make-goldens` makes them anew.
@Suite struct GoldenEventTests {
  private static let events: [(String, Event)] = [
    ("scalar", .scalar(tag: "loss", 0.625)),
    ("histogram", .histogram(tag: "weights", Histogram([-1, 1, 3, 4], buckets: 2))),
    ("text", .text(tag: "options", "größer")), ("start", .start),
  ]

  @Test(arguments: events)
  func anEventIsTheBytesThatTensorBoardWrites(name: String, event: Event) throws {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "event", subdirectory: "Golden"))
    let golden = [UInt8](try Data(contentsOf: url))
    #expect(event.encoded(wallTime: 1234.5, step: 70_000) == golden)
  }

  @Test(arguments: [
    ("experiment", Hyperparameters.Event.experiment), ("session-start", .sessionStart),
    ("session-end", .sessionEnd),
  ])
  func aSessionIsTheBytesThatTensorBoardWrites(
    name: String, event: Hyperparameters.Event
  ) throws {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "event", subdirectory: "Golden"))
    let golden = [UInt8](try Data(contentsOf: url))
    let session = Hyperparameters(
      values: [("optimizer", .text("adam")), ("epochs", .number(20))],
      metrics: ["final/test_rmse"])
    #expect(session.encoded(event, wallTime: 1234.5, step: 70_000) == golden)
  }
}

@Suite struct HistogramTests {
  @Test func everyNumberIsInItsBucket() {
    let numbers: [Float] = [0, 1, 2, 3, 4, .nan, .infinity, 10]
    let histogram = Histogram(numbers, buckets: 5)
    #expect(histogram.limits == [2, 4, 6, 8, 10])
    #expect(histogram.counts == [3, 2, 0, 0, 1])
    #expect(histogram.count == 6 && histogram.sum == 20 && histogram.sumOfSquares == 130)
    #expect(histogram.lowest == 0 && histogram.highest == 10)
  }

  @Test func equalNumbersShareOneBucket() {
    let histogram = Histogram([2, 2, 2])
    #expect(histogram.limits == [2] && histogram.counts == [3])
  }

  @Test func noNumbersMakeNoBucket() {
    let histogram = Histogram([.nan])
    #expect(histogram.limits.isEmpty && histogram.count == 0 && histogram.lowest == 0)
  }
}
