import Parallelism

/// Rows of the result that one task computes.
private let rowsPerTask = 16

/// gram += scale · xᵀ · x, on and below the diagonal only.
///
/// Each element is summed in the order of x's rows by one task, so the result does not depend on the number
/// of threads.
///
/// - Parameters:
///   - x: The rows, [m × n].
///   - scale: What every product is multiplied by.
///   - gram: The sums, [n × n]; nothing above the diagonal is touched.
///   - threads: How many threads work.
/// - Complexity: O(Σ length², over the rows).
public func addGram(of x: SparseRows, scale: Float, to gram: Matrix, threads: Int) {
  let n = x.columns
  precondition(
    gram.rows == n && gram.columns == n, "\(gram.rows) × \(gram.columns) for \(n) columns")
  let columns = x.transposed
  // Transposed twice, the columns of each row rise.
  let rows = columns.transposed
  let tasks = (n + rowsPerTask - 1) / rowsPerTask
  Parallel.forEach(tasks, threads: threads) { task in
    for i in task * rowsPerTask..<min((task + 1) * rowsPerTask, n) {
      unsafe addGramRow(i, rows, columns, scale: scale, to: gram.base + i * n)
    }
  }
}

private func addGramRow(
  _ i: Int, _ x: SparseRows, _ columns: SparseRows, scale: Float,
  to target: UnsafeMutablePointer<Float>
) {
  for place in columns[i] {
    let factor = scale * columns.values[place]
    for other in x[Int(columns.indices[place])] {
      let j = Int(x.indices[other])
      guard j <= i else { break }
      unsafe target[j] += factor * x.values[other]
    }
  }
}
