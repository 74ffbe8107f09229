import ArgumentParser
import Octavo
import Support

/// What lists of recommendations shall be like.
struct ListOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "How many books for each reader. (default: \(ListRequest().count))",
    transform: wholeNumber(1...Int.max))
  var top = ListRequest().count

  @Option(
    help:
      "What books are ranked by: relevance (would they read it), rating (would they like it) or blend."
  )
  var rankBy = ListRequest().rankBy

  @Flag(help: "List books that the reader has rated, too.")
  var includeRated = false

  @Option(
    parsing: .unconditional,
    help: "At most this many books of one author, and of one series. (default: any number)",
    transform: wholeNumber(1...Int.max))
  var maxPerAuthor: Int?

  @Option(help: "Only books in this language, such as 'en'; may be given more than once.")
  var language: [String] = []

  @Option(
    parsing: .unconditional, help: "Only books first published in this year or later.",
    transform: wholeNumber(-10_000...10_000))
  var yearFrom: Int?

  @Option(
    parsing: .unconditional, help: "Only books first published in this year or before.",
    transform: wholeNumber(-10_000...10_000))
  var yearTo: Int?

  @Option(
    help: "Only books with this tag; may be given more than once, for books with all of them.")
  var tag: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Only books in this category of a column that data.yaml describes, of its 32 most frequent ones; may be given \
      more than once, for books in all of them.
      """, valueName: "column=category"))
  var category: [WantedCategory] = []

  @Option(help: "No books by this author; may be given more than once.")
  var excludeAuthor: [String] = []

  func validate() throws {
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
    let filters = self.filters
    var filter = BookFilter()
    for (_, set) in filters { set(&filter) }
    guard let admitted = try recommender.admitted(by: filter, in: folder) else { return nil }
    guard admitted.contains(true) else {
      throw UsageError(description: try objection(to: filters, recommender, in: folder))
    }
    return admitted
  }

  /// What somebody asks for, and what it sets.
  private typealias Filter = (words: String, set: (inout BookFilter) -> Void)

  /// What was given, each with what it sets.
  private var filters: [Filter] {
    var filters: [Filter] = language.map { code in
      ("--language \(code)", { $0.languages.append(code) })
    }
    if let year = yearFrom { filters.append(("--year-from \(year)", { $0.yearFrom = year })) }
    if let year = yearTo { filters.append(("--year-to \(year)", { $0.yearTo = year })) }
    filters += tag.map { name in ("--tag '\(name)'", { $0.tags.append(name) }) }
    filters += category.map { wanted in
      let category = wanted.category
      return (
        "--category '\(category.column)=\(category.name)'", { $0.categories.append(category) }
      )
    }
    filters += excludeAuthor.map { name in
      ("--exclude-author '\(name)'", { $0.excludedAuthors.append(name) })
    }
    return filters
  }

  /// Which filter leaves no book, or that all of them together do.
  private func objection(
    to filters: [Filter], _ recommender: Model, in folder: PinnedFolder
  ) throws -> String {
    let books = "the model's \(recommender.books.count.grouped) books"
    for (words, set) in filters {
      var alone = BookFilter()
      set(&alone)
      if try recommender.admitted(by: alone, in: folder)?.contains(true) == false {
        return "\(words): no book passes it, expected a filter that leaves some of \(books)"
      }
    }
    let all = filters.map(\.words).joined(separator: " ")
    return "no book passes \(all) together, expected filters that leave some of \(books)"
  }
}

/// `COLUMN=CATEGORY` as an argument; the category may hold equals signs of its own.
struct WantedCategory: ExpressibleByArgument {
  let category: BookFilter.Category

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    category = BookFilter.Category(parts[1], of: parts[0])
  }
}

extension RankBy: ExpressibleByArgument {}

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
