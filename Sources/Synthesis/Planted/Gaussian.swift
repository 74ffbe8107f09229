import Foundation
import Parallelism

extension SeededGenerator {
  /// A draw from N(0, 1), by Box and Muller (1958).
  mutating func gaussian() -> Double {
    // 1 − u is in (0, 1], where the logarithm is finite.
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  /// Eight draws from N(0, 1).
  mutating func gaussianFactors() -> Factors {
    var factors = Factors()
    for k in factors.indices { factors[k] = Float(gaussian()) }
    return factors
  }

  /// An even draw from 0 ..< `bound`.
  mutating func index(below bound: Int) -> Int {
    Int(((next() >> 32) &* UInt64(bound)) >> 32)
  }
}

/// A position in the space of tastes.
typealias Factors = SIMD8<Float>
