/// A straight line through measured points.
struct Line: Equatable {
  /// The value at 0.
  var offset: Double
  /// The growth from one number to the next.
  var slope: Double

  /// The line of least squares that does not fall; level where there is but one point.
  init(through points: [(x: Double, y: Double)]) {
    let n = Double(points.count)
    let (meanX, meanY) = (points.map(\.x).sum / max(1, n), points.map(\.y).sum / max(1, n))
    let spread = points.map { ($0.x - meanX) * ($0.x - meanX) }.sum
    let slope = spread > 0 ? points.map { ($0.x - meanX) * ($0.y - meanY) }.sum / spread : 0
    self.slope = max(0, slope)
    offset = meanY - self.slope * meanX
  }
}

extension [Double] {
  /// The sum.
  var sum: Double { reduce(0, +) }
}
