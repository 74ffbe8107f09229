import ArgumentParser
import BookData
import Octavo
import Support
import Training

/// How a folder of data is read; shared by the commands that read one.
struct DataOptions: ParsableArguments {
  @Option(help: "The folder with ratings.csv, and books.csv for titles.")
  var data: String

  @OptionGroup var form: RatingsForm

  @Flag(help: "Count and pass over bad rows instead of ending at the first.")
  var skipBadRows = false

  /// The ratings in the folder; says what was noticed on the way.
  func ratings(threads: Int) throws -> Ratings { try dataset(threads: threads).ratings }

  /// The folder, read; says what was noticed on the way.
  ///
  /// - Parameter tests: A file of ratings to test on. The default is nil.
  func dataset(tests: String? = nil, threads: Int) throws -> Dataset {
    let dataset = try Dataset(
      folder: data, tests: tests, format: try form.format(), skipBadRows: skipBadRows,
      threads: threads)
    for note in dataset.notes { printError(note) }
    return dataset
  }
}

/// The columns and the separator of files that other people wrote.
struct RatingsForm: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Other names of the columns: user=NAME,book=NAME,rating=NAME.",
      valueName: "user=…,book=…,rating=…"))
  var columns: String?

  @Option(\.separator) var separator: Given<RatingsFormat>?

  func validate() throws {
    _ = try format()
  }

  /// The options as the reader takes them.
  func format() throws -> RatingsFormat {
    var format = try asUsage { try RatingsFormat([separator]) }
    for part in columns?.split(separator: ",") ?? [] {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      switch pair.first {
      case "user" where pair.count == 2: format.user = pair[1]
      case "book" where pair.count == 2: format.book = pair[1]
      case "rating" where pair.count == 2: format.rating = pair[1]
      default:
        throw ValidationError(
          "--columns: found '\(part)', expected user=NAME, book=NAME or rating=NAME")
      }
    }
    return format
  }
}
