public import Kernels

/// Features of pairs, column by column, and the offset that a network adds its part to.
public struct FeatureColumns: Sendable {
  /// Baseline + kernel mean, [pairs].
  public private(set) var offsets: [Float]
  private var columns: [[Float]] = []

  init(offsets: [Float]) { self.offsets = offsets }

  /// The number of features.
  public var count: Int { columns.count }

  /// One feature of all pairs.
  public subscript(column: Int) -> [Float] { columns[column] }

  mutating func append(_ column: [Float]) {
    precondition(column.count == offsets.count, "\(column.count) values for \(offsets.count) pairs")
    columns.append(column)
  }

  mutating func append(contentsOf several: [[Float]]) {
    for column in several { append(column) }
  }

  mutating func addToOffsets(_ column: [Float]) {
    for (pair, value) in column.enumerated() { offsets[pair] += value }
  }

  /// The features of one pair.
  func features(of pair: Int) -> [Float] { columns.map { $0[pair] } }

  /// Writes pair p to row `rows[p]` of `inputs`, scaled.
  public func write(to inputs: SideFeatures, rows: [Int], scaledBy scaling: FeatureScaling) {
    precondition(rows.count == offsets.count, "\(rows.count) rows for \(offsets.count) pairs")
    for (pair, row) in rows.enumerated() {
      inputs.features[row] = scaling.scaled(features(of: pair))
      inputs.offsets[row, 0] = offsets[pair]
    }
  }
}
