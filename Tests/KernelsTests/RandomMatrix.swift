import Kernels
import Parallelism

/// A matrix of numbers drawn evenly from −1 to 1.
func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var generator = SeededGenerator(seed: seed)
  return Matrix(
    rows: rows, columns: columns,
    values: (0..<rows * columns).map { _ in Float(generator.uniform() * 2 - 1) })
}
