/// What pandas' `describe` says of a column of numbers.
public struct Summary: Sendable, Codable, Equatable {
  /// The number of values.
  public var count: Int
  /// The arithmetic mean.
  public var mean: Double
  /// The standard deviation of a sample, divided by `count` − 1; 0 for a single value.
  public var standardDeviation: Double
  /// The lowest value.
  public var minimum: Double
  /// A quarter of the values lie below.
  public var lowerQuartile: Double
  /// Half of the values lie below.
  public var median: Double
  /// Three quarters of the values lie below.
  public var upperQuartile: Double
  /// The highest value.
  public var maximum: Double

  /// The summary of a counter, or nil if it is empty.
  public init?(_ counter: ValueCounter) {
    guard let first = counter.entries.first, let last = counter.entries.last else { return nil }
    let mean = counter.sum / Double(counter.count)
    let squares = counter.entries.reduce(0.0) { sum, entry in
      sum + (entry.value - mean) * (entry.value - mean) * Double(entry.count)
    }
    count = counter.count
    self.mean = mean
    standardDeviation = (squares / Double(max(1, counter.count - 1))).squareRoot()
    minimum = first.value
    maximum = last.value
    (lowerQuartile, median, upperQuartile) = (
      counter.quantile(0.25), counter.quantile(0.5), counter.quantile(0.75)
    )
  }
}

extension ValueCounter {
  /// The value below which a share `q` of the values lies, between neighbours by linear interpolation.
  ///
  /// This is the default of numpy and pandas. The counter must not be empty, and `q` lies in 0 … 1.
  public func quantile(_ q: Double) -> Double {
    precondition(count > 0 && (0...1).contains(q), "quantile \(q) of \(count) values")
    let position = q * Double(count - 1)
    let below = Int(position)
    let (low, high) = (value(at: below), value(at: min(below + 1, count - 1)))
    return low + (high - low) * (position - Double(below))
  }

  /// The value at a place in rising order, from 0.
  private func value(at place: Int) -> Double {
    var before = 0
    for entry in entries {
      before += entry.count
      if place < before { return entry.value }
    }
    preconditionFailure("place \(place) of \(count) values")
  }
}
