import ArgumentParser
import Octavo

/// The data that a run was trained on, for commands that judge it by them.
struct RunDataOptions: ParsableArguments {
  @Option(
    help:
      "The folder or database with the ratings. (default: the one that the run was trained on)")
  var data: String?

  @OptionGroup var database: DatabaseOptions

  @OptionGroup var description: DescriptionOption
  @OptionGroup var form: RatingsForm

  @Flag(help: "Count and pass over bad rows instead of ending at the first.")
  var skipBadRows = false

  func validate() throws { try database.check(data ?? "") }

  /// The ratings, with the file to test on that the run was given; says what was noticed on the way.
  ///
  /// - Throws: ``UsageError`` where the run does not say where its data are.
  func dataset(ofRun run: String, threads: Int) throws -> Dataset {
    if let data {
      return try Dataset(
        folder: data, tables: try database.tables(), description: description.file, tests: nil,
        format: try form.writtenFormat(), skipBadRows: skipBadRows, threads: threads)
    }
    guard let training = Self.training(of: run) else {
      throw UsageError(
        description:
          "--data: \(run) does not say what it was trained on, expected the folder of its ratings")
    }
    guard !training.data.files.areReadOnce(with: training.split.testRatings) else {
      throw UsageError(
        description:
          "--data: \(run) was trained on standard input or a pipe, expected the folder of its ratings"
      )
    }
    return try training.data.dataset(tests: training.split.testRatings, threads: threads)
  }

  /// The command line that a run was begun with; nil for what is no run.
  private static func training(of run: String) -> Train? {
    guard let begun = try? RunConfiguration.read(run) else { return nil }
    return try? Train.parse(begun.arguments + ["--run", run])
  }
}
