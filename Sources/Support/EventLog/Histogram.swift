import Foundation

/// How often numbers fall between limits, as TensorBoard shows it.
public struct Histogram: Sendable, Equatable {
  /// The smallest number; 0 of none.
  public private(set) var lowest = 0.0
  /// The greatest number; 0 of none.
  public private(set) var highest = 0.0
  /// How many numbers there are; those that are not finite are left out.
  public private(set) var count = 0
  /// Their sum.
  public private(set) var sum = 0.0
  /// The sum of their squares.
  public private(set) var sumOfSquares = 0.0
  /// The upper end of each bucket, rising; a number belongs to the first bucket whose end is not below it.
  public private(set) var limits: [Double] = []
  /// How many numbers lie in each bucket.
  public private(set) var counts: [Double] = []

  /// The histogram of the finite ones among `values`, in `buckets` buckets of one width.
  ///
  /// - Complexity: O(n), two passes.
  public init(_ values: [Float], buckets: Int = 30) {
    precondition(buckets > 0, "\(buckets) buckets")
    (lowest, highest) = (.infinity, -.infinity)
    for value in values where value.isFinite {
      let value = Double(value)
      lowest = min(lowest, value)
      highest = max(highest, value)
      count += 1
      sum += value
      sumOfSquares += value * value
    }
    guard count > 0 else {
      (lowest, highest) = (0, 0)
      return
    }
    let width = (highest - lowest) / Double(buckets)
    guard width > 0 else {
      (limits, counts) = ([highest], [Double(count)])
      return
    }
    limits = (1...buckets).map { $0 == buckets ? highest : lowest + Double($0) * width }
    counts = [Double](repeating: 0, count: buckets)
    for value in values where value.isFinite {
      let place = ((Double(value) - lowest) / width).rounded(.up) - 1
      counts[min(max(0, Int(place)), buckets - 1)] += 1
    }
  }
}
