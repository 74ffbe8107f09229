import Parallelism

/// Draws indices in proportion to weights, in constant time.
///
/// Walker (1977) as built by Vose, "A Linear Algorithm for Generating Random Numbers with a Given
/// Distribution", IEEE TSE 17 (1991).
struct AliasTable: Sendable {
  /// The chance of staying at an index, of 2³².
  private var keep: [UInt64]
  private var alias: [Int32]

  /// A table over `weights`: not negative, at least one of them positive.
  ///
  /// - Complexity: O(*n*).
  init(_ weights: [Double]) {
    let sum = weights.reduce(0, +)
    precondition(sum > 0 && sum.isFinite, "weights with the sum \(sum)")
    var scaled = weights.map { $0 / sum * Double(weights.count) }
    keep = Array(repeating: 1 << 32, count: weights.count)
    alias = weights.indices.map(Int32.init)
    var small = weights.indices.filter { scaled[$0] < 1 }
    var large = weights.indices.filter { scaled[$0] >= 1 }
    while let less = small.popLast(), let more = large.popLast() {
      keep[less] = UInt64(scaled[less] * 0x1p32)
      alias[less] = Int32(more)
      scaled[more] -= 1 - scaled[less]
      if scaled[more] < 1 { small.append(more) } else { large.append(more) }
    }
  }

  /// An index.
  ///
  /// One number of `generator` serves both choices: its high half picks, its low half keeps.
  func draw(using generator: inout SeededGenerator) -> Int {
    let number = generator.next()
    let index = Int(((number >> 32) &* UInt64(keep.count)) >> 32)
    return number & 0xFFFF_FFFF < keep[index] ? index : Int(alias[index])
  }
}
