internal import CIntrinsics

/// output = output + bias: adds `bias` [columns] to every row of `output` [rows × columns].
public func addBias(_ bias: MatrixView, to output: MatrixView) {
  checkColumns(of: output, bias)
  guard output.columns > 1 else {
    let (values, single) = unsafe (output.base, bias.base[0])
    for i in 0..<output.rows { unsafe values[i] += single }
    return
  }
  for i in 0..<output.rows {
    unsafe octavo_add(output.columns, output.base + i * output.columns, bias.base)
  }
}

/// output = max(output + bias, 0), in one pass while the rows are in cache.
///
/// Shapes: `output` [rows × columns], `bias` [columns]. A NaN becomes 0 only if the comparison says so:
/// it does not, NaN passes through, so that divergence stays visible.
public func addBiasAndRectify(_ bias: MatrixView, in output: MatrixView) {
  checkColumns(of: output, bias)
  unsafe octavo_rectify(output.rows, output.columns, output.base, bias.base)
}

/// output = max(source + bias, 0), row by row.
///
/// Shapes: `source` and `output` [rows × columns], `bias` [columns].
public func rectifiedSums(_ source: MatrixView, _ bias: MatrixView, into output: MatrixView) {
  checkColumns(of: source, bias)
  precondition(
    output.rows == source.rows && output.columns == source.columns && output.isContiguous,
    "\(source.rows) × \(source.columns) into \(output.rows) × \(output.columns)")
  unsafe octavo_rectified_sums(
    source.rows, source.columns, output.base, source.base, bias.base)
}

/// products[i] = offset + weights · max(sums[i] + bias, 0): a rectified layer and a linear one on top.
///
/// Shapes: `sums` [rows × columns], `bias` and `weights` [columns], `products` [rows × 1].
public func rectifiedProducts(
  _ sums: MatrixView, bias: MatrixView, weights: MatrixView, offset: Float,
  into products: MatrixView
) {
  checkColumns(of: sums, bias)
  checkColumns(of: sums, weights)
  precondition(
    products.count == sums.rows && products.isContiguous,
    "\(products.count) products of \(sums.rows) rows")
  unsafe octavo_rectified_products(
    sums.rows, sums.columns, sums.base, bias.base, weights.base, offset, products.base)
}

/// output = max(output + the row of `sums` that belongs to the row's run, 0).
///
/// Shapes: `output` [rows × columns], `sums` [runs × columns].
public func addRunsAndRectify(_ sums: MatrixView, _ runs: RowRuns, in output: MatrixView) {
  checkShapes(output, sums, runs)
  let columns = output.columns
  runs.eachRun { run, rows in
    unsafe octavo_rectify(
      rows.count, columns, output.base + rows.lowerBound * columns, sums.base + run * columns)
  }
}

/// The backward pass through ``addBiasAndRectify(_:in:)`` and dropout.
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
  checkColumns(of: gradient, biasGradient)
  precondition(output.isContiguous, "outputs with gaps")
  unsafe octavo_rectify_backward(
    gradient.rows, gradient.columns, gradient.base, output.base, scale, biasGradient.base)
}

/// The backward pass through ``addRunsAndRectify(_:_:in:)`` and dropout.
///
/// As ``rectifyBackward(_:output:scale:accumulating:)``; `sums` [runs × columns] becomes each run's column
/// sums.
public func rectifyBackward(
  _ gradient: MatrixView, output: MatrixView, scale: Float, _ runs: RowRuns, into sums: MatrixView
) {
  checkShapes(gradient, sums, runs)
  checkShapes(output, sums, runs)
  precondition(gradient.rows == output.rows, "\(gradient.rows) and \(output.rows) rows")
  let columns = output.columns
  sums.fill(0)
  runs.eachRun { run, rows in
    let offset = rows.lowerBound * columns
    unsafe octavo_rectify_backward(
      rows.count, columns, gradient.base + offset, output.base + offset, scale,
      sums.base + run * columns)
  }
}

/// biasGradient += the column sums of `gradient` [rows × columns].
public func addBiasBackward(_ gradient: MatrixView, accumulating biasGradient: MatrixView) {
  checkColumns(of: gradient, biasGradient)
  guard gradient.columns > 1 else {
    let values = unsafe gradient.base
    var sum = unsafe biasGradient.base[0]
    for i in 0..<gradient.rows { unsafe sum += values[i] }
    unsafe biasGradient.base[0] = sum
    return
  }
  for i in 0..<gradient.rows {
    unsafe octavo_add(
      gradient.columns, biasGradient.base, gradient.base + i * gradient.columns)
  }
}

/// target = source, or target += source where `accumulating`; rows of the same length.
public func add(_ source: MatrixView, to target: MatrixView, accumulating: Bool) {
  checkColumns(of: target, source)
  precondition(target.rows == 1, "\(target.rows) rows for one")
  if accumulating {
    unsafe octavo_add(target.columns, target.base, source.base)
  } else {
    unsafe target.base.update(from: source.base, count: target.columns)
  }
}

private func checkColumns(of matrix: MatrixView, _ vector: MatrixView) {
  precondition(
    vector.count == matrix.columns && !matrix.isTransposed && matrix.isContiguous
      && vector.isContiguous,
    "\(vector.count) elements beside rows of \(matrix.columns)")
}

private func checkShapes(_ matrix: MatrixView, _ sums: MatrixView, _ runs: RowRuns) {
  precondition(
    matrix.columns == sums.columns && sums.rows == runs.count && !matrix.isTransposed
      && matrix.isContiguous && sums.isContiguous,
    "rows of \(matrix.columns), \(sums.rows) × \(sums.columns) sums of \(runs.count) runs")
}
