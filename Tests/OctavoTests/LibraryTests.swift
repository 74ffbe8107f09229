import BookData
import Foundation
import Octavo
import Support
import Synthesis
import Testing

/// The library as another program uses it, well and wrongly.
@Suite struct LibraryTests {
  /// A model of the sample's first readers, trained once for all tests here.
  private static let trained = Result { try Self.train(.hybrid) }
  private static let plain = Result { try Self.train(.plain) }

  private static func train(_ architecture: Architecture) throws -> Model {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try SampleShelf.write(to: folder)
    var configuration = TrainingConfiguration(architecture)
    configuration.epochs = 2
    return try TrainingJob(on: Dataset(folder: folder), configuration, threads: 2).run()
  }

  @Test func readersOfWhomHalfIsToldAreBetterKnownThanByAverages() throws {
    let folder = try Self.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try SampleShelf.write(to: folder)
    var configuration = TrainingConfiguration(.hybrid)
    configuration.epochs = 2
    var split = SplitConfiguration()
    (split.kind, split.givenFraction) = (.readers, 0.5)
    let model = try TrainingJob(
      on: Dataset(folder: folder), configuration, split: split, threads: 2
    ).run()
    let test = try #require(model.evaluation.test)
    let baselines = try #require(model.manifest.baselines)
    #expect(baselines.contains { $0.name == "reader + book averages" })
    for baseline in baselines where !baseline.name.contains("histories") {
      #expect(test.rmse < baseline.errors.rmse - 0.05, "\(test.rmse) beside \(baseline)")
    }
  }

  private static func temporaryFolder() throws -> String {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("library-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  @Test func aSavedModelAnswersAsTheTrainedOne() throws {
    let model = try Self.trained.get()
    let folder = try Self.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try model.save(to: folder + "/model")
    let served = try Model(contentsOf: folder + "/model")
    let reader = served.readers.text(at: 0)
    let book = served.books.text(at: 3)
    #expect(try served.rating(of: book, by: reader) == model.rating(of: book, by: reader))
    let list = try served.recommendations(for: reader, count: 5)
    #expect(try list == model.recommendations(for: reader, count: 5))
    #expect(list.map(\.rank) == [1, 2, 3, 4, 5])
    #expect(list.allSatisfy { !$0.title.isEmpty && !$0.reasons.isEmpty })
    #expect(served.evaluation == model.evaluation)
    let test = try #require(served.evaluation.test)
    #expect(test.rmse > 0.5 && test.rmse < 1)
  }

  @Test func aRunThatWasStoppedGoesOnToTheSameModel() throws {
    let folder = try Self.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try SampleShelf.write(to: folder + "/data")
    var configuration = TrainingConfiguration(.plain)
    configuration.epochs = 3
    let job = TrainingJob(
      on: try Dataset(folder: folder + "/data"), configuration, threads: 2)
    let whole = try job.run(in: folder + "/whole")
    let stopped = try job.run(in: folder + "/stopped", callbacks: [Stop(after: 1)])
    #expect(stopped.evaluation != whole.evaluation)
    let resumed = Stop(after: .max)
    let model = try job.run(in: folder + "/stopped", callbacks: [resumed])
    #expect(resumed.epochs == [2, 3], "the first epoch is not trained again")
    #expect(model.evaluation == whole.evaluation)
    for name in ["model/model.safetensors", "model/relevance.safetensors"] {
      let (one, other) = (folder + "/whole/" + name, folder + "/stopped/" + name)
      #expect(try InputFile.contents(of: one) == InputFile.contents(of: other), "\(name)")
    }
    var other = job
    other.configuration.seed += 1
    let error = #expect(throws: ResumeError.self) { try other.run(in: folder + "/stopped") }
    #expect(error?.description.contains("--seed was ") == true)
  }

  /// Interrupts a training at the end of an epoch.
  private final class Stop: TrainingCallback {
    let last: Int
    var epochs: [Int] = []

    init(after last: Int) { self.last = last }

    func epochEnds(_ report: Epoch, _ run: TrainingRun) -> Verdict {
      epochs.append(report.epoch)
      return report.epoch == last ? .interrupt : .continue
    }
  }

  @Test func aHistoryIsAnsweredAndItsBooksAreNotListed() throws {
    let model = try Self.trained.get()
    let (liked, disliked) = (model.books.text(at: 0), model.books.text(at: 1))
    let history = ReaderHistory([liked: 5, disliked: 1])
    let list = try model.recommendations(for: history, count: 20)
    #expect(list.count == 20)
    #expect(!list.contains { $0.book == liked || $0.book == disliked })
    let range = model.manifest.ratingRange
    let rating = try model.rating(of: model.books.text(at: 2), by: history)
    #expect(rating >= range.lowest && rating <= range.highest)
    #expect(try !model.similar(to: liked, count: 3).contains { $0.book == liked })
  }

  @Test func aMissingFolderIsNamed() {
    let error = #expect(throws: DataError.self) { try Dataset(folder: "/nowhere/at/all") }
    #expect(error?.description.contains("/nowhere/at/all/ratings.csv") == true)
    #expect(throws: FileError.self) { try Model(contentsOf: "/nowhere/at/all") }
  }

  @Test func unknownIdsAndImpossibleQuestionsAreErrorsThatSayWhatWasExpected() throws {
    let model = try Self.trained.get()
    let (readers, books) = (model.readers.count, model.books.count)
    let book = model.books.text(at: 0)
    #expect(throws: ModelError.unknownReader("nobody", readers: readers)) {
      try model.recommendations(for: "nobody")
    }
    #expect(throws: ModelError.unknownReader("nobody", readers: readers)) {
      try model.rating(of: book, by: "nobody")
    }
    #expect(throws: ModelError.unknownBook("none", books: books)) {
      try model.recommendations(for: ["none": 5])
    }
    #expect(throws: ModelError.unknownBook("none", books: books)) {
      try model.similar(to: "none")
    }
    #expect(throws: ModelError.invalidCount(0)) {
      try model.recommendations(for: model.readers.text(at: 0), count: 0)
    }
    let range = model.manifest.ratingRange
    #expect(
      throws: ModelError.ratingOutOfRange(
        9, book: book, lowest: range.lowest, highest: range.highest)
    ) { try model.recommendations(for: ReaderHistory([book: 9])) }
  }

  @Test func aPlainModelPredictsByNoHistory() throws {
    let model = try Self.plain.get()
    let book = model.books.text(at: 0)
    #expect(throws: ModelError.noHistories) { try model.rating(of: book, by: [book: 5]) }
  }

  @Test func optionsThatMakeNoSenseAreErrorsBeforeAnyWork() throws {
    let folder = try Self.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try SampleShelf.write(to: folder)
    var job = TrainingJob(on: try Dataset(folder: folder))
    job.configuration.epochs = 0
    #expect(throws: ConfigurationError.self) { try job.run() }
    job.configuration.epochs = 1
    job.threads = 0
    #expect(throws: ConfigurationError.self) { try job.run() }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func anAnswerThatIsNotFiniteIsNotGiven(answer: Float) throws {
    try ModelError.checkFinite([1, 2])
    #expect(throws: ModelError.notFinite) { try ModelError.checkFinite([1, answer, 2]) }
  }
}
