extension ValueCounter {
  /// Spearman's rank correlation of two rows of numbers of the same length; equal numbers share the mean
  /// of their ranks.
  ///
  /// - Returns: −1 … 1; 0 where one row is constant.
  static func rankCorrelation(_ left: [Double], _ right: [Double]) -> Double {
    precondition(left.count == right.count, "\(left.count) numbers and \(right.count)")
    let (x, y) = (ranks(left), ranks(right))
    let mean = Double(left.count + 1) / 2
    func product(_ x: [Double], _ y: [Double]) -> Double {
      zip(x, y).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
    }
    let scale = (product(x, x) * product(y, y)).squareRoot()
    return scale > 0 ? product(x, y) / scale : 0
  }

  /// Ranks from 1, in the order of the numbers given.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      let value = values[order[start]]
      var end = start
      while end < order.count, values[order[end]] == value { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }
}
