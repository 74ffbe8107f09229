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
    let names = configuration.subcommands.map {
      $0.configuration.commandName ?? "\($0)".lowercased()
    }
    guard let name = words.first, !name.hasPrefix("-"), !names.contains(name), name != "help" else {
      return
    }
    let nearest = names.filter { editDistance($0, name) <= 2 }
      .min { editDistance($0, name) < editDistance($1, name) }
    let guess = nearest.map { "; did you mean '\($0)'?" } ?? ""
    throw ValidationError("There is no command '\(name)'\(guess)")
  }
}
