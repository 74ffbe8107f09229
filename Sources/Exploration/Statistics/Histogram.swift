/// How many values fall into each of neighbouring ranges.
public struct Bin: Sendable, Codable, Equatable {
  /// The lowest value in the range.
  public var from: Int
  /// The lowest value above the range.
  public var to: Int
  /// How many values lie in it.
  public var count: Int

  /// The range from `from` to below `to`.
  public init(from: Int, to: Int, count: Int) {
    (self.from, self.to, self.count) = (from, to, count)
  }
}

extension [Bin] {
  /// Whole numbers in ranges of equal, round width: at most about 24 of them.
  init(linear counter: ValueCounter) {
    self.init()
    guard let first = counter.entries.first, let last = counter.entries.last else { return }
    let (low, high) = (Int(first.value), Int(last.value))
    let width = Self.roundWidth(atLeast: (high - low + 24) / 24)
    let start = Int((Double(low) / Double(width)).rounded(.down)) * width
    self = (0...(high - start) / width).map {
      Bin(from: start + $0 * width, to: start + ($0 + 1) * width, count: 0)
    }
    for entry in counter.entries { self[(Int(entry.value) - start) / width].count += entry.count }
  }

  /// Positive whole numbers in ranges that double: 1, 2 to 3, 4 to 7, ….
  init(doubling counter: ValueCounter) {
    self.init()
    guard let last = counter.entries.last else { return }
    self = (0...Int(last.value).octave).map { Bin(from: 1 << $0, to: 2 << $0, count: 0) }
    for entry in counter.entries { self[Int(entry.value).octave].count += entry.count }
  }

  /// The smallest of 1, 2, 5, 10, 20, 50, … that is not below `width`.
  private static func roundWidth(atLeast width: Int) -> Int {
    var power = 1
    while true {
      for factor in [1, 2, 5] where factor * power >= width { return factor * power }
      power *= 10
    }
  }
}

extension Int {
  /// The exponent of the greatest power of two that is not above this positive number.
  var octave: Int {
    precondition(self > 0, "\(self) has no octave")
    return Int.bitWidth - 1 - leadingZeroBitCount
  }
}
