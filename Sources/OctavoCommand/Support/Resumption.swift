import ArgumentParser
import Foundation
import Octavo
import Support

/// The command line of `train --resume`, completed by what the run was begun with.
enum Resumption {
  private static let flag = "--resume"
  private static let runOption = "--run"
  private static let epochs = "--epochs"

  /// The commands that go on.
  private static let commands = ["train", "tune"]

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
    guard let command = arguments.first, commands.contains(command),
      let flagPlace = arguments.firstIndex(of: flag),
      arguments.allSatisfy({ $0 != "--help" && $0 != "-h" })
    else { return arguments }
    var given = Array(arguments.dropFirst())
    given.remove(at: flagPlace - 1)
    var run = self.run(in: given)
    if run == nil, flagPlace - 1 < given.count, !given[flagPlace - 1].hasPrefix("-") {
      run = given.remove(at: flagPlace - 1)
      given += [runOption, run ?? ""]
    }
    guard let run else {
      throw ValidationError(
        "\(flag): expected the folder of a run, as in '\(command) --resume RUN'")
    }
    Interruption.stands("before the run's configuration was read; nothing was written")
    // Stopped before it had begun: a command line that says all can begin it anew.
    let place = try RunFolder.current(run)
    let hasBegun = try FileStatus.exists(RunConfiguration.path(place))
    let begun =
      hasBegun || !given.contains("--data") ? try RunConfiguration.read(place).arguments : []
    // An option that may be repeated would have both.
    let isRenewed = given.contains { word in
      RatingsFiles.names.contains { word == $0 || word.hasPrefix($0 + "=") }
    }
    return [command] + (isRenewed ? without(RatingsFiles.names, begun) : begun) + given + [flag]
  }

  /// What a new run of this process keeps of its arguments.
  static func kept(_ data: DataOptions, _ split: SplitOptions) throws -> [String] {
    kept(
      without(RatingsFiles.names, try CompletedArguments.read()),
      paths: [
        ("--data", data.data), ("--description", data.description.file),
        ("--test-ratings", split.testRatings),
      ] + data.files.ratings.map { (RatingsFiles.names[0], $0) })
  }

  /// What a new run keeps of its arguments; paths are made absolute, since it may be resumed elsewhere.
  static func kept(_ arguments: [String], paths: [(option: String, path: String?)]) -> [String] {
    var kept = Array(arguments.dropFirst().filter { $0 != flag && $0 != "--force" })
    kept = without([runOption] + paths.filter { $0.path != nil }.map(\.option), kept)
    // A run that was trained longer has been given several numbers, of which the last counts.
    while let place = kept.firstIndex(of: epochs), kept.lastIndex(of: epochs) != place {
      kept.removeSubrange(place...place + 1)
    }
    return kept + self.paths(paths)
  }

  /// `arguments` without some options and the values that follow them.
  static func without(_ options: [String], _ arguments: [String]) -> [String] {
    var kept = arguments.filter { argument in !options.contains { argument.hasPrefix($0 + "=") } }
    while let place = kept.firstIndex(where: options.contains) {
      kept.removeSubrange(place..<min(place + 2, kept.count))
    }
    return kept
  }

  /// Options that name files or a database, with absolute paths and no password: a run may be resumed elsewhere.
  static func paths(_ options: [(option: String, path: String?)]) -> [String] {
    options.flatMap { option, path in
      path.map { [option, absolute($0)] } ?? []
    }
  }

  /// A path, or a database without its password, as it can be found from anywhere.
  private static func absolute(_ path: String) -> String {
    guard path != TableSource.standardInputWord else { return path }
    let location = try? DatabaseLocation(path)
    return location?.absoluteDescription() ?? URL(fileURLWithPath: path).standardizedFileURL.path
  }

  private static func run(in arguments: [String]) -> String? {
    if let place = arguments.lastIndex(of: runOption), place + 1 < arguments.count {
      return arguments[place + 1]
    }
    return arguments.last { $0.hasPrefix(runOption + "=") }
      .map { String($0.dropFirst(runOption.count + 1)) }
  }
}
