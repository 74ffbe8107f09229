import Foundation
import Support

extension TableSource {
  /// The word for standard input.
  package static let standardInputWord = "-"

  /// The table that an argument names: `-` is standard input, anything else a file or a pipe.
  package static func named(_ word: String) -> TableSource {
    if word == standardInputWord { return .standardInput }
    let kind = try? FileStatus(word)?.kind
    guard kind == .pipe || kind == .characterDevice else { return .file(word) }
    return TableSource(name: word, isReadOnce: true) { () throws(FileError) in
      try PipeStream(word)
    }
  }

  /// The tables that arguments name, in their order.
  ///
  /// Beside what the other `named` knows, the last part of a path may be a pattern with `*`, `?` and `[…]`: it
  /// stands for all files whose names are like it, in the order of their names, numbers in names by value.
  ///
  /// - Throws: ``FileError/missing(path:)`` for a pattern that is like no name.
  package static func named(_ words: [String]) throws(FileError) -> [TableSource] {
    var tables: [TableSource] = []
    for word in words {
      if try isPattern(word) {
        tables += try matches(of: word).map { .file($0) }
      } else {
        tables.append(named(word))
      }
    }
    return tables
  }

  /// Whether `word` is a pattern, and no file is called so.
  private static func isPattern(_ word: String) throws(FileError) -> Bool {
    guard word.contains(where: "*?[".contains) else { return false }
    return try !FileStatus.exists(word)
  }

  private static func matches(of pattern: String) throws(FileError) -> [String] {
    let slash = pattern.lastIndex(of: "/")
    let folder = slash.map { String(pattern[...$0]) } ?? ""
    let namePattern = String(pattern[(slash.map(pattern.index(after:)) ?? pattern.startIndex)...])
    let names = try Folder.names(in: folder.isEmpty ? "." : folder)
    let found = names.filter { fnmatch(namePattern, $0, FNM_PERIOD) == 0 }
    guard !found.isEmpty else { throw .missing(path: pattern) }
    return found.sorted { $0.precedesNaturally($1) }.map { folder + $0 }
  }
}
