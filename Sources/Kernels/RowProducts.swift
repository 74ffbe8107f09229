/// output[i] += offsets[i] + the dot product of the two halves of embeddings[i].
///
/// Shapes: `embeddings` [n × 2d], reader first; `offsets` and `output` [n × 1].
public func addRowProducts(
  _ embeddings: MatrixView, offsets: MatrixView, to output: MatrixView
) {
  let (width, n) = checkedShape(embeddings, output)
  precondition(offsets.count == n, "\(offsets.count) offsets for \(n) rows")
  let (target, offset) = unsafe (output.base, offsets.base)
  for i in 0..<n {
    let row = unsafe embeddings.base + i * width
    var sum: Float = 0
    for j in 0..<width / 2 { unsafe sum += row[j] * row[width / 2 + j] }
    unsafe target[i] += offset[i] + sum
  }
}

/// The way back through ``addRowProducts(_:offsets:to:)``: each half's gradient is the other half's row.
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
    for j in 0..<half {
      unsafe target[j] = factor * row[half + j]
      unsafe target[half + j] = factor * row[j]
    }
  }
}

private func checkedShape(
  _ embeddings: MatrixView, _ output: MatrixView
) -> (width: Int, rows: Int) {
  precondition(
    !embeddings.isTransposed && embeddings.columns.isMultiple(of: 2)
      && output.count == embeddings.rows,
    "\(embeddings.rows) × \(embeddings.columns) with \(output.count) outputs")
  return (embeddings.columns, embeddings.rows)
}
