import ArgumentParser
import Foundation
import Logging
import Octavo
import Retraining
import Support

/// Trains a candidate and puts it into service if it is good enough: a job for every night.
struct Retrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a candidate every night and put it into service if it is good enough.",
    discussion: """
      Code 0: the candidate is in service; 3: it was refused, the model in service stays; any other: \
      something went wrong, and the summary says whether that was after a promotion; if not, the model in \
      service stays.

      OCTAVO_RETRAIN_GATE_MARGIN in the environment takes the place of gate.margin in the file, and --set \
      gate.margin=0.01 that of both.
      """)

  @Option(help: ArgumentHelp("The configuration, a YAML file.", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "A key of the configuration and its value, in place of the file's; may be repeated.",
      valueName: "key=value"))
  var set: [String] = []

  @Flag(
    help:
      "Check the configuration, that there are ratings, and that a table can take the lists; run nothing."
  )
  var checkConfig = false

  @Flag(help: "Print a configuration with every key, its meaning and its default, and run nothing.")
  var exampleConfig = false

  @Flag(
    help: "Accept ratings that look wrong beside those of the last run, as what they will be like.")
  var acceptData = false

  @Flag(help: "Print nothing on standard output unless something went wrong.")
  var quiet = false

  @Option(help: "How the log on standard error looks.")
  var logFormat = LogFormat.text

  @Option(
    help: ArgumentHelp(
      "The least level of what the log tells. (default: info; with --quiet warning)",
      valueName: "level"))
  var logLevel: LogLevel?

  func validate() throws {
    guard config != nil || exampleConfig else {
      throw ValidationError("Missing expected argument '--config <file>'")
    }
  }

  func run() throws {
    guard !exampleConfig, let config else {
      return try StandardStream.writeOutput(RetrainingConfiguration().documentedFile)
    }
    Interruption.stands("before the configuration was read; nothing was written")
    let configuration = try RetrainingConfiguration(
      reading: config, environment: ProcessInfo.processInfo.environment, settings: set)
    if checkConfig { return try check(configuration, path: config) }
    try ThreadLimit.check(threads: configuration.threads)
    try MemoryLimit.checkRoom(threads: configuration.threads)
    let (format, level) = (logFormat, logLevel?.level ?? (quiet ? .warning : .info))
    let log = Logger(label: "octavo.retrain") { _ in LineLog(format, level: level) }
    let job = RetrainingJob(
      configuration, acceptsData: acceptData, program: RootCommand.program, log: log
    ) { error, isRefused in
      (error.map { ExitStatus($0).rawValue }) ?? (isRefused ? ExitStatus.refused.rawValue : 0)
    }
    Interruption.stands("before the run could report what it did")
    try finish(Interruption.deferred { job.run() }, log)
  }

  private func check(_ configuration: RetrainingConfiguration, path: String) throws {
    try configuration.data.checkRatings()
    try configuration.lists.checkTable()
    if !quiet { try StandardStream.writeOutput("\(path): good\n") }
  }

  /// Tells of the run, and ends the process with its code.
  private func finish(_ result: RetrainingResult, _ log: Logger) throws {
    if let error = result.error {
      log.error("the run failed", metadata: ["error": .string("\(error)")])
    }
    if !quiet || result.record.needsAttention {
      try StandardStream.writeOutput(result.record.summary + "\n")
    }
    guard let code = result.record.exitCode, code != 0 else { return }
    // A step that was left alone still computes: nothing may be torn down under it.
    if result.error is RetrainingInterrupted { _exit(code) }
    throw ExitCode(code)
  }
}

extension LogFormat: ExpressibleByArgument {}

/// A level of the log as an argument.
struct LogLevel: ExpressibleByArgument {
  let level: Logger.Level

  init?(argument: String) {
    guard let level = Logger.Level(rawValue: argument) else { return nil }
    self.level = level
  }

  static var allValueStrings: [String] { Logger.Level.allCases.map(\.rawValue) }
}
