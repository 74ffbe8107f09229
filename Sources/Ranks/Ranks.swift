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

extension Ranks {
  /// What each rank gave, on every rank, in order of ranks.
  public func toAll<Element: BitwiseCopyable & Sendable>(
    _ values: [Element]
  ) throws -> [ArraySlice<Element>] {
    let all = try exchange(Parts([[Element]](repeating: values, count: count)))
    return (0..<count).map { all[$0] }
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
