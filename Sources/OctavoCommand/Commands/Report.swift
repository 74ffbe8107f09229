import ArgumentParser
import Octavo
import Reports
import Support

/// Makes a page of a training run.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a page with charts of a training run.",
    discussion: """
      What the run's folder holds, and where the model errs on the ratings that it was not trained from.
      """)

  @Option(name: .customLong("run"), help: "The folder of the run.")
  var runFolder: String

  @Option(help: "Where the page goes.")
  var output: String

  @OptionGroup var data: RunDataOptions
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let recommender = try ModelFolder.read(runFolder + "/model")
    let report = try RunReport(
      folder: runFolder, recommender: recommender, test: try testRatings(recommender),
      threads: threads.count)
    try AtomicFile.write(try report.html(folder: runFolder).utf8, to: output)
    printError("\(output): a page of \(runFolder)")
  }

  /// The ratings that the run held out; nil where it held out none, and where its data cannot be had.
  private func testRatings(_ recommender: Model) throws -> TestRatings? {
    do {
      let dataset = try data.dataset(ofRun: runFolder, threads: threads.count)
      guard Fingerprint(dataset.ratings, threads: threads.count) == recommender.manifest.data else {
        throw UsageError(
          description: "--data: the ratings are not those of the run, expected "
            + "\(recommender.manifest.data)")
      }
      let tests = try TestRatings(of: dataset, for: [recommender], threads: threads.count)
      return tests.part == .all ? nil : tests
    } catch  where data.data == nil {
      printError("octavo: the page lacks the errors by group: \(error)")
      return nil
    }
  }
}
