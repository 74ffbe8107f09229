/// A small, fast, seeded random number generator: xoshiro256** started by SplitMix64.
///
/// Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47 (2021). The same
/// seed gives the same numbers on every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Codable, Equatable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  /// A generator whose sequence depends on `seed` and `stream` alone.
  ///
  /// - Parameters:
  ///   - seed: Any number.
  ///   - stream: Tells apart sequences of one seed: one number for each use. The default is 0.
  public init(seed: UInt64, stream: UInt64 = 0) {
    var state = mixed(seed) ^ mixed(stream &+ 0x9E37_79B9_7F4A_7C15)
    func following() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      return mixed(state)
    }
    (a, b, c, d) = (following(), following(), following(), following())
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = rotated(b &* 5, by: 7) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotated(d, by: 45)
    return result
  }

  /// A number drawn evenly from [0, 1), in steps of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }
}

private func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
  (value << count) | (value >> (64 - count))
}

/// SplitMix64's finalizer: a bijection of 64-bit integers whose output bits each depend on every input bit.
///
/// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
@inlinable
public func mixed(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
