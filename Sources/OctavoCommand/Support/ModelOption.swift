import ArgumentParser
import Octavo
import Support

/// The folder of a model; shared by the commands that ask one.
struct ModelOption: ParsableArguments {
  @Option(help: "The model's folder, or that of the run that it is in.")
  var model: String

  /// The model, read.
  func read() throws -> Model { try ModelFolder.read(folder()) }

  /// The model's folder, opened.
  func folder() throws -> PinnedFolder { try PinnedFolder(try ModelFolder.located(model)) }
}
