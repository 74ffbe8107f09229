import Parallelism

/// Inverted dropout: each element is set to 0 with probability `rate`, the others grow by 1 / (1 − rate).
///
/// Srivastava et al., "Dropout", JMLR 15 (2014). What is dropped depends on `key`, the row's number in
/// the batch and the column alone, never on the thread that asks.
///
/// - Parameters:
///   - matrix: [rows × columns].
///   - rate: In [0, 1).
///   - firstRow: The batch's number of the matrix's first row.
///   - key: One number for each step and layer.
public func dropOut(_ matrix: MatrixView, rate: Float, firstRow: Int, key: UInt64) {
  precondition((0..<1).contains(rate), "a dropout rate of \(rate)")
  guard rate > 0 else { return }
  let scale = 1 / (1 - rate)
  let threshold = UInt32(rate * 65536)
  let columns = matrix.columns
  for i in 0..<matrix.rows {
    let row = unsafe matrix.base + i * columns
    var counter = mixed(key ^ (UInt64(firstRow + i) << 32))
    var bits: UInt64 = 0
    for j in 0..<columns {
      if j % 4 == 0 {
        counter &+= 0x9E37_79B9_7F4A_7C15
        bits = mixed(counter)
      }
      let isKept = UInt32(truncatingIfNeeded: bits & 0xFFFF) >= threshold
      unsafe row[j] = isKept ? row[j] * scale : 0
      bits >>= 16
    }
  }
}
