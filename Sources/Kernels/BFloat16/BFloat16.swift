/// The upper half of a single-precision number: eight bits of exponent and eight significant ones.
struct BFloat16 {
  /// sign, exponent and fraction.
  let bits: UInt16

  /// How far rounding can move a number, as a part of it.
  static var roundingError: Float { 1 / 256 }

  /// The nearest to a finite `value`, of two equally near the one whose last bit is 0.
  init(_ value: Float) {
    let pattern = value.bitPattern
    bits = UInt16(truncatingIfNeeded: (pattern &+ 0x7FFF &+ ((pattern >> 16) & 1)) >> 16)
  }

  /// The same in single precision.
  var value: Float { Float(bitPattern: UInt32(bits) << 16) }
}
