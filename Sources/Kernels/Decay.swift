import Glibc

extension Matrix {
  /// Element (i, j) becomes exp(−|i − j| / length), or exp(−(columns − j) / length) where all rows follow
  /// the last column.
  public func fillWithDecay(over length: Float, rowsFollow: Bool) {
    for i in 0..<rows {
      for j in 0..<columns {
        let distance = rowsFollow ? columns - j : abs(i - j)
        unsafe base[i * columns + j] = expf(-Float(distance) / length)
      }
    }
  }
}
