/// output = output + bias: adds `bias` [columns] to every row of `output` [rows × columns].
public func addBias(_ bias: MatrixView, to output: MatrixView) {
  unsafe forEachRow(of: output, with: bias) { row, bias, columns in
    for j in 0..<columns { unsafe row[j] += bias[j] }
  }
}

/// output = max(output + bias, 0), in one pass while the rows are in cache.
///
/// Shapes: `output` [rows × columns], `bias` [columns]. A NaN becomes 0 only if the comparison says so:
/// it does not, NaN passes through, so that divergence stays visible.
public func addBiasAndRectify(_ bias: MatrixView, in output: MatrixView) {
  unsafe forEachRow(of: output, with: bias) { row, bias, columns in
    for j in 0..<columns {
      let sum = unsafe row[j] + bias[j]
      unsafe row[j] = sum < 0 ? 0 : sum
    }
  }
}

/// The way back through ``addBiasAndRectify(_:in:)`` and dropout.
///
/// gradient = gradient · scale where output > 0, else 0; biasGradient += the column sums of that.
///
/// - Parameters:
///   - gradient: In: with respect to the output. Out: with respect to the sum. [rows × columns].
///   - output: The layer's output, [rows × columns].
///   - scale: 1 / (1 − dropout rate); dropped outputs are 0, so they stop the gradient by themselves.
///   - biasGradient: [columns].
public func rectifyBackward(
  _ gradient: MatrixView, output: MatrixView, scale: Float, accumulating biasGradient: MatrixView
) {
  precondition(
    gradient.rows == output.rows && gradient.columns == output.columns,
    "gradient \(gradient.rows) × \(gradient.columns), output \(output.rows) × \(output.columns)")
  let columns = output.columns
  var activations = unsafe output.base
  unsafe forEachRow(of: gradient, with: biasGradient) { row, sums, _ in
    for j in 0..<columns {
      // Both loads happen always: a conditional one would keep the loop from being vectorized.
      let (activation, incoming) = unsafe (activations[j], row[j] * scale)
      let value = activation > 0 ? incoming : 0
      unsafe row[j] = value
      unsafe sums[j] += value
    }
    unsafe activations += columns
  }
}

/// biasGradient += the column sums of `gradient` [rows × columns].
public func addBiasBackward(_ gradient: MatrixView, accumulating biasGradient: MatrixView) {
  unsafe forEachRow(of: gradient, with: biasGradient) { row, sums, columns in
    for j in 0..<columns { unsafe sums[j] += row[j] }
  }
}

@inline(__always)
private func forEachRow(
  of matrix: MatrixView, with vector: MatrixView,
  _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
) {
  precondition(
    vector.count == matrix.columns && !matrix.isTransposed,
    "\(vector.count) elements beside rows of \(matrix.columns)")
  var row = unsafe matrix.base
  for _ in 0..<matrix.rows {
    unsafe body(row, vector.base, matrix.columns)
    unsafe row += matrix.columns
  }
}
