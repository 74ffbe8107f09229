/// What a ``Batch`` needs whose shards are not runs of the order of arrival; allocated once.
///
/// `@unchecked Sendable` holds as for the batch.
@safe final class BatchCutting: @unchecked Sendable {
  /// The shard of each row, as rows lie.
  let shards: UnsafeMutablePointer<UInt8>
  /// Of each row in the order of arrival.
  let arrivedShards: UnsafeMutablePointer<UInt8>
  let arrivedPlaces: UnsafeMutablePointer<UInt32>

  init(capacity: Int) {
    unsafe shards = allocateAligned(capacity, of: UInt8.self)
    unsafe arrivedShards = allocateAligned(capacity, of: UInt8.self)
    unsafe arrivedPlaces = allocateAligned(capacity, of: UInt32.self)
  }

  deinit {
    unsafe shards.deallocate()
    unsafe arrivedShards.deallocate()
    unsafe arrivedPlaces.deallocate()
  }
}

extension Batch {
  /// The greatest number of shards of a batch whose rows are told their shards.
  public static var maximumShards: Int { 256 }

  /// Notes where the row that arrives as number `index` is to be fetched from, and which shard it belongs to.
  @inline(__always)
  public func note(_ index: Int, place: Int, shard: Int) {
    guard let cutting else { preconditionFailure("a shard for a batch that is cut by places") }
    precondition((0..<capacity).contains(index), "row \(index) of a batch of \(capacity)")
    unsafe cutting.arrivedPlaces[index] = UInt32(place)
    unsafe cutting.arrivedShards[index] = UInt8(shard)
  }

  /// Puts the rows that were noted into their shards, those of each in the order of arrival.
  public func sortByShard() {
    guard let cutting else { preconditionFailure("a batch that is cut by places") }
    let (places, shards) = unsafe (cutting.arrivedPlaces, cutting.arrivedShards)
    for shard in shardStarts.indices { shardStarts[shard] = 0 }
    for i in 0..<count { unsafe shardStarts[Int(shards[i]) + 1] += 1 }
    for shard in 1..<shardStarts.count { shardStarts[shard] += shardStarts[shard - 1] }
    unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: shardStarts.count) { next in
      for shard in shardStarts.indices { unsafe next[shard] = shardStarts[shard] }
      for i in 0..<count {
        let shard = unsafe Int(shards[i])
        unsafe self.places[next[shard]] = places[i]
        unsafe next[shard] += 1
      }
    }
    markShards()
  }

  /// Cuts rows that lie shard by shard: shard s begins at row `starts[s]`, and the last one ends at the last of
  /// them, which becomes ``count``.
  public func cut(at starts: some Collection<Int>) {
    precondition(starts.count == shardStarts.count, "\(starts.count) starts of shards")
    shardStarts.replaceSubrange(shardStarts.indices, with: starts)
    count = shardStarts[shardStarts.count - 1]
    markShards()
  }

  private func markShards() {
    guard let cutting else { return }
    for shard in 0..<shardStarts.count - 1 {
      let rows = shardStarts[shard]..<shardStarts[shard + 1]
      precondition(rows.upperBound <= capacity, "rows \(rows) of \(capacity)")
      for row in rows { unsafe cutting.shards[row] = UInt8(shard) }
    }
  }
}
