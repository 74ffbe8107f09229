internal import CIntrinsics
internal import COpenBLAS

/// result = a · b, or result += a · b where `accumulating`.
///
/// What is added is the product computed by itself: bit for bit as if it had been computed elsewhere and added,
/// for k up to 256. (OpenBLAS sums longer ones in parts.) Shapes: `a` [m × k], `b` [k × n], `result` [m × n]. Runs on OpenBLAS, one thread: the caller shards. A
/// single column or row goes through the matrix–vector routines, and k = 1 is an outer product, because
/// OpenBLAS's `sgemm` packs panels that such shapes do not repay.
public func multiply(
  _ a: MatrixView, _ b: MatrixView, into result: MatrixView, accumulating: Bool = false
) {
  precondition(
    a.columns == b.rows && result.rows == a.rows && result.columns == b.columns
      && !result.isTransposed,
    "\(a.rows) × \(a.columns) · \(b.rows) × \(b.columns) into \(result.rows) × \(result.columns)")
  precondition(BLAS.isSerial, BLAS.notSerial)
  guard result.count > 0 else { return }
  if a.columns == 1, a.isContiguous, b.isContiguous, result.isContiguous, !accumulating {
    outerProduct(a, b, into: result)
  } else if result.columns == 1, b.isContiguous, result.isContiguous {
    multiplyByVector(a, b, into: result, accumulating: accumulating)
  } else if result.rows == 1, a.isContiguous {
    multiplyByVector(b.transposed, a, into: result, accumulating: accumulating)
  } else {
    multiplyMatrices(a, b, into: result, accumulating: accumulating)
  }
}

private func multiplyMatrices(
  _ a: MatrixView, _ b: MatrixView, into result: MatrixView, accumulating: Bool
) {
  unsafe cblas_sgemm(
    CblasRowMajor, a.order, b.order, blasint(result.rows), blasint(result.columns),
    blasint(a.columns), 1, a.base, a.leadingDimension, b.base, b.leadingDimension,
    accumulating ? 1 : 0, result.base, result.leadingDimension)
}

/// result = a · x, or result += a · x, where `x` and `result` are vectors of consecutive elements.
private func multiplyByVector(
  _ a: MatrixView, _ x: MatrixView, into result: MatrixView, accumulating: Bool
) {
  guard accumulating else { return unsafe multiplyByVector(a, x, into: result.base) }
  // `sgemv` would go on from the old sum, in another order than one computed by itself.
  unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: result.count) { product in
    guard let product = product.baseAddress else { return }
    unsafe multiplyByVector(a, x, into: product)
    unsafe octavo_add(result.count, result.base, product)
  }
}

private func multiplyByVector(
  _ a: MatrixView, _ x: MatrixView, into result: UnsafeMutablePointer<Float>
) {
  unsafe cblas_sgemv(
    CblasRowMajor, a.order, blasint(a.storedRows), blasint(a.storedColumns), 1, a.base,
    a.leadingDimension, x.base, 1, 0, result, 1)
}

/// result[i, j] = column[i] · row[j].
private func outerProduct(_ column: MatrixView, _ row: MatrixView, into result: MatrixView) {
  let n = result.columns
  let (x, y) = unsafe (column.base, row.base)
  for i in 0..<result.rows {
    unsafe octavo_scale(n, result.base + i * n, y, x[i])
  }
}

extension MatrixView {
  fileprivate var order: CBLAS_TRANSPOSE { isTransposed ? CblasTrans : CblasNoTrans }
  fileprivate var leadingDimension: blasint { blasint(max(1, stride)) }
}
