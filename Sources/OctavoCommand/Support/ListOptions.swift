import ArgumentParser
import Octavo
import Support

/// What lists of recommendations shall be like.
struct ListOptions: ParsableArguments {
  @Option(help: "How many books for each reader.")
  var top = ListRequest().count

  @Option(
    help:
      "What books are ranked by: relevance (would they read it), rating (would they like it) or blend."
  )
  var rankBy = ListRequest().rankBy

  @Flag(help: "List books that the reader has rated, too.")
  var includeRated = false

  @Option(help: "At most this many books of one author, and of one series. (default: any number)")
  var maxPerAuthor: Int?

  @Option(help: "Only books in this language, such as 'en'; may be given more than once.")
  var language: [String] = []

  @Option(help: "Only books first published in this year or later.")
  var yearFrom: Int?

  @Option(help: "Only books first published in this year or before.")
  var yearTo: Int?

  @Option(
    help: "Only books with this tag; may be given more than once, for books with all of them.")
  var tag: [String] = []

  @Option(help: "No books by this author; may be given more than once.")
  var excludeAuthor: [String] = []

  func validate() throws {
    guard top >= 1 else { throw ValidationError("--top: found \(top), expected at least 1") }
    if let maxPerAuthor, maxPerAuthor < 1 {
      throw ValidationError("--max-per-author: found \(maxPerAuthor), expected at least 1")
    }
    if let yearFrom, let yearTo, yearFrom > yearTo {
      throw ValidationError(
        "--year-from \(yearFrom) is after --year-to \(yearTo), expected it before")
    }
  }

  /// What the list maker is asked for.
  var request: ListRequest {
    var request = ListRequest()
    request.count = top
    request.rankBy = rankBy
    request.includeRated = includeRated
    request.maxPerAuthor = maxPerAuthor
    return request
  }

  /// For each book whether the filters admit it; nil without filters.
  ///
  /// - Throws: ``UsageError`` when they admit none, errors of reading tags.
  func admitted(_ recommender: Model, in folder: PinnedFolder) throws -> [Bool]? {
    var filter = BookFilter()
    filter.languages = language
    (filter.yearFrom, filter.yearTo) = (yearFrom, yearTo)
    (filter.tags, filter.excludedAuthors) = (tag, excludeAuthor)
    guard let admitted = try recommender.admitted(by: filter, in: folder) else { return nil }
    guard admitted.contains(true) else {
      throw UsageError(
        description: "no book of the model passes --language, --year-from, --year-to, --tag and "
          + "--exclude-author; expected filters that leave some of \(admitted.count.grouped)")
    }
    return admitted
  }
}

extension RankBy: ExpressibleByArgument {}

extension Model {
  /// Lists in a form, of a model that can make them.
  ///
  /// - Throws: ``UsageError``.
  func requiredListOutput(_ format: ListFormat, explains: Bool = false) throws -> ListOutput {
    guard let output = listOutput(format, explains: explains) else {
      throw UsageError.noLists
    }
    return output
  }
}

extension UsageError {
  /// A model without lists was asked for some.
  static let noLists = UsageError(
    description:
      "the model holds no weights of lists, expected a training to its end and without --no-lists")
}

/// Asks a model for what `option` wants; a model that cannot answer is the wrong one for it.
///
/// - Throws: ``UsageError``.
func asUsageOfModel<Result>(_ option: String, _ ask: () throws -> Result) throws -> Result {
  do {
    return try ask()
  } catch ModelError.noUncertainty {
    throw UsageError(description: "\(option): \(ModelError.noUncertainty)")
  }
}
