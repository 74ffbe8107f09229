import ArgumentParser
import Octavo
import Reports
import Support

/// Makes a page of a training run.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a page with charts of a training run.",
    discussion: """
      What the run's folder holds, and with --data where the model errs on the ratings that it was not \
      trained from.
      """)

  @Option(name: .customLong("run"), help: "The folder of the run.")
  var runFolder: String

  @Option(help: "Where the page goes.")
  var output: String

  @Option(help: "The folder that the model was trained from. (default: no errors by group)")
  var data: String?

  @OptionGroup var form: RatingsForm
  @OptionGroup var threads: ThreadOptions

  @Flag(help: "Count and pass over bad rows instead of ending at the first.")
  var skipBadRows = false

  func run() throws {
    let recommender = try ModelFolder.read(runFolder + "/model")
    let test = try data.flatMap { try testRatings($0, of: recommender) }
    let report = try RunReport(
      folder: runFolder, recommender: recommender, test: test, threads: threads.count)
    try AtomicFile.write(try report.html(folder: runFolder).utf8, to: output)
    printError("\(output): a page of \(runFolder)")
  }

  /// The held-out part of the data that the model was trained from.
  private func testRatings(_ folder: String, of recommender: Model) throws -> TestRatings? {
    var ratings = try Dataset(
      folder: folder, format: try form.format(), skipBadRows: skipBadRows, threads: threads.count
    ).ratings
    guard Fingerprint(ratings, threads: threads.count) == recommender.manifest.data else {
      throw UsageError(
        description: "--data: the ratings in \(folder) are not those of the run, expected "
          + "\(recommender.manifest.data)")
    }
    let parts = recommender.manifest.split.divide(&ratings)
    guard !parts.test.isEmpty else { return nil }
    // The model's vocabularies may hold more than the ratings do.
    let rows = ratings.rows(readers: recommender.readers, books: recommender.books)
    return TestRatings(
      Array(rows[parts.test]), training: rows[parts.train], readers: recommender.readers.count,
      books: recommender.books.count)
  }
}
