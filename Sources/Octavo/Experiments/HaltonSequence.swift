import Parallelism

/// Points that fill the unit cube evenly, whatever their number: Halton's sequence, shifted at random.
///
/// Halton, "On the efficiency of certain quasi-random sequences of points", Numerische Mathematik 2 (1960);
/// the shift modulo 1 is that of Cranley and Patterson, SIAM J. Numer. Anal. 13 (1976).
struct HaltonSequence: Sendable {
  private let shifts: [Double]
  private static let bases = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]

  /// The sequence in `dimensions` dimensions, at most ten, that belongs to `seed`.
  init(dimensions: Int, seed: UInt64) {
    precondition(dimensions <= Self.bases.count, "\(dimensions) dimensions")
    var generator = SeededGenerator(seed: seed, stream: Stream.search)
    shifts = (0..<dimensions).map { _ in generator.uniform() }
  }

  /// The point `index`, from 0: a number from 0 to below 1 for each dimension.
  subscript(index: Int) -> [Double] {
    zip(shifts, Self.bases).map { shift, base in
      let value = Self.mirrored(index + 1, base: base) + shift
      return value >= 1 ? value - 1 : value
    }
  }

  /// The digits of `number` behind the point, the last one first.
  private static func mirrored(_ number: Int, base: Int) -> Double {
    var (rest, value, unit) = (number, 0.0, 1 / Double(base))
    while rest > 0 {
      value += Double(rest % base) * unit
      rest /= base
      unit /= Double(base)
    }
    return value
  }
}
