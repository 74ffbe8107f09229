import ArgumentParser
import Octavo
import Support

/// For whom lists are made.
struct ProfileOptions: ParsableArguments {
  @Option(help: "A reader's id; may be given more than once.")
  var reader: [String] = []

  @Flag(help: "List books for every reader.")
  var all = false

  @Option(
    help:
      "A file book_id,rating of somebody new; with a column user_id, of several people. - is standard input."
  )
  var history: String?

  @Option(
    help: ArgumentHelp(
      "A book that somebody new has rated, by its title; may be given more than once.",
      valueName: "title=rating"))
  var title: [RatedTitle] = []

  @Option(
    help: ArgumentHelp(
      "Write a page instead, on which anybody rates books and sees their list at once.",
      valueName: "FILE.html"))
  var page: String?

  func validate() throws {
    let isNew = history != nil || !title.isEmpty
    guard [!reader.isEmpty, all, isNew, page != nil].filter(\.self).count == 1 else {
      throw ValidationError(
        "expected one of --reader ID, --all, --page FILE.html, and --history FILE or --title TITLE=RATING"
      )
    }
  }

  /// Whether all of them are readers of the training.
  var areOfModel: Bool { history == nil && title.isEmpty }

  /// The profiles with what to call them; says what titles were understood as.
  func profiles(_ recommender: Model, _ output: ListOutput) throws -> ListReaders {
    guard areOfModel else {
      let readers = try coldStartReaders(recommender, output)
      return ListReaders(readers.count) { readers[$0] }
    }
    return ListReaders(of: recommender, output.maker, try indices(recommender))
  }

  private func indices(_ recommender: Model) throws -> [UInt32] {
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

  private func coldStartReaders(
    _ recommender: Model, _ output: ListOutput
  ) throws -> [NamedProfile] {
    var readers: [(id: String, ratings: [BookRating])] = [(ColdStartReaders.nameless, [])]
    if let history {
      let file = try ColdStartReaders(reading: history, recommender)
      guard file.isOfOne || title.isEmpty else {
        throw UsageError(
          description: "--title: found titles and a --history of several people, expected of one")
      }
      readers = file.readers
    }
    if !title.isEmpty { readers[0].ratings += try titleRatings(recommender, output) }
    return readers.map { NamedProfile(name: $0.id, ratings: $0.ratings) }
  }

  private func titleRatings(
    _ recommender: Model, _ output: ListOutput
  ) throws -> [BookRating] {
    guard !title.isEmpty else { return [] }
    let range = recommender.manifest.ratingRange
    for rated in title where !(range.lowest...range.highest).contains(rated.rating) {
      throw UsageError(
        description: "--title: found the rating \(rated.rating), expected \(range.lowest) to "
          + "\(range.highest)")
    }
    let search = BookSearch(output)
    return try title.map { rated in
      BookRating(book: try search.book(rated.title, option: "--title"), value: rated.rating)
    }
  }
}

/// `TITLE=RATING` as an argument; the title may hold equals signs of its own.
struct RatedTitle: ExpressibleByArgument {
  let title: String
  let rating: Float

  init?(argument: String) {
    guard let sign = argument.lastIndex(of: "="),
      let rating = Float(argument[argument.index(after: sign)...]), rating.isFinite
    else { return nil }
    title = String(argument[..<sign])
    self.rating = rating
  }
}
