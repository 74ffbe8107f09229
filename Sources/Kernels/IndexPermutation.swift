/// A random order of 0 ..< count that needs no memory: a keyed bijection.
///
/// A balanced Feistel network over the next even number of bits, walked until the result lies in range
/// (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002). Any position of the order is
/// computed by itself, so shards shuffle in parallel and a resumed run needs only the seed and a position.
public struct IndexPermutation: Sendable {
  /// The number of elements.
  public let count: Int
  @usableFromInline let halfBits: UInt64
  @usableFromInline let mask: UInt64
  @usableFromInline let keys: (UInt64, UInt64, UInt64, UInt64)

  /// The order of `count` elements that belongs to `seed` and `stream`.
  public init(count: Int, seed: UInt64, stream: UInt64) {
    precondition(count >= 0, "an order of \(count) elements")
    self.count = count
    let bits = max(2, Int.bitWidth - max(0, count - 1).leadingZeroBitCount)
    halfBits = UInt64((bits + 1) / 2)
    mask = (1 << halfBits) - 1
    var generator = SeededGenerator(seed: seed, stream: stream)
    keys = (generator.next(), generator.next(), generator.next(), generator.next())
  }

  /// The element at `position`.
  @inlinable public subscript(position: Int) -> Int {
    precondition((0..<count).contains(position), "position \(position) of \(count)")
    var value = UInt64(position)
    repeat { value = encrypted(value) } while value >= UInt64(count)
    return Int(value)
  }

  @inlinable func encrypted(_ value: UInt64) -> UInt64 {
    var left = value >> halfBits
    var right = value & mask
    func round(_ key: UInt64) {
      (left, right) = (right, left ^ (((right ^ key) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask)
    }
    round(keys.0)
    round(keys.1)
    round(keys.2)
    round(keys.3)
    return left << halfBits | right
  }
}
