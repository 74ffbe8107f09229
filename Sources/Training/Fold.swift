/// One of the parts that cross-validation tests on in turn: `2/5`.
public struct Fold: Sendable, Codable, Equatable {
  /// Which one, from 1.
  public var number: Int
  /// How many there are.
  public var count: Int

  /// The fold `number` of `count`.
  public init(_ number: Int, of count: Int) { (self.number, self.count) = (number, count) }

  /// The numbers of folds that make sense.
  package static let counts = 2...100

  /// Where its part of all begins and ends, as shares.
  var shares: (from: Double, to: Double) {
    (Double(number - 1) / Double(count), Double(number) / Double(count))
  }
}

extension Fold {
  /// A word such as `2/5`.
  static let kind = OptionKind<Fold>(
    expected: "a fold of at most \(counts.upperBound), such as 2/5",
    read: { value in
      let parts = value.word?.split(separator: "/", omittingEmptySubsequences: false) ?? []
      guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]) else {
        return nil
      }
      return Fold(number, of: count)
    },
    allows: { counts.contains($0.count) && (1...$0.count).contains($0.number) },
    show: { .init(word: "\($0.number)/\($0.count)") })
}
