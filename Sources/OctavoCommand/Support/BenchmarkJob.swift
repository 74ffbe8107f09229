import Benchmarking
import Foundation
import Octavo
import Synthesis

/// The default job on made-up data with a catalogue, small enough to be repeated: what `train`, `predict` and
/// `recommend --all` take on this machine.
struct BenchmarkJob {
  let threads: Int

  /// What a run of the benchmark can wait for.
  private static let runs = 3

  /// Measures all parts a few times; the data are in a temporary folder meanwhile.
  ///
  /// - Throws: `FileError`; what a training throws.
  func figures() throws -> [Figure] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "octavo-benchmark-\(ProcessInfo.processInfo.processIdentifier)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try LargeSynthesis(
      SynthesisConfiguration(readers: 2_000, books: 1_000, ratings: 100_000)
    ).write(to: folder)
    let samples = try (0..<Self.runs).map { _ in try sample(folder) }
    return JobPart.allCases.map { part in
      Figure(
        .job(part), threads: threads, unit: part.unit,
        value: Measurement(of: samples.compactMap { $0[part] }))
    }
  }

  /// Does the job once.
  private func sample(_ folder: String) throws -> [JobPart: Double] {
    var figures: [JobPart: Double] = [:]
    func time<Result>(_ part: JobPart, _ work: () throws -> Result) rethrows -> Result {
      let start = ContinuousClock.now
      defer { figures[part] = (ContinuousClock.now - start).seconds }
      return try work()
    }
    let split = SplitConfiguration()
    var training = try time(.reading) {
      try PreparedTraining(
        try Dataset(folder: folder, threads: threads).divided(by: split, threads: threads),
        TrainingConfiguration(.hybrid), split, threads: threads)
    }
    time(.histories) { training.encode() }
    var rates: [Double] = []
    let result = try time(.epochs) {
      try training.train(callbacks: [EpochObserver { rates.append($0.ratingsPerSecond) }])
    }
    guard let trained = result.model else { return figures }
    let outcome = time(.test) { training.errors(of: trained) }
    let lists = try time(.listWeights) { try training.lists(for: trained) }
    let model = training.model(trained, outcome, lists: lists)
    figures[.steps] = Measurement(of: rates).median

    let pairs = training.data.ratings.rows[training.data.parts.test].map { ($0.reader, $0.book) }
    _ = time(.predictions) { model.predictions(pairs, threads: threads) }
    let maker = try model.listMaker()
    let readers = (0..<UInt32(model.readers.count)).map { (maker.profile(of: $0), Set<UInt32>()) }
    _ = time(.lists) { maker.lists(for: readers, ListRequest(), threads: threads) }
    // As many a second as there were in that time.
    for (part, count) in [(JobPart.predictions, pairs.count), (.lists, readers.count)] {
      figures[part] = figures[part].map { Double(count) / $0 }
    }
    return figures
  }
}
