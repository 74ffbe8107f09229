/// The rows of a table that others ask its owner for, in their order: one slot for each request.
///
/// A row may be asked for several times, once for each subtree of shards. The gradients that come back for the
/// requests are then added in the tree over the subtrees.
///
/// `@unchecked Sendable` holds because one thread fills it, between the phases that read it.
@safe public final class RowRequests: @unchecked Sendable {
  /// The largest number of requests.
  public let capacity: Int
  /// The number of requests.
  public private(set) var count = 0
  private let rows: UnsafeMutablePointer<UInt32>
  private let shards: UnsafeMutablePointer<UInt8>

  /// Room for `capacity` requests.
  public init(capacity: Int) {
    self.capacity = capacity
    unsafe rows = allocateAligned(capacity, of: UInt32.self)
    unsafe shards = allocateAligned(capacity, of: UInt8.self)
  }

  deinit {
    unsafe rows.deallocate()
    unsafe shards.deallocate()
  }

  /// Takes the place of what was asked for before.
  ///
  /// - Parameters:
  ///   - rows: The rows of the table.
  ///   - shards: For each of them the first shard of the subtree that asks; those of one row rise.
  public func fill(_ rows: [UInt32], shards: [UInt8]) {
    precondition(
      rows.count == shards.count && rows.count <= capacity,
      "\(rows.count) rows, \(shards.count) shards, room for \(capacity)")
    count = rows.count
    for (i, row) in rows.enumerated() { unsafe self.rows[i] = row }
    for (i, shard) in shards.enumerated() { unsafe self.shards[i] = shard }
  }

  /// A slot for each request.
  public var slots: Slots { unsafe Slots(count: count, ids: rows, shards: shards, of: self) }
}
