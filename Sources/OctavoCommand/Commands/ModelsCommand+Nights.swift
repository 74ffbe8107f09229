import ArgumentParser
import Reports
import Retraining
import Support

extension ModelsCommand {
  /// Makes a page of the nights.
  struct NightsReport: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "report",
      abstract: "Make a page of a service's nights: errors, decisions, data, time and memory.",
      discussion: "It shows what retrain/history.jsonl in the folder of models holds.")

    @Option(help: "The folder of models.")
    var models: String

    @Option(help: "Where the page goes.")
    var output: String

    func run() throws {
      guard try FileStatus.exists(models) else { throw FileError.missing(path: models) }
      let report = try Reports.NightsReport(of: ModelStore(models))
      try AtomicFile.write(try report.html(folder: models).utf8, to: output)
      printError("\(output): a page of \(models)")
    }
  }
}
