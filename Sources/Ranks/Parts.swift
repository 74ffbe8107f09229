/// One array in parts, one for each rank.
public struct Parts<Element> {
  /// The elements, part after part.
  public var values: [Element]
  /// Where each part begins, and where the last one ends: [ranks + 1].
  public var starts: [Int]

  /// Parts of `values`.
  public init(values: [Element], starts: [Int]) {
    (self.values, self.starts) = (values, starts)
  }

  /// Parts that follow each other.
  public init(_ parts: [some Collection<Element>]) {
    self.init(values: Array(parts.joined()), starts: Self.starts(ofCounts: parts.map(\.count)))
  }

  /// Parts of these sizes, filled with `value`.
  public init(counts: [Int], of value: Element) {
    let starts = Self.starts(ofCounts: counts)
    self.init(values: Array(repeating: value, count: starts[counts.count]), starts: starts)
  }

  /// Where parts of these sizes begin, and where the last one ends.
  static func starts(ofCounts counts: [Int]) -> [Int] {
    counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
  }

  /// The elements of one part.
  public subscript(part: Int) -> ArraySlice<Element> { values[starts[part]..<starts[part + 1]] }
}

extension Parts: Sendable where Element: Sendable {}
extension Parts: Equatable where Element: Equatable {}
