/// The bad rows of a file, by what is wrong with them.
package struct BadRows: Sendable, Equatable {
  /// Rows that are bad for one reason.
  package struct Group: Sendable, Equatable {
    /// What is wrong, without values: "rating is not a number".
    package var reason: String
    /// How many rows.
    package var count: Int
    /// The first rows, in file order, at most ``BadRows/exampleCount``.
    package var examples: [DataError]
  }

  /// How many examples are kept of each kind.
  package static let exampleCount = 2

  /// One group for each reason, in the order of their first rows.
  package private(set) var groups: [Group] = []

  /// No bad rows.
  package init() {}

  /// How many rows are bad.
  package var count: Int { groups.reduce(0) { $0 + $1.count } }

  /// What is wrong with the first bad row, in file order.
  package var first: DataError? {
    groups.compactMap(\.examples.first).min { ($0.line ?? 0) < ($1.line ?? 0) }
  }

  /// Notes `count` rows of which `error` describes the first.
  mutating func append(_ error: DataError, count: Int = 1) {
    append(Group(reason: error.reason, count: count, examples: [error]))
  }

  /// Notes the bad rows of a later part of the file.
  mutating func append(_ others: BadRows) {
    for group in others.groups { append(group) }
  }

  private mutating func append(_ other: Group) {
    guard let index = groups.firstIndex(where: { $0.reason == other.reason }) else {
      groups.append(other)
      return
    }
    groups[index].count += other.count
    groups[index].examples = Array(
      (groups[index].examples + other.examples).prefix(Self.exampleCount))
  }
}

extension DataError {
  /// What is wrong with a row, without the values that are different in each.
  fileprivate var reason: String {
    switch self {
    case .wrongFieldCount: "wrong number of fields"
    case .emptyField(_, _, let column): "\(column) is empty"
    case .notANumber(_, _, let column, _): "\(column) is not a number"
    case .decimalComma(_, _, let column, _): "\(column) has a decimal comma"
    case .notFinite(_, _, let column, _): "\(column) is not finite"
    case .missingId(_, _, let column, let found): "\(column) is \(found), a missing id"
    case .notText: "not text"
    case .notATime(_, _, let column, _): "\(column) is not a time"
    default: "not a row"
    }
  }
}
