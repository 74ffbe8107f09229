// The training step by itself, on uniform readers and skewed books, and the matrix product that bounds it.
//
//     swift run -c release StepBenchmark [BATCH-SIZE] [THREADS] [STEPS]

import Kernels
import Layers
import Models
import Training

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let batchSize = arguments.first ?? 4096
let threads = arguments.dropFirst().first ?? Parallel.processorCount
let steps = arguments.dropFirst(2).first ?? 200

let ratingCount = 4_800_000
var generator = SeededGenerator(seed: 1)
let rows: [(reader: UInt32, book: UInt32, value: Float)] = (0..<ratingCount).map { _ in
  let book = generator.uniform()
  return (
    UInt32(generator.uniform() * 53_424), UInt32(book * book * 10_000),
    Float(1 + Int(generator.uniform() * 5))
  )
}
useLargePages(for: rows)

var optimizer = OptimizerConfiguration()
optimizer.kind = .adam
let network = RatingNetwork(
  NetworkConfiguration(), readers: 53_424, books: 10_000, mean: 3, slots: optimizer.slots,
  using: &generator)
let step = TrainingStep(
  network: network, optimizer: optimizer, batchSize: batchSize, threads: threads, seed: 1)
let order = IndexPermutation(count: ratingCount, seed: 1, stream: 0)

/// Takes `count` steps and returns the mean squared error on the way.
func take(_ count: Int) -> Double {
  let squared = (0..<count).reduce(0.0) { sum, index in
    let start = index * batchSize % (ratingCount - batchSize)
    return sum
      + step.take(batchSize) { range, batch in
        for i in range {
          let place = order[start + i]
          batch.setPlace(i, place)
          prefetch(rows, at: place)
        }
        for i in range {
          let row = rows[batch.place(i)]
          batch.set(i, reader: row.reader, book: row.book, target: row.value)
        }
      }
  }
  return squared / Double(count * batchSize)
}

/// The seconds of the step's six large products for 256 rows on one thread, the best of many.
func productSeconds() -> Double {
  let rows = 256
  let input = Matrix(rows: rows, columns: 64)
  let hidden = Matrix(rows: rows, columns: 128)
  let weights = Matrix(rows: 128, columns: 64)
  return (0..<300).map { _ in
    let started = ContinuousClock.now
    multiply(input.view, weights.view.transposed, into: hidden.view)
    multiply(hidden.view, weights.view, into: input.view)
    multiply(hidden.view.transposed, input.view, into: weights.view)
    multiply(input.view, weights.view.transposed, into: hidden.view)
    multiply(hidden.view.transposed, input.view, into: weights.view)
    multiply(hidden.view, weights.view, into: input.view)
    return (ContinuousClock.now - started).seconds
  }.min() ?? 0
}

/// The seconds of the first of those products through OpenBLAS and through the naive Swift kernel, which
/// must agree.
func naiveComparison() -> (fast: Double, naive: Double) {
  var generator = SeededGenerator(seed: 2)
  func random(_ rows: Int, _ columns: Int) -> Matrix {
    let values = (0..<rows * columns).map { _ in Float(generator.uniform() - 0.5) }
    return Matrix(rows: rows, columns: columns, values: values)
  }
  let (a, b, result) = (random(256, 64), random(64, 128), Matrix(rows: 256, columns: 128))
  let (wideA, wideB) = (a.values.map(Double.init), b.values.map(Double.init))
  func best(_ body: () -> Void) -> Double {
    (0..<50).map { _ in
      let started = ContinuousClock.now
      body()
      return (ContinuousClock.now - started).seconds
    }.min() ?? 0
  }
  let fast = best { multiply(a.view, b.view, into: result.view) }
  var expected: [Double] = []
  let naive = best { expected = Reference.product(wideA, wideB, m: 256, k: 64, n: 128) }
  let difference = zip(result.values, expected).map { abs(Double($0) - $1) }.max() ?? 0
  precondition(difference < 1e-4, "the products differ by \(difference)")
  return (fast, naive)
}

let ceiling = 256 / productSeconds() * Double(threads)
let comparison = naiveComparison()
_ = take(max(5, steps / 10))
let started = ContinuousClock.now
let error = take(steps)
let rate = Double(steps * batchSize) / (ContinuousClock.now - started).seconds
print(
  """
  batch \(batchSize), threads \(threads): \(Int(rate)) ratings/s, training MSE \(error)
  pure products on as many threads: \(Int(ceiling)) ratings/s; the step reaches \
  \(Int(100 * rate / ceiling)) % of that
  256 × 64 · 64 × 128: OpenBLAS \(Int(comparison.fast * 1e6)) µs, naive Swift \
  \(Int(comparison.naive * 1e6)) µs, \(Int(comparison.naive / comparison.fast)) times as long
  """)
