import ArgumentParser
import Octavo

/// Predicts the ratings of pairs of readers and books.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Predict the ratings of pairs of readers and books.",
    discussion: """
      A reader or book that training never saw counts as the average one; where both are unknown the \
      answer is the mean rating.

      With --history, people whom training never saw are predicted from what they have rated, as well as if \
      they had taken part. A file with the columns book_id and rating is of one person: every pair is \
      theirs, whatever its user_id, which may be missing, and they are called 'new'. With a column user_id \
      too it is of several people, and pairs say whose they are; pairs of anybody else are predicted as \
      without it.

      With --uncertainty, a column standard_deviation says how far ratings lie from predictions: about two \
      of three within one of it.
      """)

  @OptionGroup var model: ModelOption

  @Option(help: "A CSV file with the columns user_id and book_id; - is standard input.")
  var pairs: String

  @Option(help: "A CSV file of what people new to the model have rated; - is standard input.")
  var history: String?

  @Flag(help: "Also give each rating's standard deviation, of hybrid models.")
  var uncertainty = false

  @OptionGroup var target: OutputOptions

  @OptionGroup var form: RatingsForm
  @OptionGroup var threads: ThreadOptions

  private static let tablePart = "predictions"

  func validate() throws { try target.check(for: Self.tablePart) }

  func run() throws {
    let recommender = try model.read()
    let format = try form.format()
    let coldStart = try history.map {
      try ColdStartReaders(reading: $0, format: format, recommender)
    }
    let pairs = try readPairs(format, isOfOne: coldStart?.isOfOne ?? false)
    // Before anything is computed: a table that cannot take the rows is refused.
    let table = try table(for: pairs)
    let histories = (coldStart?.readers ?? []).map { ($0.id, $0.ratings) }
    let coldStarts = Dictionary(uniqueKeysWithValues: histories)
    let predictions = recommender.predictions(
      pairs, coldStart: coldStarts, threads: threads.count)
    try ModelError.checkFinite(predictions)
    let deviations = try deviations(recommender, pairs, coldStarts)
    let numbers = pairs.indices.map { place in
      ["\(predictions[place])"] + (deviations.map { ["\($0[place])"] } ?? [])
    }
    if let table { return try write(pairs, numbers, to: table) }
    var text = "user_id,book_id,prediction\(deviations == nil ? "" : ",standard_deviation")\n"
    for (pair, numbers) in zip(pairs, numbers) {
      let ids = [DelimitedText.quoted(pair.reader), DelimitedText.quoted(pair.book)]
      text += (ids + numbers).joined(separator: ",") + "\n"
    }
    try deliver(text, to: target.output, isData: true)
  }

  /// The table of a database that the predictions go to, where they go to one.
  private func table(for pairs: [(reader: String, book: String)]) throws -> ModelTable? {
    try target.database().map { location in
      try ModelTable(
        predictions: location, table: try target.tableName(for: Self.tablePart), of: pairs,
        hasDeviations: uncertainty)
    }
  }

  /// Puts the predictions into the table.
  private func write(
    _ pairs: [(reader: String, book: String)], _ numbers: [[String]], to table: ModelTable
  ) throws {
    Interruption.stands("while predictions went to a table; those before stay")
    try table.begin(version: ModelFolder.versionName(at: try model.folder().path))
    for (pair, numbers) in zip(pairs, numbers) {
      try table.write([pair.reader, pair.book] + numbers)
    }
    try table.commit()
  }

  /// The standard deviations, where they are asked for.
  private func deviations(
    _ recommender: Model, _ pairs: [(reader: String, book: String)],
    _ histories: [String: [BookRating]]
  ) throws -> [Float]? {
    guard uncertainty else { return nil }
    let deviations = try asUsageOfModel("--uncertainty") {
      try recommender.deviations(pairs, coldStart: histories, threads: threads.count)
    }
    try ModelError.checkFinite(deviations)
    return deviations
  }

  /// The pairs of the file; where all are of one cold-start reader only books matter.
  private func readPairs(
    _ format: RatingsFormat, isOfOne: Bool
  ) throws -> [(reader: String, book: String)] {
    var format = format
    if isOfOne { format.user = format.book }
    var reader = try PairsReader(.named(pairs), format: format)
    var result: [(reader: String, book: String)] = []
    while let pair = try reader.next() {
      result.append((isOfOne ? ColdStartReaders.nameless : pair.reader, pair.book))
    }
    return result
  }
}
