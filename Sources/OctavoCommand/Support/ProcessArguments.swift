import Foundation
import Octavo

/// What other users of the machine see of the command line, as in `ps`.
enum ProcessArguments {
  /// Takes passwords of databases out of it; called as soon as the arguments are read.
  ///
  /// Linux shows the memory that the arguments lie in. It is written to through a file, as that of any process is,
  /// which needs no pointer. Where that cannot be done a line says so.
  static func hidePasswords() {
    let arguments = CommandLine.arguments
    guard arguments.contains(where: { withoutPassword($0) != nil }) else { return }
    do {
      try replace(arguments)
    } catch {
      printError(
        "octavo: warning: other users may see the password on this command line; PGPASSFILE hides it"
      )
    }
  }

  private static func replace(_ arguments: [String]) throws {
    let memory = try FileHandle(forUpdating: URL(fileURLWithPath: "/proc/self/mem"))
    var offset = try start()
    for argument in arguments {
      let count = argument.utf8.count
      if let visible = withoutPassword(argument) {
        // As long as it was: what follows stays in its place.
        let bytes = Data(visible.utf8) + Data(count: count - visible.utf8.count)
        try memory.seek(toOffset: offset)
        try memory.write(contentsOf: bytes)
      }
      offset += UInt64(count + 1)
    }
  }

  /// The address of the first argument: the 48th number that the system tells of the process.
  private static func start() throws -> UInt64 {
    let status = try String(contentsOfFile: "/proc/self/stat", encoding: .utf8)
    // The name of the program, in parentheses, may hold spaces.
    let numbers = status[(status.lastIndex(of: ")") ?? status.startIndex)...].split(separator: " ")
    guard numbers.count > 46, let start = UInt64(numbers[46]), start > 0 else {
      throw CocoaError(.fileReadCorruptFile)
    }
    return start
  }

  /// An argument without the password of the database in it; nil where there is none.
  private static func withoutPassword(_ argument: String) -> String? {
    let beginnings = ["postgresql://", "postgres://", "service="]
    let places = beginnings.compactMap { argument.range(of: $0)?.lowerBound }
    guard let place = places.min() else { return nil }
    let text = String(argument[place...])
    do {
      guard let location = try DatabaseLocation(text), location.holdsPassword else { return nil }
      return argument[..<place] + location.description
    } catch {
      // What is no good name of a database may hold a password all the same.
      return String(argument[..<place])
    }
  }
}
