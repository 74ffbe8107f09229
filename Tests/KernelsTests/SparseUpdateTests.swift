import Kernels
import Parallelism
import Testing

/// The sparse path against dense Adam that touches every row at every step.
@Suite struct SparseUpdateTests {
  private let rows = 23
  private let dimension = 5

  /// Runs `steps` steps of random batches, with gradients that depend on the present weights.
  private func run(
    slots: Int, steps: Int, workers: Int, l2: Double, learningRate: Double, span: Int = 1000,
    batchSize: Int = 6, rule: (Int) -> UpdateRule, dense: (Int, [Double]) -> Void = { _, _ in }
  ) -> EmbeddingTable {
    let table = EmbeddingTable(rows: rows, dimension: dimension, slots: slots)
    var generator = SeededGenerator(seed: 5)
    for row in 0..<rows {
      table.setVector(
        row: row, to: (0..<dimension).map { _ in Float(generator.uniform() - 0.5) })
    }
    let catchUp = AdamCatchUp(constants: .init(), span: span)
    let batch = Batch(capacity: batchSize)
    batch.count = batchSize
    let inputs = Matrix(rows: batchSize, columns: dimension)
    let gradients = Matrix(rows: batchSize, columns: dimension)
    let scratch = (0..<workers).map { _ in OwnerScratch(capacity: batchSize) }
    for step in 1...steps {
      if catchUp.isFull {
        table.wakeAll(catchUp)
        catchUp.restart()
      }
      var sums = [Double](repeating: 0, count: rows * dimension)
      var noise: [Float] = []
      for i in 0..<batchSize {
        // Squared, so that some rows are common and some sleep long.
        let place = generator.uniform()
        let row = min(Int(place * place * Double(rows)), rows - 1)
        batch.set(i, reader: UInt32(row), book: 0, target: 0)
        for j in 0..<dimension {
          let value = Float(generator.uniform() - 0.5)
          noise.append(value)
          sums[row * dimension + j] += Double(value)
        }
      }
      table.gather(
        batch.slots(.reader), range: 0..<batchSize, into: inputs, column: 0, catchUp: catchUp)
      gradients.copy(from: noise)
      for worker in 0..<workers {
        table.update(
          batch.slots(.reader), worker: worker, of: workers, scratch: scratch[worker],
          inputs: inputs,
          gradients: gradients, column: 0, step: step, rule: rule(step),
          decay: Float(1 - learningRate * l2), catchUp: catchUp)
      }
      catchUp.advance(learningRate: learningRate, decay: l2)
      dense(step, sums)
    }
    table.wakeAll(catchUp)
    return table
  }

  private func initialWeights() -> [Double] {
    var generator = SeededGenerator(seed: 5)
    return (0..<rows * dimension).map { _ in Double(Float(generator.uniform() - 0.5)) }
  }

  @Test(arguments: [0.0, 2.0], [1000, 7])
  func lazyAdamEndsWhereDenseAdamDoes(l2: Double, span: Int) {
    let constants = AdamCatchUp.Constants()
    var weights = initialWeights()
    var m = [Double](repeating: 0, count: weights.count)
    var v = m
    let table = run(
      slots: 2, steps: 400, workers: 1, l2: l2, learningRate: 0.01, span: span,
      rule: { step in
        let rates = constants.rates(atStep: step, learningRate: 0.01)
        return .adam(
          rate: Float(rates.rate), epsilon: Float(rates.epsilon), firstDecay: 0.9,
          secondDecay: 0.999)
      },
      dense: { step, gradient in
        Reference.adam(
          &weights, m: &m, v: &v, gradient: gradient, step: step, learningRate: 0.01, l2: l2,
          constants: constants)
      })
    for row in 0..<rows {
      for (j, value) in table.vector(row: row).enumerated() {
        let wanted = weights[row * dimension + j]
        #expect(abs(Double(value) - wanted) < 2e-5, "row \(row), element \(j): \(value), \(wanted)")
      }
    }
  }

  @Test func decayReachesSleepingRowsOfSGD() {
    var weights = initialWeights()
    let table = run(
      slots: 0, steps: 50, workers: 1, l2: 0.5, learningRate: 0.1, rule: { _ in .sgd(rate: 0.1) },
      dense: { _, gradient in
        for i in weights.indices { weights[i] = weights[i] * (1 - 0.05) - 0.1 * gradient[i] }
      })
    for row in 0..<rows {
      for (j, value) in table.vector(row: row).enumerated() {
        #expect(abs(Double(value) - weights[row * dimension + j]) < 1e-5)
      }
    }
  }

  @Test func adagradDividesByTheRootOfTheSumOfSquares() {
    var weights = initialWeights()
    var squares = [Double](repeating: 0, count: weights.count)
    let table = run(
      slots: 1, steps: 50, workers: 1, l2: 0, learningRate: 0.1,
      rule: { _ in .adagrad(rate: 0.1, epsilon: 1e-8) },
      dense: { _, gradient in
        for i in weights.indices where gradient[i] != 0 {
          squares[i] += gradient[i] * gradient[i]
          weights[i] -= 0.1 * gradient[i] / (squares[i].squareRoot() + 1e-8)
        }
      })
    for row in 0..<rows {
      for (j, value) in table.vector(row: row).enumerated() {
        #expect(abs(Double(value) - weights[row * dimension + j]) < 1e-5)
      }
    }
  }

  @Test(arguments: [2, 3, 7, 23])
  func theNumberOfWorkersDoesNotChangeABit(workers: Int) {
    let tables = [1, workers].map { workers in
      run(
        slots: 2, steps: 60, workers: workers, l2: 0.1, learningRate: 0.01,
        rule: { _ in .adam(rate: 0.01, epsilon: 1e-8, firstDecay: 0.9, secondDecay: 0.999) })
    }
    for row in 0..<rows {
      for slot in 0...2 {
        #expect(tables[0].vector(row: row, slot: slot) == tables[1].vector(row: row, slot: slot))
      }
    }
  }
}
