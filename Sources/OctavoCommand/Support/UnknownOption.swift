import ArgumentParser
import Foundation
import Support

extension RootCommand {
  /// What to say of an option that a command does not have, where the parser first missed another; nil where it has
  /// all of them.
  static func unknownOption(in arguments: [String]) -> ValidationError? {
    guard let dump = try? JSONDecoder().decode(Dump.self, from: Data(_dumpHelp().utf8)) else {
      return nil
    }
    var (command, words) = (dump.command, arguments[...])
    while let name = words.first,
      let inner = command.subcommands?.first(where: { $0.commandName == name })
    {
      (command, words) = (inner, words.dropFirst())
    }
    let names = (command.arguments ?? []).flatMap { $0.names ?? [] }
      .filter { $0.kind == "long" }.map { "--" + $0.name }
    let given = words.filter { $0.hasPrefix("--") && $0.count > 2 }
      .map { String($0.prefix { $0 != "=" }) }
    guard let unknown = given.first(where: { !names.contains($0) }) else { return nil }
    let nearest = names.min { editDistance($0, unknown) < editDistance($1, unknown) }
    let isNear = nearest.map { editDistance($0, unknown) <= max(2, unknown.count / 4) } ?? false
    let guess = isNear ? ". Did you mean '\(nearest ?? "")'?" : ""
    return ValidationError("Unknown option '\(unknown)'\(guess)")
  }

  /// What `--experimental-dump-help` says of commands.
  private struct Dump: Decodable {
    struct Command: Decodable {
      var commandName: String
      var arguments: [Argument]?
      var subcommands: [Command]?
    }

    struct Argument: Decodable { var names: [Name]? }

    struct Name: Decodable {
      var kind: String
      var name: String
    }

    var command: Command
  }
}
