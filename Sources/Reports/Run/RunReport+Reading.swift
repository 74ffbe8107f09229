import Foundation
import Octavo
import Support

extension EpochEvent {
  /// Whether the numbers are such as a training writes; a file may have been edited.
  fileprivate var isPossible: Bool {
    [trainMSE, validationMSE ?? 0, ratingsPerSecond, seconds].allSatisfy { 0...1e15 ~= $0 }
  }
}

extension RunReport {
  private static let shelfLength = 10

  /// Reads what the run's folder holds.
  ///
  /// - Parameters:
  ///   - folder: The run's folder.
  ///   - recommender: The model in it.
  ///   - test: The ratings to judge the model by, where the data are at hand.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Throws: `FileError`, `CheckpointError`, `ModelError`.
  package init(
    folder: String, recommender: Model, test: TestRatings?, threads: Int
  ) throws {
    epochs = try Self.epochs(folder + "/metrics.jsonl")
    options = try Self.options(folder + "/config.json")
    bestEpoch = recommender.manifest.bestEpoch
    data = recommender.manifest.data
    metrics = recommender.manifest.metrics
    testPairsInTraining = recommender.manifest.testPairsInTraining
    self.test = try test.map { try recommender.evaluation(on: $0, threads: threads) }
    shelves = Self.shelves(recommender)
    hasLists = recommender.lists != nil
  }

  private static func epochs(_ path: String) throws -> [EpochEvent] {
    try InputFile.contents(of: path).split(separator: UInt8(ascii: "\n")).enumerated()
      .map { place, line in
        guard let epoch = try? JSONDecoder().decode(EpochEvent.self, from: line), epoch.isPossible
        else {
          throw CheckpointError.invalidJSON(
            path: path, reason: "line \(place + 1) is no epoch, expected one a line")
        }
        return epoch
      }
  }

  private static func options(_ path: String) throws -> [Option] {
    let contents = try InputFile.contents(of: path)
    do {
      return try JSONDecoder().decode(Configuration.self, from: contents).options
    } catch {
      throw CheckpointError.invalidJSON(path: path, reason: "expected the options of a run")
    }
  }

  /// What `config.json` holds, as far as a page shows it.
  private struct Configuration: Decodable {
    var arguments: [String]
    var run: JSONValue

    /// The command line, then every option that decides the result.
    ///
    /// The data stand elsewhere on the page, and the optimizer's own decay says nothing: that of the
    /// training takes its place.
    var options: [Option] {
      [Option(name: "command line", value: (["octavo train"] + arguments).joined(separator: " "))]
        + run.options(named: "").filter {
          !$0.name.hasPrefix("data.") && $0.name != "training.optimizer.l2"
        }
    }
  }

  private static func shelves(_ recommender: Model) -> [Shelf] {
    let counts = (0..<UInt32(recommender.readers.count)).map { recommender.rated[$0].count }
    let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    guard let last = order.indices.last else { return [] }
    var places: [Int] = []
    for place in [0, last / 2, last] where !places.contains(place) { places.append(place) }
    return places.map { place in
      let reader = UInt32(order[place])
      return Shelf(
        reader: recommender.readers.text(at: reader), rated: counts[order[place]],
        books: list(recommender, reader).map { id, prediction in
          let entry = recommender.titles.entries[id]
          return .init(
            name: entry.map { "\($0.title) — \($0.authors)" } ?? "book \(id)",
            score: Double(prediction))
        })
    }
  }

  /// What `octavo recommend` lists for a reader, with predicted ratings; by these alone for a model
  /// trained without lists.
  private static func list(
    _ recommender: Model, _ reader: UInt32
  ) -> [(id: String, prediction: Float)] {
    guard let maker = recommender.listMaker else {
      return recommender.highestRated(for: reader, count: shelfLength)
        .map { (recommender.books.text(at: $0.book), $0.score) }
    }
    let profile = maker.profile(of: reader)
    var request = ListRequest()
    request.count = shelfLength
    let list = maker.list(
      for: profile, request, leavingOut: Set(recommender.rated[reader])
    ).map(\.book)
    let predictions = maker.ratings.ratings(for: profile, books: list)
    return zip(list, predictions).map { (recommender.books.text(at: $0), $1) }
  }
}
