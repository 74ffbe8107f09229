import Foundation

/// The small files in which Linux describes a machine.
enum LinuxFiles {
  /// The folders `name0`, `name1` … of a folder, in the order of their numbers.
  static func numbered(_ folder: String, _ name: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { $0.hasPrefix(name) ? Int($0.dropFirst(name.count)) : nil }.sorted()
      .map { "\(folder)/\(name)\($0)" }
  }

  /// The value of the first line `name: value`.
  static func field(_ name: String, of text: String) -> Substring? {
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    let value = line?.split(separator: ":", maxSplits: 1).last
    return value.map { $0.drop { $0 == " " } }
  }

  /// A file's text without blanks around it; nil where it cannot be read.
  static func text(_ path: String) -> String? {
    (try? String(contentsOfFile: path, encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
