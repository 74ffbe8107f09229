import Foundation
import Octavo
import Support

/// The command line of `train --resume`, completed by what the run was begun with.
enum Resumption {
  private static let flag = "--resume"
  private static let runOption = "--run"

  /// The arguments with those of the run before them, so that what is given again comes last and counts.
  ///
  /// `train --resume RUN` and `train --resume=RUN` are the same as `train --run RUN --resume`. Other commands stay as they are.
  ///
  /// - Throws: `FileError`, `CheckpointError` when the run's configuration cannot be read.
  static func completed(_ arguments: [String]) throws -> [String] {
    let arguments = arguments.flatMap { argument in
      argument.hasPrefix(flag + "=")
        ? [flag, String(argument.dropFirst(flag.count + 1))] : [argument]
    }
    guard arguments.first == "train", let place = arguments.firstIndex(of: flag),
      arguments.allSatisfy({ $0 != "--help" && $0 != "-h" })
    else { return arguments }
    var given = Array(arguments.dropFirst())
    given.remove(at: place - 1)
    var run = self.run(in: given)
    if run == nil, place - 1 < given.count, !given[place - 1].hasPrefix("-") {
      run = given.remove(at: place - 1)
      given += [runOption, run ?? ""]
    }
    // Without a folder the parser has the word.
    guard let run else { return arguments }
    Interruption.stands("before the run's configuration was read; nothing was written")
    // Stopped before it had begun: a command line that says all can begin it anew.
    let hasBegun = try FileStatus.exists(RunConfiguration.path(run))
    let begun =
      hasBegun || !given.contains("--data") ? try RunConfiguration.read(run).arguments : []
    return ["train"] + begun + given + [flag]
  }

  /// What a new run keeps of its arguments; paths are made absolute, since it may be resumed elsewhere.
  static func kept(_ arguments: [String], paths: [(option: String, path: String?)]) -> [String] {
    var kept = Array(arguments.dropFirst().filter { $0 != flag })
    if let place = kept.firstIndex(of: runOption) { kept.removeSubrange(place...place + 1) }
    kept.removeAll { $0.hasPrefix(runOption + "=") }
    for case (let option, let path?) in paths {
      if let place = kept.firstIndex(of: option) { kept.removeSubrange(place...place + 1) }
      kept.removeAll { $0.hasPrefix(option + "=") }
      kept += [option, URL(fileURLWithPath: path).standardizedFileURL.path]
    }
    return kept
  }

  private static func run(in arguments: [String]) -> String? {
    if let place = arguments.lastIndex(of: runOption), place + 1 < arguments.count {
      return arguments[place + 1]
    }
    return arguments.last { $0.hasPrefix(runOption + "=") }
      .map { String($0.dropFirst(runOption.count + 1)) }
  }
}
