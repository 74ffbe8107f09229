import ArgumentParser

/// The option that names a description of data; shared by the commands that read data.
struct DescriptionOption: ParsableArguments {
  @Option(
    name: .customLong("description"),
    help: ArgumentHelp(
      "What the tables of the data are called and what their columns hold. (default: data.yaml in the folder)",
      valueName: "data.yaml"))
  var file: String?
}
