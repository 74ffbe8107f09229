/// The ids of readers or books, each with a dense index.
///
/// Integers stand in rising order, strings in the order of their UTF-8 bytes: the same file gives the same
/// vocabulary however it was read.
public struct Vocabulary: Sendable, Equatable {
  /// The ids, by index.
  package enum Ids: Sendable, Equatable {
    /// 64-bit integers, rising.
    case integers([Int64])
    /// Strings in rising order of their UTF-8 bytes.
    case strings([String])
  }

  /// The ids, by index.
  package let ids: Ids

  /// A vocabulary of the distinct numbers among `integers`.
  package init(integers: some Sequence<Int64>) {
    var sorted = Array(integers)
    if !zip(sorted, sorted.dropFirst()).allSatisfy(<) {
      sorted.sort()
      sorted = sorted.withoutRepetitions(by: ==)
    }
    ids = .integers(sorted)
  }

  /// A vocabulary of the distinct strings among `strings`; distinct means different bytes.
  package init(strings: some Sequence<String>) {
    var sorted = Array(strings)
    if !zip(sorted, sorted.dropFirst()).allSatisfy({ $0.precedes($1) }) {
      sorted.sort { $0.precedes($1) }
      sorted = sorted.withoutRepetitions { !$0.precedes($1) }
    }
    ids = .strings(sorted)
  }

  /// A vocabulary of the distinct ids among `names`: of integers where all of them are, each in the one
  /// usual way to write it, else of strings.
  package init(names: some Collection<String>) {
    let integers = names.compactMap(\.integerId)
    self = integers.count == names.count ? Self(integers: integers) : Self(strings: names)
  }

  /// How many ids there are.
  public var count: Int {
    switch ids {
    case .integers(let integers): integers.count
    case .strings(let strings): strings.count
    }
  }

  /// The index of the id `text`, or nil if it is not here; `012` is another id than `12`.
  ///
  /// - Complexity: O(log `count`).
  public func index(of text: String) -> UInt32? {
    switch ids {
    case .integers:
      return text.integerId.flatMap { index(of: $0) }
    case .strings(let strings):
      let index = strings.firstIndexNotPreceding { $0.precedes(text) }
      guard index < strings.count, !text.precedes(strings[index]) else { return nil }
      return UInt32(index)
    }
  }

  /// The index of the integer id `value`, or nil if it is not here.
  ///
  /// - Complexity: O(log `count`).
  public func index(of value: Int64) -> UInt32? {
    guard case .integers(let integers) = ids else { return index(of: String(value)) }
    let index = integers.firstIndexNotPreceding { $0 < value }
    guard index < integers.count, integers[index] == value else { return nil }
    return UInt32(index)
  }

  /// The text of the id at `index`.
  public func text(at index: UInt32) -> String {
    precondition(index < count, "id \(index) of \(count)")
    return switch ids {
    case .integers(let integers): String(integers[Int(index)])
    case .strings(let strings): strings[Int(index)]
    }
  }
}

extension Vocabulary {
  /// Bytes decide, not canonical equivalence: ids are keys, not prose.
  public static func == (lhs: Self, rhs: Self) -> Bool {
    switch (lhs.ids, rhs.ids) {
    case (.integers(let left), .integers(let right)): left == right
    case (.strings(let left), .strings(let right)):
      left.elementsEqual(right) { $0.utf8.elementsEqual($1.utf8) }
    default: false
    }
  }
}

extension String {
  /// The integer, if the id is one in the one usual way to write it.
  var integerId: Int64? {
    guard case .integer(let value) = Identifier(utf8) else { return nil }
    return value
  }

  /// Whether the UTF-8 bytes come before those of `other`.
  func precedes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}

extension Array {
  /// The sorted array without what equals its left neighbour.
  func withoutRepetitions(by areEqual: (Element, Element) -> Bool) -> [Element] {
    reduce(into: []) { kept, element in
      if let last = kept.last, areEqual(last, element) { return }
      kept.append(element)
    }
  }
}

extension Vocabulary {
  /// The vocabulary with more ids; one of integers passes over those that are none.
  func union(_ more: some Sequence<String>) -> Vocabulary {
    switch ids {
    case .strings(let strings): Vocabulary(strings: strings + Array(more))
    case .integers(let integers):
      Vocabulary(integers: integers + more.compactMap(\.integerId))
    }
  }
}
