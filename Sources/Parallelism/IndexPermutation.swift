/// A random order of 0 ..< count that needs no memory: a keyed bijection.
///
/// A Feistel network over as many bits as the count has, walked until the result lies in range (Black and
/// Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002); twice on average at worst. Any position of
/// the order is computed by itself, so shards shuffle in parallel and a resumed run needs only the seed and a
/// position.
public struct IndexPermutation: Sendable {
  /// The number of elements.
  public let count: Int
  @usableFromInline let rightBits: UInt64
  @usableFromInline let leftMask: UInt64
  @usableFromInline let rightMask: UInt64
  @usableFromInline let keys: (UInt64, UInt64, UInt64, UInt64)

  /// The order of `count` elements that belongs to `seed` and `stream`.
  public init(count: Int, seed: UInt64, stream: UInt64) {
    precondition(count >= 0, "an order of \(count) elements")
    self.count = count
    let bits = max(2, Int.bitWidth - max(0, count - 1).leadingZeroBitCount)
    rightBits = UInt64((bits + 1) / 2)
    rightMask = (1 << rightBits) - 1
    leftMask = (1 << (UInt64(bits) - rightBits)) - 1
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

  /// The position at which `element` comes: each round, and the walk, backwards.
  @inlinable public func position(of element: Int) -> Int {
    precondition((0..<count).contains(element), "element \(element) of \(count)")
    var value = UInt64(element)
    repeat { value = decrypted(value) } while value >= UInt64(count)
    return Int(value)
  }

  @inlinable func encrypted(_ value: UInt64) -> UInt64 {
    var left = value >> rightBits
    var right = value & rightMask
    right ^= scrambled(left ^ keys.0) & rightMask
    left ^= scrambled(right ^ keys.1) & leftMask
    right ^= scrambled(left ^ keys.2) & rightMask
    left ^= scrambled(right ^ keys.3) & leftMask
    return left << rightBits | right
  }

  @inlinable func decrypted(_ value: UInt64) -> UInt64 {
    var left = value >> rightBits
    var right = value & rightMask
    left ^= scrambled(right ^ keys.3) & leftMask
    right ^= scrambled(left ^ keys.2) & rightMask
    left ^= scrambled(right ^ keys.1) & leftMask
    right ^= scrambled(left ^ keys.0) & rightMask
    return left << rightBits | right
  }

  @inlinable func scrambled(_ value: UInt64) -> UInt64 {
    (value &* 0x9E37_79B9_7F4A_7C15) >> 32
  }
}
