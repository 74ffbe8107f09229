import ArgumentParser
import Support

extension RootCommand {
  /// Refuses a command that does not exist, and names the one that was probably meant.
  ///
  /// The parser would speak of an unexpected argument, or of an unknown option where one follows.
  ///
  /// - Throws: `ValidationError`.
  static func checkCommand(in arguments: [String]) throws {
    let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
    let names = configuration.subcommands.map { $0._commandName }
    guard let name = words.first, !name.hasPrefix("-"), !names.contains(name), name != "help" else {
      return
    }
    let nearest = names.filter { editDistance($0, name) <= 2 }
      .min { editDistance($0, name) < editDistance($1, name) }
    let guess = nearest.map { "; did you mean '\($0)'?" } ?? ""
    throw ValidationError("There is no command '\(name)'\(guess)")
  }

  /// An option that the command does not have, where `error` came of parsing; nil where it has all of them.
  ///
  /// The parser speaks of what is missing first, though it stands there misspelt.
  static func unknownOption(in arguments: [String], _ error: any Error) -> ValidationError? {
    guard exitCode(for: error) == .validationFailure else { return nil }
    var (command, words) = (self as ParsableCommand.Type, arguments[...])
    while let word = words.first,
      let next = command.configuration.subcommands.first(where: { $0._commandName == word })
    {
      (command, words) = (next, words.dropFirst())
    }
    let known = options(of: command)
    let given = words.filter { $0.hasPrefix("--") && $0.count > 2 }
      .map { String($0.prefix { $0 != "=" }) }
    guard let unknown = given.first(where: { !known.contains($0) }) else { return nil }
    let nearest = known.sorted().min { editDistance($0, unknown) < editDistance($1, unknown) }
    let guess = nearest.flatMap { editDistance($0, unknown) <= 3 ? "; did you mean '\($0)'?" : nil }
    return ValidationError("Unknown option '\(shortened(unknown))'\(guess ?? "")")
  }

  /// The options that a command's help names.
  private static func options(of command: ParsableCommand.Type) -> Set<String> {
    let help = helpMessage(for: command, includeHidden: true, columns: 1000)
    return Set(help.matches(of: /--[a-z][a-z0-9-]*/).map { String($0.output) })
  }
}
