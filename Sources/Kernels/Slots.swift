/// Which table row each slot belongs to: each row of a matrix of embeddings, or of their gradients.
///
/// `@unchecked Sendable` holds because a phase that reads slots changes none.
@safe public struct Slots: @unchecked Sendable {
  /// The number of slots.
  public let count: Int
  /// The table rows; ``noID`` for slots without use.
  let ids: UnsafeMutablePointer<UInt32>
  /// The shard of each slot, in rising order; nil where the gradients of a row are added in the order of slots.
  let shards: UnsafeMutablePointer<UInt8>?
  /// What keeps the memory.
  private let owner: AnyObject

  init(
    count: Int, ids: UnsafeMutablePointer<UInt32>, shards: UnsafeMutablePointer<UInt8>?,
    of owner: AnyObject
  ) {
    self.count = count
    self.owner = owner
    unsafe self.ids = ids
    unsafe self.shards = shards
  }

  /// The id of an unused slot.
  static var noID: UInt32 { .max }
}

extension Batch {
  /// The slots of one side.
  ///
  /// All ratings of a reader are in one shard of a batch that is cut by readers; those of a book may be in many, and
  /// their gradients are added in a tree over the shards.
  public func slots(_ side: Side) -> Slots {
    unsafe Slots(
      count: count, ids: slotIDs(side), shards: side == .book ? cutting?.shards : nil, of: self)
  }
}
