internal import CIntrinsics
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
    unsafe octavo_drop_out(
      columns, matrix.base + i * columns, UInt(mixed(key ^ (UInt64(firstRow + i) << 32))),
      threshold,
      scale)
  }
}
