import ArgumentParser
import Benchmarking
import CStart
import Foundation
import Octavo
import Ranks
import Retraining
import Support
import Synthesis

/// The exit codes that scripts rely on.
enum ExitStatus: Int32 {
  case refused = 3
  case diverged = 4
  case wrongUsage = 64
  case badData = 65
  case missingInput = 66
  case internalError = 70
  case cannotCreate = 73
  case inputOutput = 74
  case locked = 75
  case badConfiguration = 78
  case hungUp = 129
  case interrupted = 130
  case terminated = 143

  /// Parses the command line, runs the command, and ends the process with the contract's code.
  static func run(_ parse: ([String]?) throws -> ParsableCommand) {
    // Before this line it began the program anew, if limits asked for that.
    precondition(octavo_has_start() != 0, "a program without its start")
    StandardStream.prepare()
    ProcessArguments.hidePasswords()
    do {
      let arguments = try CompletedArguments.read()
      try RootCommand.checkCommand(in: arguments)
      var command: ParsableCommand
      do {
        command = try parse(arguments)
      } catch {
        leave(RootCommand.unknownOption(in: arguments, error) ?? error)
      }
      if let command = command as? any ThreadedCommand {
        try ThreadLimit.check(threads: command.threads.count)
      }
      if let command = command as? any MultiplyingCommand {
        try MemoryLimit.checkRoom(threads: command.threads.count)
      }
      try RankedProcess.begin(command)
      try command.run()
      RankedProcess.end()
    } catch let error where RootCommand.exitCode(for: error) != .failure {
      // Help, versions and validation are the parser's own business.
      leave(error)
    } catch {
      RankedProcess.fail(error)
      printError("octavo: \(error)")
      Foundation.exit(ExitStatus(error).rawValue)
    }
  }

  /// Ends the process as the parser would; its words quote arguments, which may hold anything.
  private static func leave(_ error: any Error) -> Never {
    let (code, message) = (RootCommand.exitCode(for: error), RootCommand.fullMessage(for: error))
    guard !message.isEmpty else { Foundation.exit(code.rawValue) }
    guard code.isSuccess else {
      printError(message)
      Foundation.exit(code.rawValue)
    }
    do {
      try StandardStream.writeOutput(message + "\n")
    } catch {
      printError("octavo: \(error)")
      Foundation.exit(ExitStatus(error).rawValue)
    }
    Foundation.exit(code.rawValue)
  }

  /// The code for an error that ended a command.
  init(_ error: any Error) {
    self =
      switch error {
      case let error as FileError: ExitStatus(error)
      case let error as ModelStoreError: ExitStatus(error)
      case let error as DatabaseError: ExitStatus(error)
      case DataError.file(let error), DelimitedTextError.file(let error): ExitStatus(error)
      case is DataError, is DelimitedTextError, is CheckpointError,
        is NotPositiveDefiniteError, is BenchmarkRecordError, is NothingToTestError,
        ModelError.notFinite:
        .badData
      case is DivergenceError: .diverged
      case is MemoryLimitError, is ThreadLimitError: .inputOutput
      case let error as RankError: ExitStatus(error)
      case let error as Interrupted: ExitStatus(signal: error.signal)
      case let error as RetrainingInterrupted: ExitStatus(signal: error.signal)
      case let error as DatabaseInterruptedError: ExitStatus(signal: error.signal)
      case is NoStoreError: .missingInput
      case is SuspiciousDataError: .badData
      case is ConfigurationFileError: .badConfiguration
      case let error as ResumeError: error.isOfData ? .badData : .wrongUsage
      case is RunInTheWayError, is UnfinishedRunError, is OtherTrialsError, is NoGoodTrialError:
        .wrongUsage
      case is ConfigurationError, is SynthesisError, is UsageError,
        is NothingToLearnError, is NothingToValidateError, is ExportError, ModelError.noLists:
        .wrongUsage
      default: .internalError
      }
  }

  private init(signal: Int32) {
    self =
      switch signal {
      case SIGINT: .interrupted
      case SIGHUP: .hungUp
      default: .terminated
      }
  }

  private init(_ error: ModelStoreError) {
    self =
      switch error {
      case .noSuchVersion: .wrongUsage
      case .nothingInService, .nothingBefore: .missingInput
      case .foreignCurrent, .missingCurrent, .invalidRecord: .badData
      }
  }

  private init(_ error: RankError) {
    self =
      switch error {
      case .missingLibrary, .unknownLibrary: .missingInput
      case .otherMPI, .different: .wrongUsage
      case .failed: .inputOutput
      }
  }

  private init(_ error: DatabaseError) {
    self =
      switch error.kind {
      case .missing: .missingInput
      case .wrongData: .badData
      case .wrongUsage: .wrongUsage
      case .cannotCreate: .cannotCreate
      case .failed: .inputOutput
      }
  }

  private init(_ error: FileError) {
    self =
      switch error {
      case .missing, .missingLibrary: .missingInput
      case .notARegularFile, .invalidContent: .badData
      case .unreadable: .inputOutput
      case .cannotCreate: .cannotCreate
      case .writeFailed, .cannotRemove: .inputOutput
      case .locked: .locked
      }
  }
}

/// A combination of options that makes no sense, found while running.
struct UsageError: Error, CustomStringConvertible {
  let description: String
}

/// Writes a line to standard error, where that can be written to.
func printError(_ line: String) {
  StandardStream.writeError(line + "\n")
}
