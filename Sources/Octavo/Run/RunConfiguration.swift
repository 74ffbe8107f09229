import Foundation
import Support
import Training

/// `config.json`: what a run was begun with.
package struct RunConfiguration: Codable {
  /// The command line, without the program, the command, `--run`, `--resume` and `--force`.
  package var arguments: [String]
  /// What decides the result.
  package var run: RunIdentity

  /// The configuration of the run in `folder`.
  package static func read(_ folder: String) throws -> RunConfiguration {
    try JSONFile.read(from: path(folder))
  }

  /// Where the run in `folder` keeps its configuration.
  package static func path(_ folder: String) -> String { folder + "/config.json" }
}

/// A run cannot go on with other options or data.
public struct ResumeError: Error, CustomStringConvertible {
  package let run: String
  /// Whether the data differ, not only options.
  package let isOfData: Bool
  package let differences: [String]

  /// One sentence: what differs.
  public var description: String {
    "\(run): cannot be resumed: \(differences.joined(separator: "; ")); expected what it began with"
  }

  /// What `now` has other than `begun`, of which the run at `path` is.
  init(_ path: String, begun: RunIdentity, now: RunIdentity) throws {
    run = path
    isOfData = !now.isOfSameData(as: begun)
    var others = now
    (others.training, others.split) = (begun.training, begun.split)
    differences =
      Self.options(begun.training, now.training) + Self.options(begun.split, now.split)
      + (try Self.differences(begun, others))
  }

  /// Which options differ, as sentences: `--epochs was 20, is 10`.
  private static func options<Root: Configurable>(_ old: Root, _ new: Root) -> [String] {
    Root.options.compactMap { option in
      let (was, now) = (option.value(old).argument, option.value(new).argument)
      return was == now ? nil : "--\(option.argument) was \(was), is \(now)"
    }
  }

  /// What differs between two values, as sentences: `data.ratings was 20, is 30`.
  private static func differences(_ old: some Encodable, _ new: some Encodable) throws -> [String] {
    let (old, new) = (try leaves(of: old), try leaves(of: new))
    return Set(old.keys).union(new.keys).sorted().compactMap { key in
      let (was, now) = (old[key] ?? "nothing", new[key] ?? "nothing")
      return was == now ? nil : "\(key) was \(was), is \(now)"
    }
  }

  /// The numbers and texts in a value by their paths.
  private static func leaves(of value: some Encodable) throws -> [String: String] {
    var leaves: [String: String] = [:]
    func visit(_ value: Any, _ path: String) {
      if let object = value as? [String: Any] {
        for (key, value) in object { visit(value, path.isEmpty ? key : path + "." + key) }
      } else if let list = value as? [Any] {
        leaves[path] = "[" + list.map { "\($0)" }.joined(separator: ", ") + "]"
      } else {
        leaves[path] = "\(value)"
      }
    }
    visit(try JSONSerialization.jsonObject(with: try JSONEncoder().encode(value)), "")
    return leaves
  }
}
