import ArgumentParser
import DelimitedText
import Reports
import Serving

/// Lists books for readers.
struct Recommend: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the books that readers are predicted to like best.",
    discussion: "Books that a reader has rated are left out.")

  @Option(help: "The model's folder.")
  var model: String

  @Option(help: "A reader's id; may be given more than once.")
  var reader: [String] = []

  @Flag(help: "List books for every reader.")
  var all = false

  @Option(help: "How many books for each reader.")
  var top = 10

  @Flag(help: "List books that the reader has rated, too.")
  var includeRated = false

  @Option(help: "Where the lists go. (default: standard output)")
  var output: String?

  @Option(help: "How the lists are printed.")
  var format = OutputFormat.text

  func validate() throws {
    guard all != !reader.isEmpty else {
      throw ValidationError("expected either --reader ID or --all")
    }
    guard top >= 1 else { throw ValidationError("--top: found \(top), expected at least 1") }
  }

  func run() throws {
    let recommender = try ModelFolder.read(model)
    let readers = try indices(in: recommender)
    var text = format == .csv ? "user_id,rank,book_id,score\n" : ""
    for index in readers {
      let list = recommender.recommendations(
        forReader: index, count: top, includeRated: includeRated)
      text += try rendered(list, reader: recommender.readers.text(at: index), recommender)
    }
    try deliver(text, to: output)
  }

  private func indices(in recommender: Recommender) throws -> [UInt32] {
    guard !all else { return Array(0..<UInt32(recommender.readers.count)) }
    return try reader.map { id in
      guard let index = recommender.readers.index(of: id) else {
        throw UsageError(
          description: "--reader: found '\(id)', expected the id of one of the model's "
            + "\(recommender.readers.count.grouped) readers")
      }
      return index
    }
  }

  private func rendered(
    _ list: [Recommender.Recommendation], reader: String, _ recommender: Recommender
  ) throws -> String {
    switch format {
    case .csv:
      list.map {
        "\(DelimitedText.quoted(reader)),\($0.rank),\(DelimitedText.quoted($0.bookID)),\($0.score)\n"
      }
      .joined()
    case .json:
      try jsonLine(Answer(reader: reader, recommendations: list, recommender)) + "\n"
    case .text:
      "for reader \(reader):\n" + list.map { line($0, recommender) }.joined()
    }
  }

  private func line(_ book: Recommender.Recommendation, _ recommender: Recommender) -> String {
    let rank = String(repeating: " ", count: max(0, 3 - "\(book.rank)".count)) + "\(book.rank)"
    let name =
      recommender.titles.entries[book.bookID].map { "\($0.title) — \($0.authors)" }
      ?? "book \(book.bookID)"
    return "\(rank)  \(fixed(Double(book.score), 2))  \(name)\n"
  }

  private struct Answer: Encodable {
    struct Book: Encodable {
      var rank: Int
      var bookID: String
      var score: Float
      var title: String?
      var authors: String?

      enum CodingKeys: String, CodingKey {
        case rank, score, title, authors
        case bookID = "book_id"
      }
    }

    enum CodingKeys: String, CodingKey {
      case recommendations
      case userID = "user_id"
    }

    var userID: String
    var recommendations: [Book]

    init(
      reader: String, recommendations: [Recommender.Recommendation], _ recommender: Recommender
    ) {
      userID = reader
      self.recommendations = recommendations.map { line in
        let entry = recommender.titles.entries[line.bookID]
        return Book(
          rank: line.rank, bookID: line.bookID, score: line.score, title: entry?.title,
          authors: entry?.authors)
      }
    }
  }
}
