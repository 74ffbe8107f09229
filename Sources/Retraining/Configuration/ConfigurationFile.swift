import Foundation
import Support
import Yams

/// A YAML file as keys with dotted names and their values.
struct ConfigurationFile {
  /// A value and where it stands.
  struct Entry: Equatable {
    var name: String
    var value: ConfigurationValue
    var line: Int
  }

  let path: String
  /// The values in file order.
  private(set) var entries: [Entry] = []
  /// What is wrong with names.
  private(set) var problems: [ConfigurationFileError.Problem] = []

  /// Reads the file at `path`.
  ///
  /// - Throws: `FileError`.
  init(reading path: String) throws {
    let bytes = try InputFile.contents(of: path)
    self.init(text: String(decoding: bytes, as: UTF8.self), path: path)
  }

  /// Takes the text of a file apart.
  init(text: String, path: String) {
    self.path = path
    do {
      guard let root = try Yams.compose(yaml: text) else { return }
      guard case .mapping(let mapping) = root else {
        // Nothing but comments, or an explicit nothing.
        if root.scalar?.string.isEmpty == true { return }
        problems.append(
          .syntax(path: path, line: root.mark?.line, reason: "found no keys"))
        return
      }
      visit(mapping, under: "")
    } catch {
      problems.append(Self.syntaxProblem(error, path: path))
    }
  }

  private mutating func visit(_ mapping: Node.Mapping, under prefix: String) {
    for (key, node) in mapping {
      let name = prefix + (key.scalar?.string ?? "?")
      let line = key.mark?.line ?? 0
      let isSection = ConfigurationKeys.all.contains { $0.name.hasPrefix(name + ".") }
      if case .mapping(let inner) = node, isSection {
        visit(inner, under: name + ".")
      } else if isSection, Self.value(of: node) == .nothing {
        // A section all of whose keys are commented out.
      } else {
        entries.append(Entry(name: name, value: Self.value(of: node), line: line))
      }
    }
  }

  private static func value(of node: Node) -> ConfigurationValue {
    switch node {
    case .mapping: return .mapping
    case .sequence(let sequence):
      let words = sequence.compactMap(\.scalar?.string)
      return words.count == sequence.count ? .list(words) : .mapping
    case .scalar(let scalar):
      let isQuoted = scalar.style != .plain && scalar.style != .any
      if !isQuoted, ["", "~", "null"].contains(scalar.string) { return .nothing }
      return .scalar(scalar.string, isQuoted: isQuoted)
    case .alias: return .mapping
    }
  }

  private static func syntaxProblem(
    _ error: any Error, path: String
  ) -> ConfigurationFileError.Problem {
    func problem(_ line: Int?, _ reason: String) -> ConfigurationFileError.Problem {
      .syntax(path: path, line: line, reason: reason)
    }
    switch error {
    case YamlError.scanner(_, let reason, let mark, _),
      YamlError.parser(_, let reason, let mark, _),
      YamlError.composer(_, let reason, let mark, _):
      return problem(mark.line, reason)
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      return problem(context.mark.line, "found \(keys.joined(separator: ", ")) twice")
    case YamlError.reader(let reason, _, _, _):
      return problem(nil, reason)
    default:
      return problem(nil, "\(error)")
    }
  }
}
