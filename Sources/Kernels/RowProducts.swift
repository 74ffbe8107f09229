internal import CIntrinsics

/// output[i] += offsets[i] + the dot product of the two halves of embeddings[i].
///
/// Shapes: `embeddings` [n × 2d], reader first; `offsets` and `output` [n × 1].
public func addRowProducts(
  _ embeddings: MatrixView, offsets: MatrixView, to output: MatrixView
) {
  let (width, n) = checkedShape(embeddings, output)
  precondition(offsets.count == n, "\(offsets.count) offsets for \(n) rows")
  unsafe octavo_row_products(n, width / 2, embeddings.base, offsets.base, output.base)
}

/// The backward pass through ``addRowProducts(_:offsets:to:)``: each half's gradient is the other half's row.
///
/// gradients[i] = outputGradient[i] · (book's row, reader's row).
///
/// Shapes: `embeddings` and `gradients` [n × 2d]; `outputGradient` [n × 1].
public func rowProductsBackward(
  _ embeddings: MatrixView, outputGradient: MatrixView, into gradients: MatrixView
) {
  let (width, n) = checkedShape(embeddings, outputGradient)
  precondition(gradients.count == embeddings.count, "\(gradients.count) gradients")
  let half = width / 2
  for i in 0..<n {
    let row = unsafe embeddings.base + i * width
    let target = unsafe gradients.base + i * width
    let factor = unsafe outputGradient.base[i]
    unsafe octavo_scale(half, target, row + half, factor)
    unsafe octavo_scale(half, target + half, row, factor)
  }
}

private func checkedShape(
  _ embeddings: MatrixView, _ output: MatrixView
) -> (width: Int, rows: Int) {
  precondition(
    !embeddings.isTransposed && embeddings.isContiguous && embeddings.columns.isMultiple(of: 2)
      && output.count == embeddings.rows,
    "\(embeddings.rows) × \(embeddings.columns) with \(output.count) outputs")
  return (embeddings.columns, embeddings.rows)
}
