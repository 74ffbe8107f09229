import Kernels
import Parallelism

/// The matrix product that OpenBLAS is fastest at, of those tried.
struct SquareProducts: Sendable {
  private let size: Int
  /// One set of operands for each thread.
  private let operands: [(a: Matrix, b: Matrix, result: Matrix)]

  /// The sizes that are tried: small enough for a second-level cache and large enough to be busy.
  private static let sizes = [256, 384, 512, 768, 1024]

  init(threads: Int) {
    let rates = Self.sizes.map { size in
      let products = SquareProducts(size: size, threads: 1)
      _ = products.gigaflops(threads: 1, lasting: 0)
      return products.gigaflops(threads: 1, lasting: 0.03)
    }
    let best = rates.indices.max { rates[$0] < rates[$1] } ?? 0
    self.init(size: Self.sizes[best], threads: threads)
  }

  private init(size: Int, threads: Int) {
    self.size = size
    operands = (0..<threads).map { worker in
      var generator = SeededGenerator(seed: UInt64(worker))
      func random() -> Matrix { .random(rows: size, columns: size, using: &generator) }
      return (random(), random(), Matrix(rows: size, columns: size))
    }
  }

  /// The rate of `threads` at once, each on its own product.
  func gigaflops(threads: Int, lasting seconds: Double) -> Double {
    let repetitions = 4
    let duration = secondsPerCall(lasting: seconds) {
      Parallel.forEachWithWorker(threads * repetitions, threads: threads) { worker, _ in
        let (a, b, result) = operands[worker]
        multiply(a.view, b.view, into: result.view)
      }
    }
    let operations = 2 * size * size * size * threads * repetitions
    return Double(operations) / duration / 1e9
  }
}

extension Matrix {
  /// Numbers drawn evenly from −½ to ½.
  static func random(
    rows: Int, columns: Int, using generator: inout SeededGenerator
  ) -> Matrix {
    let values = (0..<rows * columns).map { _ in Float(generator.uniform() - 0.5) }
    return Matrix(rows: rows, columns: columns, values: values)
  }
}
