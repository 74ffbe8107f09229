import Octavo
public import Octavo
import Support

/// Whether a model's folder does what a service needs: it loads, predicts and recommends, in time.
public struct SmokeTest: Sendable {
  let options: SmokeTestOptions

  /// What was found.
  public struct Outcome: Sendable, Codable, Equatable {
    /// How long loading took.
    public var loadSeconds: Double
    /// How long the slowest answer took.
    public var slowestAnswerSeconds = 0.0
    /// How many readers were given predictions.
    public var readers = 0
    /// How many books were predicted.
    public var predictions = 0
    /// How many books were listed.
    public var listedBooks = 0
    /// What is wrong, a sentence each; nothing if the folder is as it should be.
    public var objections: [String] = []
  }

  /// Loads the model in `folder` and tries it out.
  ///
  /// - Returns: What was found, and the model as it was loaded.
  /// - Throws: What reading a model throws.
  public func run(_ folder: String) throws -> (outcome: Outcome, model: Model) {
    let begun = ContinuousClock.now
    let model = try ModelFolder.read(folder)
    var outcome = Outcome(loadSeconds: (ContinuousClock.now - begun).seconds)
    if outcome.loadSeconds > options.loadSeconds {
      outcome.objections.append(
        "loading took \(rounded(outcome.loadSeconds)) s, expected at most \(options.loadSeconds)")
    }
    // The last index stands for a reader whom the model does not know.
    for reader in evenly(options.readers, of: model.readers.count) + [UInt32(model.readers.count)] {
      try answer(reader, model, &outcome)
    }
    if outcome.slowestAnswerSeconds > options.answerSeconds {
      outcome.objections.append(
        "an answer took \(rounded(outcome.slowestAnswerSeconds)) s, "
          + "expected at most \(options.answerSeconds)")
    }
    return (outcome, model)
  }

  private static let predictedBooks = 100
  private static let listLength = 10

  private func answer(_ reader: UInt32, _ model: Model, _ outcome: inout Outcome) throws {
    let begun = ContinuousClock.now
    let name =
      reader < UInt32(model.readers.count)
      ? "reader \(model.readers.text(at: reader))" : "a stranger"
    let books =
      evenly(Self.predictedBooks, of: model.books.count) + [UInt32(model.books.count)]
    let predictions = model.predictions(books.map { (reader, $0) })
    let range = model.manifest.ratingRange
    // Written so that NaN fails.
    if let wrong = predictions.first(where: { !($0 >= range.lowest && $0 <= range.highest) }) {
      outcome.objections.append(
        "a prediction for \(name) is \(wrong), expected \(range.lowest) to \(range.highest)")
    }
    outcome.readers += 1
    outcome.predictions += predictions.count
    if reader < UInt32(model.readers.count) { list(for: reader, name, model, &outcome) }
    outcome.slowestAnswerSeconds = max(
      outcome.slowestAnswerSeconds, (ContinuousClock.now - begun).seconds)
  }

  private func list(
    for reader: UInt32, _ name: String, _ model: Model, _ outcome: inout Outcome
  ) {
    let rated = Set(model.rated[reader])
    let expected = min(Self.listLength, model.books.count - rated.count)
    let list = books(for: reader, model, leavingOut: rated)
    if list.count < expected {
      outcome.objections.append("\(list.count) books for \(name), expected \(expected)")
    }
    if list.contains(where: { !$0.score.isFinite || rated.contains($0.book) }) {
      outcome.objections.append("a book for \(name) is rated already, or its score is not finite")
    }
    outcome.listedBooks += list.count
  }

  private func books(
    for reader: UInt32, _ model: Model, leavingOut rated: Set<UInt32>
  ) -> [(book: UInt32, score: Float)] {
    if let maker = try? model.listMaker(forOne: true) {
      var request = ListRequest()
      request.count = Self.listLength
      return maker.list(for: maker.profile(of: reader), request, leavingOut: rated)
        .map { ($0.book, $0.score) }
    }
    return model.highestRated(for: reader, count: Self.listLength).map { ($0.book, $0.score) }
  }

  /// Indices at even distances.
  private func evenly(_ wanted: Int, of count: Int) -> [UInt32] {
    let taken = min(wanted, count)
    return (0..<taken).map { UInt32($0 * count / taken) }
  }

  private func rounded(_ seconds: Double) -> Double { (seconds * 100).rounded() / 100 }
}
