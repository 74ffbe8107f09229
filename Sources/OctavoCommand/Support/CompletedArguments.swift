/// The arguments of the program with what files say in the place of those that name them.
enum CompletedArguments {
  /// What the parser is given: a file of options counts less than what stands beside it, and what a resumed run
  /// was begun with less than both.
  ///
  /// - Throws: `FileError`, `ConfigurationFileError`, `CheckpointError`.
  static func read() throws -> [String] {
    try Resumption.completed(
      TrainingFile.expanded(Array(CommandLine.arguments.dropFirst())))
  }
}
