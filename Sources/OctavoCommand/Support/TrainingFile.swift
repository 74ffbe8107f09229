import ArgumentParser
import Foundation
import Octavo
import Retraining
import Support

/// The option that names a file of options.
struct TrainingFileOption: ParsableArguments {
  static let name = "--config"

  @Option(
    help: ArgumentHelp(
      """
      A YAML file of options, as batch_size: 1024; options beside it count more. Also a run's config.json, which \
      trains as that run was trained. (default: none)
      """, valueName: "file"))
  var config: String?
}

/// What a file may say of a training: the options that decide its result, by the keys of their tables.
///
/// A file becomes arguments before the command line is parsed. What holds for options on a command line so
/// holds for those of a file, and a run that is resumed does not need the file.
struct TrainingFile: Configurable, Equatable {
  var training = TrainingConfiguration(.hybrid)
  var split = SplitConfiguration()

  static var defaults: [(name: String, value: Self)] { [("", Self())] }

  static let options: [ConfigurationOption<Self>] =
    TrainingConfiguration.options(at: \.training) + SplitConfiguration.options(at: \.split)

  /// `arguments` with the options of the file that they name, if any, before their own.
  ///
  /// - Throws: `FileError`, `ConfigurationFileError` with every wrong line of the file.
  static func expanded(_ arguments: [String]) throws -> [String] {
    let name = TrainingFileOption.name
    guard let command = arguments.first, ["train", "tune"].contains(command) else {
      return arguments
    }
    var rest = Array(arguments.dropFirst())
    var found: [String] = []
    while let place = rest.firstIndex(where: { $0 == name || $0.hasPrefix(name + "=") }) {
      let isSeparate = rest[place] == name
      // Without a path the parser has the word.
      guard !isSeparate || place + 1 < rest.count else { break }
      let path = isSeparate ? rest[place + 1] : String(rest[place].dropFirst(name.count + 1))
      rest.removeSubrange(place...(isSeparate ? place + 1 : place))
      found += try self.arguments(of: path)
    }
    return [command] + found + rest
  }

  /// What the file at `path` says, as arguments.
  private static func arguments(of path: String) throws -> [String] {
    let text = String(decoding: try InputFile.contents(of: path), as: UTF8.self)
    if isConfigurationOfARun(text) { return try arguments(ofRun: JSONFile.read(from: path)) }
    var reading = ConfigurationReading<Self>()
    reading.take(text: text, path: path)
    try reading.finish(path) { _ in }
    return reading.given.flatMap { ["--" + $0.option.argument, $0.value.argument] }
  }

  /// How a run was begun: its own arguments, and what of its options is not the default.
  private static func arguments(ofRun run: RunConfiguration) throws -> [String] {
    let begun = Self(run.run.training, run.run.split)
    // What a run wrote elsewhere is its own: nothing of another may take its place.
    let kept = Resumption.without(["--report", "--run"], run.arguments)
    return kept.filter { !["--force", "--resume"].contains($0) }
      + begun.changed.flatMap { ["--" + $0.argument, $0.value(begun).argument] }
  }

  init() {}

  init(_ training: TrainingConfiguration, _ split: SplitConfiguration) {
    (self.training, self.split) = (training, split)
  }

  /// The architecture, and the options that are not its defaults.
  private var changed: [ConfigurationOption<Self>] {
    let standard = Self(training.standard, SplitConfiguration())
    return Self.options.filter {
      $0.name == "architecture" || $0.value(self) != $0.value(standard)
    }
  }

  /// A file that says the same.
  ///
  /// - Parameter heading: A comment to begin with.
  func text(heading: String) -> String {
    let lines = changed.map { "\($0.name): \($0.value(self).yaml)" }
    return (["# \(heading)"] + lines).joined(separator: "\n") + "\n"
  }

  /// Whether the text is a run's `config.json`: one object with what the run is.
  private static func isConfigurationOfARun(_ text: String) -> Bool {
    guard
      let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    else { return false }
    return object["arguments"] != nil && object["run"] != nil
  }
}
