public import Octavo
import Support

/// Where ratings come from, and how their file is written.
public struct DataOptions: Sendable, Equatable, Configurable {
  package var folder = ""
  package var tables = DatabaseTables()
  package var descriptionFile: String?
  package var format = RatingsFormat()
  package var skipBadRows = false

  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] =
    [
      .init("folder", \.folder, .path(example: "/var/lib/octavo/data"), isRequired: true)
        .means(
          """
          The folder with ratings.csv, and books.csv and the other side files where there are any; or a database: \
          postgresql://HOST/NAME, service=NAME or sqlite:FILE.
          """)
    ] + Table.allCases.map(Self.table) + [
      .init("description", \.descriptionFile, .optional(.path(), or: "none"))
        .means(
          """
          A file in the form of data.yaml: what the tables are called and what their columns hold. none is that \
          in the folder, where there is one; a database has none of its own.
          """)
    ] + RatingsFormat.options(at: \.format) + [
      .init("skip_bad_rows", \.skipBadRows, .flag)
        .means(
          "Whether bad rows are counted and passed over; else the first one ends the run with code 65."
        )
    ]

  private static func table(_ table: Table) -> ConfigurationOption<Self> {
    .init("tables.\(table.rawValue)", \.tables[text: table], .optional(.text, or: "auto"))
      .means(
        table == .ratings
          ? "The table of a database, or a query, which begins with select or with; auto is the table \(table.rawValue)."
          : "The same for \(table.rawValue); auto is the table \(table.rawValue) where there is one."
      )
  }

  /// How the file of ratings is written; nil for what the folder's data.yaml says, where nothing is said here.
  private var writtenFormat: RatingsFormat? { format == RatingsFormat() ? nil : format }

  /// Throws a sentence where the folder is no good name of a database, or has tables and is none.
  ///
  /// - Throws: `ConfigurationError`.
  func checkPlace() throws(ConfigurationError) {
    let database = try DatabaseLocation.checked(folder, "data.folder")
    let named = tables.named.keys.map { "data.tables.\($0.rawValue)" }.sorted()
    try require(
      database != nil || named.isEmpty, named.first ?? "", "it with a folder",
      "a database in data.folder")
  }

  /// The folder or database, opened.
  ///
  /// - Throws: `DatabaseError`, `ConfigurationError`.
  package func opened() throws -> DataFolder {
    try DataFolder(
      folder, tables: tables, description: descriptionFile, format: writtenFormat,
      skipBadRows: skipBadRows)
  }

  /// Checks that there are ratings, and reads none of them.
  ///
  /// - Throws: `FileError`, `DatabaseError`, `ConfigurationError`.
  package func checkRatings() throws {
    let folder = try opened()
    try folder.reading { for source in try folder.tables.ratings() { _ = try source.open() } }
    folder.close()
  }

  /// Reads the ratings.
  ///
  /// - Throws: `DataError`, `DatabaseError`; `DatabaseInterruptedError` where a signal came meanwhile.
  func dataset(threads: Int) throws -> Dataset {
    try Dataset(
      folder: folder, tables: tables, description: descriptionFile, tests: nil,
      format: writtenFormat, skipBadRows: skipBadRows, threads: threads)
  }
}

/// Where models live.
public struct ModelOptions: Sendable, Equatable, Configurable {
  package var folder = ""
  package var keep = 7

  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] = [
    .init("folder", \.folder, .path(example: "/var/lib/octavo/models"), isRequired: true)
      .means(
        """
        The folder of models; models/current is the one in service. The job keeps its own records there.
        """),
    .init("keep", \.keep, .whole(1...10_000))
      .means("How many models are kept, the latest ones."),
  ]
}

/// When and how a training starts from the model in service.
public struct WarmStartOptions: Sendable, Equatable, Configurable {
  package var scratchEvery = 7
  package var epochs = 5
  package var rateShare = 0.5

  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] = [
    .init("scratch_every", \.scratchEvery, .whole(1...Int.max))
      .means("Every so many runs one trains from scratch; 1 for all of them."),
    .init("epochs", \.epochs, .whole(1...100_000))
      .means("How often a training that starts from the model in service sees every rating."),
    .init("rate_share", \.rateShare, .number(above: 0, to: 1))
      .means("What its step sizes are multiplied by."),
  ]
}

/// What is held out of every training: to judge by, and to choose the best epoch by.
public struct HoldOutOptions: Sendable, Equatable, Configurable {
  /// Which ratings.
  public enum Kind: String, Sendable, CaseIterable {
    /// Each reader's last.
    case chronological
    /// Any, by a hash of reader and book.
    case random
  }

  package var kind = Kind.chronological
  package var testFraction = 0.1
  package var validationFraction = 0.05
  /// Another seed holds out ratings that models have learned from.
  package var seed = 0

  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] = [
    .init("kind", \.kind, .choice)
      .means(
        """
        Each reader's last ratings (chronological), or any (random). Either way a rating that is held out was \
        never learned from before, as long as rows are only added and the seed stays.
        """),
    .init("test_fraction", \.testFraction, .number(above: 0, below: 1))
      .means("The share of ratings that candidate and model in service are judged by."),
    .init("validation_fraction", \.validationFraction, .number(from: 0, below: 1))
      .means("The share of the others that the best epoch is chosen by."),
    .init("seed", \.seed, .whole)
      .means("What the choice depends on."),
  ]

  /// How ratings are divided.
  public var split: SplitConfiguration {
    var split = SplitConfiguration()
    split.kind = kind == .random ? .stableRandom : .stableChronological
    split.testFraction = testFraction
    split.validationFraction = validationFraction
    split.seed = UInt64(bitPattern: Int64(seed))
    return split
  }
}

/// What a candidate's folder must do when it is loaded afresh.
public struct SmokeTestOptions: Sendable, Equatable, Configurable {
  package var readers = 20
  package var answerSeconds = 5.0
  package var loadSeconds = 120.0

  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] = [
    .init("readers", \.readers, .whole(1...1_000_000))
      .means("How many readers are given predictions and lists."),
    .init("answer_seconds", \.answerSeconds, .number(above: 0))
      .means("Within how many seconds each of them must have both."),
    .init("load_seconds", \.loadSeconds, .number(above: 0))
      .means("Within how many seconds the folder must be loaded."),
  ]
}

/// What is written for everyone after a promotion.
public struct ListFileOptions: Sendable, Equatable, Configurable {
  /// How it is written.
  public enum Format: String, Sendable, Codable, CaseIterable {
    /// A table with a row for each book of each reader.
    case csv
    /// An object a line, of one reader.
    case json
  }

  package var file: String?
  package var table = "lists"
  package var top = 10
  package var format = Format.csv

  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] = [
    .init("file", \.file, .optional(.path(), or: "none"))
      .means(
        """
        Where everyone's best books go: a file, or a database: postgresql://HOST/NAME, service=NAME or sqlite:FILE; \
        none writes none. It needs training.lists.
        """),
    .init("table", \.table, .text)
      .means("The table of a database, perhaps with a schema; made where it is missing."),
    .init("top", \.top, .whole(1...100_000))
      .means("How many books everyone gets."),
    .init("format", \.format, .choice)
      .means(
        """
        A table with a row for each book of each reader, or an object of JSON a line for each reader; a database \
        has the former.
        """),
  ]
}

extension ListFileOptions {
  /// Looks whether the lists can go to a table of a database, where they are to; writes nothing.
  ///
  /// - Throws: `DatabaseError`, `FileError` for a missing library.
  package func checkTable() throws {
    guard let file, let database = try DatabaseLocation(file) else { return }
    try ModelTable.checkLists(database, table: table)
  }
}

extension DatabaseLocation {
  /// The database that `text` names; nil where it names none.
  ///
  /// - Parameter key: Where it was found, for messages.
  /// - Throws: `ConfigurationError`.
  static func checked(_ text: String, _ key: String) throws(ConfigurationError) -> Self? {
    do {
      return try DatabaseLocation(text)
    } catch {
      throw ConfigurationError("\(key): \(error)")
    }
  }
}

extension OptionKind<Double> {
  /// A share, which may be above 1.
  static var share: Self { .number(from: 0, to: 1e6) }
}
