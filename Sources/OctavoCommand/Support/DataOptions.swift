import ArgumentParser
import Octavo
import Support

/// How a folder or a database of data is read; shared by the commands that read one.
struct DataOptions: ParsableArguments {
  @Option(
    help:
      "The folder with ratings.csv, and books.csv for titles, or a database: postgresql://HOST/NAME, service=NAME or sqlite:FILE."
  )
  var data: String

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var description: DescriptionOption
  @OptionGroup var files: RatingsFiles
  @OptionGroup var form: RatingsForm

  @Flag(help: "Count and pass over bad rows instead of ending at the first.")
  var skipBadRows = false

  func validate() throws { try database.check(data) }

  /// What messages call the data: a database without its password.
  var place: String { DataPlace.shown(data) }

  /// The data, read; says what was noticed on the way.
  ///
  /// - Parameters:
  ///   - ratings: Files of ratings in place of those that the options name. The default is nil.
  ///   - tests: A file of ratings to test on. The default is nil.
  ///   - threads: How many threads read.
  func dataset(ratings: [String]? = nil, tests: String? = nil, threads: Int) throws -> Dataset {
    let dataset = try Dataset(
      folder: data, tables: try database.tables(), description: description.file,
      ratings: ratings ?? files.ratings, tests: tests, format: try form.writtenFormat(),
      skipBadRows: skipBadRows, threads: threads)
    for note in dataset.notes { printError(note) }
    return dataset
  }
}

/// Files of ratings that take the place of those in the folder of data.
struct RatingsFiles: ParsableArguments {
  /// The names of the option; the second one is of old.
  static let names = ["--ratings", "--train-ratings"]

  @Option(
    name: [.long, .customLong("train-ratings")],
    help: ArgumentHelp(
      """
      A file of ratings in place of those in the folder; may be given more than once, and be a pattern such as \
      'ratings-*.csv.gz'. - is standard input. (default: none)
      """, valueName: "file"))
  var ratings: [String] = []

  /// Whether one of them, or of the `tests`, can be read once only.
  func areReadOnce(with tests: String?) -> Bool {
    (ratings + (tests.map { [$0] } ?? [])).contains { TableSource.named($0).isReadOnce }
  }
}

/// The columns and the separator of files that other people wrote.
struct RatingsForm: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Other names of the columns, or with --no-header their numbers: user=NAME,book=NAME,rating=NAME,time=NAME.",
      valueName: "user=…,book=…,rating=…,time=…"))
  var columns: String?

  @Flag(
    help:
      "The first row is data: columns are numbers from 1. (columns 1, 2 and 3 without --columns)")
  var noHeader = false

  @Option(\.separator) var separator: Given<RatingsFormat>?

  /// What somebody may have meant who only listed the columns.
  private static func guess(_ columns: String) -> String {
    let names = columns.split(separator: ",")
    guard (3...4).contains(names.count), !columns.contains("=") else { return "" }
    let meant = zip(["user", "book", "rating", "time"], names).map { "\($0)=\($1)" }
    return ", such as \(meant.joined(separator: ","))"
  }

  func validate() throws {
    _ = try format()
  }

  /// What the options say; nil where none is given, so that a folder's data.yaml can.
  func writtenFormat() throws -> RatingsFormat? {
    let format = try format()
    return columns == nil && !noHeader && separator == nil ? nil : format
  }

  /// The options as the reader takes them.
  func format() throws -> RatingsFormat {
    let noNames: Given<RatingsFormat>? =
      noHeader ? Given(option: RatingsFormat.option(at: \.namesColumns), word: "false") : nil
    var format = try asUsage { try RatingsFormat([noNames, separator]) }
    for part in columns?.split(separator: ",") ?? [] {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      switch pair.first {
      case "user" where pair.count == 2: format.user = pair[1]
      case "book" where pair.count == 2: format.book = pair[1]
      case "rating" where pair.count == 2: format.rating = pair[1]
      case "time" where pair.count == 2: format.time = pair[1]
      default:
        throw ValidationError(
          "--columns: found '\(part)', expected user=NAME, book=NAME, rating=NAME or time=NAME\(Self.guess(columns ?? ""))"
        )
      }
    }
    for column in [format.user, format.book, format.rating, format.time] where noHeader {
      guard let column else { continue }
      guard let number = Int(column), number > 0, "\(number)" == column else {
        throw ValidationError(
          "--columns: found '\(column)', expected the number of a column, from 1, with --no-header")
      }
    }
    return format
  }
}
