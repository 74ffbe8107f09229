/// How often each value occurs, values rising: the one form that all statistics of a column come from.
///
/// Sums run over the distinct values in rising order, so they depend neither on the order of the rows nor
/// on threads.
public struct ValueCounter: Sendable, Equatable {
  /// A value and the number of times that it occurs.
  public struct Entry: Sendable, Codable, Equatable {
    /// The value.
    public var value: Double
    /// How often it occurs, at least once.
    public var count: Int
  }

  /// The distinct values, rising.
  public let entries: [Entry]
  /// How many values there are, repetitions included.
  public let count: Int

  /// A counter of `entries` with distinct rising values and positive counts.
  init(rising entries: [Entry]) {
    self.entries = entries
    count = entries.reduce(0) { $0 + $1.count }
  }

  /// A counter of `values`, which must be finite, in any order.
  ///
  /// - Complexity: O(n log n).
  public init(_ values: [Double]) {
    self.init(sorted: values.sorted().lazy.map { $0 })
  }

  /// A counter of finite values that rise.
  init(sorted values: some Sequence<Double>) {
    var entries: [Entry] = []
    for value in values {
      if let last = entries.indices.last, entries[last].value == value {
        entries[last].count += 1
      } else {
        entries.append(Entry(value: value, count: 1))
      }
    }
    self.init(rising: entries)
  }

  /// A counter of whole numbers from how often each of 0, 1, 2, … occurs.
  init(counts: some Sequence<Int>) {
    self.init(
      rising: counts.enumerated().lazy.filter { $0.element > 0 }
        .map { Entry(value: Double($0.offset), count: $0.element) })
  }

  /// The sum of all values.
  var sum: Double { entries.reduce(0) { $0 + $1.value * Double($1.count) } }
}
