/// The processes that train together, each with a part of the readers.
///
/// Every rank makes the same calls in the same order.
public protocol Ranks: Sendable {
  /// This one's number, from 0.
  var rank: Int { get }
  /// How many there are.
  var count: Int { get }
  /// Part r of `outgoing` goes to rank r; part r of `incoming` is what rank r sent. Sizes of `incoming` are set by the
  /// caller: both sides know them.
  func exchange<Element: BitwiseCopyable & Sendable>(
    _ outgoing: Parts<Element>, into incoming: inout Parts<Element>) throws
  /// The same where the receivers do not know the sizes: counts travel first.
  func exchange<Element: BitwiseCopyable & Sendable>(
    _ outgoing: Parts<Element>
  ) throws -> Parts<Element>
  /// On rank 0 what each rank gave, in order of ranks; empty elsewhere.
  func gather<Element: BitwiseCopyable & Sendable>(_ values: [Element]) throws -> Parts<Element>
  /// What rank 0 gave, on every rank.
  func broadcast<Element: BitwiseCopyable & Sendable>(_ values: [Element]) throws -> [Element]
  /// Sums over ranks; exact, so in any order.
  func sum(_ counts: [Int64]) throws -> [Int64]
  /// Returns when every rank has called it.
  func barrier() throws
}

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
}

extension Parts: Sendable where Element: Sendable {}
extension Parts: Equatable where Element: Equatable {}

extension Ranks {
  /// What each rank gave, on every rank, in order of ranks.
  public func toAll<Element: BitwiseCopyable & Sendable>(
    _ values: [Element]
  ) throws -> [ArraySlice<Element>] {
    let everywhere = Parts(
      values: (0..<count).flatMap { _ in values }, starts: (0...count).map { $0 * values.count })
    let all = try exchange(everywhere)
    return (0..<count).map { all.values[all.starts[$0]..<all.starts[$0 + 1]] }
  }
}

/// One process alone.
public struct SingleRank: Ranks {
  /// The only rank.
  public init() {}

  /// 0.
  public var rank: Int { 0 }
  /// 1.
  public var count: Int { 1 }

  /// `incoming` becomes `outgoing`.
  public func exchange<Element: BitwiseCopyable & Sendable>(
    _ outgoing: Parts<Element>, into incoming: inout Parts<Element>
  ) { incoming = outgoing }

  /// `outgoing`.
  public func exchange<Element: BitwiseCopyable & Sendable>(
    _ outgoing: Parts<Element>
  ) -> Parts<Element> { outgoing }

  /// `values`, as one part.
  public func gather<Element: BitwiseCopyable & Sendable>(_ values: [Element]) -> Parts<Element> {
    Parts(values: values, starts: [0, values.count])
  }

  /// `values`.
  public func broadcast<Element: BitwiseCopyable & Sendable>(_ values: [Element]) -> [Element] {
    values
  }

  /// `counts`.
  public func sum(_ counts: [Int64]) -> [Int64] { counts }

  /// Returns at once.
  public func barrier() {}
}
