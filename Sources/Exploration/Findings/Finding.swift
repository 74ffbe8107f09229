/// A row that shows what a finding means.
public struct Example: Sendable, Codable, Equatable {
  /// How many examples a finding has at most.
  public static let limit = 2

  /// The file, where the table is in several.
  public var part: String?
  /// The line in the file, from 1.
  public var line: Int
  /// What stands there, in a few words.
  public var text: String

  /// Where it stands, in words.
  package var place: String { part.map { "\($0), line \(line)" } ?? "line \(line)" }
}

/// Something in the data that needs correcting, or at least knowing.
public struct Finding: Sendable, Codable, Equatable {
  /// The file's name in the folder.
  public var file: String
  /// What is wrong.
  public var problem: Problem
  /// More about it, such as the column.
  public var detail: String?
  /// How often.
  public var count: Int
  /// The first rows where it is so.
  public var examples: [Example]

  /// The problem in words, with the detail where there is one.
  public var title: String {
    detail.map { "\(problem.title): \($0)" } ?? problem.title
  }
}

extension [Finding] {
  /// The findings by weight: errors first, and of each level the most frequent first.
  package var byWeight: [Finding] {
    enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.problem.level != other.problem.level { return one.problem.level < other.problem.level }
      return one.count != other.count ? one.count > other.count : left.offset < right.offset
    }.map(\.element)
  }
}

extension Finding {
  /// Counts one kind of problem, row by row.
  struct Counter {
    private var count = 0
    private var examples: [Example] = []

    mutating func append(_ example: @autoclosure () -> Example) {
      count += 1
      if examples.count < Example.limit { examples.append(example()) }
    }

    mutating func append(line: Int, _ text: @autoclosure () -> String) {
      append(Example(line: line, text: text()))
    }

    /// The finding, or nil if nothing was counted.
    func finding(_ file: String, _ problem: Problem, detail: String? = nil) -> Finding? {
      guard count > 0 else { return nil }
      return Finding(
        file: file, problem: problem, detail: detail, count: count, examples: examples)
    }
  }
}
