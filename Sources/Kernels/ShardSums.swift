/// One double-precision sum for each shard of a batch.
///
/// `@unchecked Sendable` holds because each shard writes its own, and they are read after the phase.
@safe public final class ShardSums: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Double>
  private let count: Int

  /// `count` zeros.
  public init(count: Int) {
    self.count = count
    unsafe base = allocateAligned(count, of: Double.self)
    unsafe base.initialize(repeating: 0, count: count)
  }

  deinit { unsafe base.deallocate() }

  /// The sum of shard `shard`.
  public subscript(shard: Int) -> Double {
    get {
      precondition((0..<count).contains(shard), "shard \(shard) of \(count)")
      return unsafe base[shard]
    }
    set {
      precondition((0..<count).contains(shard), "shard \(shard) of \(count)")
      unsafe base[shard] = newValue
    }
  }
}
