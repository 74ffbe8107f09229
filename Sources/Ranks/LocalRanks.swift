import Foundation

/// Ranks as threads of one process, for tests.
public struct LocalRanks: Ranks {
  /// This one's number, from 0.
  public let rank: Int
  private let room: Room

  /// So many ranks, each for a thread of its own.
  public static func make(_ count: Int) -> [LocalRanks] {
    let room = Room(count: count)
    return (0..<count).map { LocalRanks(rank: $0, room: room) }
  }

  /// How many there are.
  public var count: Int { room.count }

  /// Part r of `outgoing` goes to rank r; part r of `incoming` is what rank r sent.
  public func exchange<Element: BitwiseCopyable & Sendable>(
    _ outgoing: Parts<Element>, into incoming: inout Parts<Element>
  ) {
    let found = exchange(outgoing)
    precondition(found.starts == incoming.starts, "\(found.starts) came for \(incoming.starts)")
    incoming = found
  }

  /// The same where the receivers do not know the sizes.
  public func exchange<Element: BitwiseCopyable & Sendable>(
    _ outgoing: Parts<Element>
  ) -> Parts<Element> {
    Parts(room.meet(rank, outgoing).map { $0[rank] })
  }

  /// On rank 0 what each rank gave, in order of ranks; empty elsewhere.
  public func gather<Element: BitwiseCopyable & Sendable>(_ values: [Element]) -> Parts<Element> {
    let all = room.meet(rank, values)
    return Parts(all.map { rank == 0 ? $0[...] : [] })
  }

  /// What rank 0 gave, on every rank.
  public func broadcast<Element: BitwiseCopyable & Sendable>(_ values: [Element]) -> [Element] {
    room.meet(rank, values)[0]
  }

  /// Sums over ranks.
  public func sum(_ counts: [Int64]) -> [Int64] {
    room.meet(rank, counts).reduce([Int64](repeating: 0, count: counts.count)) {
      zip($0, $1).map(+)
    }
  }

  /// Returns when every rank has called it.
  public func barrier() { _ = room.meet(rank, 0) }
}

/// Where ranks meet: each gives something, and goes on with what all gave.
///
/// `@unchecked Sendable` holds because the condition's lock guards all that changes.
private final class Room: @unchecked Sendable {
  let count: Int
  private let condition = NSCondition()
  private var given: [(any Sendable)?]
  private var all: [(any Sendable)?] = []
  private var arrived = 0
  private var meetings = 0

  init(count: Int) {
    self.count = count
    given = Array(repeating: nil, count: count)
  }

  func meet<Value: Sendable>(_ rank: Int, _ value: Value) -> [Value] {
    condition.lock()
    defer { condition.unlock() }
    given[rank] = value
    arrived += 1
    let meeting = meetings
    if arrived == count {
      (all, arrived, meetings) = (given, 0, meetings + 1)
      condition.broadcast()
    }
    while meetings == meeting { condition.wait() }
    return all.map { value in
      guard let value = value as? Value else {
        preconditionFailure("ranks called different things")
      }
      return value
    }
  }
}
