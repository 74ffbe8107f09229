internal import COpenBLAS

/// target = sourceᵀ.
///
/// Shapes: `source` [m × n], `target` [n × m], both contiguous.
public func transpose(_ source: MatrixView, into target: MatrixView) {
  precondition(
    source.rows == target.columns && source.columns == target.rows && !source.isTransposed
      && !target.isTransposed && source.isContiguous && target.isContiguous,
    "\(source.rows) × \(source.columns) into \(target.rows) × \(target.columns)")
  unsafe cblas_somatcopy(
    CblasRowMajor, CblasTrans, blasint(source.rows), blasint(source.columns), 1, source.base,
    blasint(source.columns), target.base, blasint(target.columns))
}
