/// The CRC-32C (Castagnoli) checksum of a stream of bytes, as in RFC 3720.
///
/// Every change that is confined to 32 consecutive bits changes the checksum; any other escapes
/// once in 2³² times. Computed eight bytes at a time with eight tables (Kounavis and Berry, "A
/// Systematic Approach to Building High Performance Software-Based CRC Generators", ISCC 2005), so
/// that it needs no instruction that a plain x86-64 lacks.
public struct CRC32C: Sendable, Equatable {
  private var state: UInt32 = .max

  /// The checksum of no bytes.
  public init() {}

  /// The checksum of `bytes`.
  public init(of bytes: [UInt8]) {
    update(bytes)
  }

  /// The checksum of all bytes so far.
  public var value: UInt32 { ~state }

  /// Appends `bytes` to the stream.
  ///
  /// - Complexity: O(n), about one nanosecond a byte or less in an optimized build.
  public mutating func update(_ bytes: [UInt8]) {
    let table = Self.table
    var state = state
    var position = 0
    while position &+ 8 <= bytes.count {
      let low = state ^ word(bytes, at: position)
      state = folded(low, word(bytes, at: position &+ 4), table)
      position &+= 8
    }
    for byte in bytes[position...] {
      state = table[Int((state ^ UInt32(byte)) & 0xFF)] ^ (state >> 8)
    }
    self.state = state
  }

  /// Castagnoli's polynomial, bits reversed.
  private static let polynomial: UInt32 = 0x82F6_3B78

  /// Eight tables of 256: entry 256 k + b is the checksum state of byte b followed by k zero bytes.
  private static let table: [UInt32] = {
    var table = (0..<256).map { byte in
      (0..<8).reduce(UInt32(byte)) { state, _ in
        state & 1 == 1 ? (state >> 1) ^ polynomial : state >> 1
      }
    }
    for index in 256..<2048 {
      let shorter = table[index - 256]
      table.append(table[Int(shorter & 0xFF)] ^ (shorter >> 8))
    }
    return table
  }()
}

/// The state after the eight bytes of two words, the first mixed with the state before.
@inline(__always)
private func folded(_ low: UInt32, _ high: UInt32, _ table: [UInt32]) -> UInt32 {
  let first =
    table[1792 &+ Int(low & 0xFF)] ^ table[1536 &+ Int((low >> 8) & 0xFF)]
    ^ table[1280 &+ Int((low >> 16) & 0xFF)] ^ table[1024 &+ Int(low >> 24)]
  let second =
    table[768 &+ Int(high & 0xFF)] ^ table[512 &+ Int((high >> 8) & 0xFF)]
    ^ table[256 &+ Int((high >> 16) & 0xFF)] ^ table[Int(high >> 24)]
  return first ^ second
}

/// The little-endian word of the four bytes from `position` on.
@inlinable
@inline(__always)
package func word(_ bytes: [UInt8], at position: Int) -> UInt32 {
  UInt32(bytes[position]) | UInt32(bytes[position &+ 1]) << 8
    | UInt32(bytes[position &+ 2]) << 16 | UInt32(bytes[position &+ 3]) << 24
}
