import Synchronization

/// Atomic numbers, each with a cache line to itself and to the one that processors fetch along with it.
///
/// Numbers that different threads change would otherwise take each other's line away at every change.
@safe struct AtomicLines: ~Copyable, @unchecked Sendable {
  // `@unchecked Sendable` holds because the memory is only ever reached by atomic operations.
  private let base: UnsafeMutableRawPointer
  private let count: Int

  private static let distance = 128

  /// `count` zeros.
  init(count: Int) {
    self.count = count
    unsafe base = .allocate(byteCount: count * Self.distance, alignment: Self.distance)
    for index in 0..<count {
      unsafe (base + index * Self.distance).bindMemory(to: Atomic<UInt64>.self, capacity: 1)
        .initialize(to: Atomic(0))
    }
  }

  deinit { unsafe base.deallocate() }

  /// Runs `body` on number `index`.
  @inline(__always)
  func with<Result>(_ index: Int, _ body: (borrowing Atomic<UInt64>) -> Result) -> Result {
    precondition((0..<count).contains(index), "number \(index) of \(count)")
    return unsafe body(
      (base + index * Self.distance).assumingMemoryBound(to: Atomic<UInt64>.self).pointee)
  }
}
