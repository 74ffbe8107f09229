import Kernels
import Networks
import Parallelism
import Support

extension Workload {
  /// Fetching the embeddings of a batch, and changing them, by optimizer and by how ids are spread.
  static let embeddingRows =
    Spread.allCases.map { spread in
      Workload("embedding gather, \(spread.rawValue) ids") {
        let rows = RowsAtWork(.adam, spread)
        rows.gather()
        try rows.checkGather()
        return rows.gather
      }
    }
    + OptimizerConfiguration.Kind.allCases.flatMap { kind in
      Spread.allCases.map { spread in
        Workload("sparse update by \(kind.rawValue), \(spread.rawValue) ids") {
          let rows = RowsAtWork(kind, spread)
          rows.gather()
          rows.update()
          try rows.checkFirstUpdate()
          return rows.update
        }
      }
    }
}

/// How often ids come again.
private enum Spread: String, CaseIterable {
  /// Each as likely as any other.
  case uniform
  /// The n-th as likely as 1/n: Zipf's law.
  case zipf = "Zipf"
  /// Sixteen alone.
  case few

  func id(of count: Int, using generator: inout SeededGenerator) -> UInt32 {
    let u = generator.uniform()
    switch self {
    case .uniform: return UInt32(u * Double(count))
    // The inverse of the distribution function log(n + 1) / log(count), by squaring and halving.
    case .zipf: return UInt32(min(Double(count - 1), exponential(u, of: count) - 1))
    case .few: return UInt32(u * 16)
    }
  }

  /// count^u by bisection: the same on every machine, unlike a mathematics library's `pow`.
  private func exponential(_ u: Double, of count: Int) -> Double {
    var (factor, rest, result) = (Double(count), u, 1.0)
    for _ in 0..<40 {
      factor = factor.squareRoot()
      rest *= 2
      if rest >= 1 {
        result *= factor
        rest -= 1
      }
    }
    return result
  }
}

/// An embedding table of goodbooks-10k's readers with a batch of 4096 ratings.
private final class RowsAtWork {
  private static let count = 53_424
  private static let dimension = 32
  private static let batchSize = 4096

  private let table: EmbeddingTable
  private let optimizer: OptimizerConfiguration
  private let ids: [UInt32]
  private let batch = Batch(capacity: batchSize)
  private let inputs = Matrix(rows: batchSize, columns: 2 * dimension)
  private let gradients = Matrix(rows: batchSize, columns: 2 * dimension)
  private let scratch = OwnerScratch(capacity: batchSize)
  private let catchUp: AdamCatchUp?
  private let firstWeights: [Float]
  private let firstGradients: [Float]
  private var step = 0

  init(_ kind: OptimizerConfiguration.Kind, _ spread: Spread) {
    var optimizer = OptimizerConfiguration()
    optimizer.kind = kind
    optimizer.learningRate = 0.001
    self.optimizer = optimizer
    var generator = SeededGenerator(seed: 5)
    table = EmbeddingTable(rows: Self.count, dimension: Self.dimension, slots: optimizer.slots)
    for row in 0..<Self.count {
      table.setVector(
        row: row, to: (0..<Self.dimension).map { _ in Float(generator.uniform() - 0.5) })
    }
    firstWeights = (0..<Self.count).flatMap { [table] in table.vector(row: $0) }
    ids = (0..<Self.batchSize).map { _ in spread.id(of: Self.count, using: &generator) }
    for (i, id) in ids.enumerated() { batch.set(i, reader: id, book: 0, target: 0) }
    batch.count = Self.batchSize
    firstGradients = (0..<gradients.count).map { _ in Float(generator.uniform() - 0.5) / 64 }
    gradients.copy(from: firstGradients)
    catchUp = optimizer.needsCatchUp ? AdamCatchUp(constants: optimizer.adam) : nil
  }

  func gather() {
    table.gather(
      batch.slots(.reader), range: 0..<Self.batchSize, into: inputs, column: 0, catchUp: catchUp)
  }

  /// One optimizer step on the rows of the batch, by one thread.
  func update() {
    if let catchUp, catchUp.isFull {
      table.wakeAll(catchUp)
      catchUp.restart()
    }
    step += 1
    table.update(
      batch.slots(.reader), worker: 0, of: 1, scratch: scratch, inputs: inputs,
      gradients: gradients,
      column: 0, step: step, rule: optimizer.rule(atStep: step, learningRate: 0.001), decay: 1,
      catchUp: catchUp)
    catchUp?.advance(learningRate: 0.001, decay: 0)
  }

  func checkGather() throws {
    let d = Self.dimension
    let found = (0..<Self.batchSize).flatMap {
      Array(inputs.rows(from: $0, count: 1).values.prefix(d))
    }
    let expected = ids.flatMap { firstWeights[Int($0) * d..<(Int($0) + 1) * d].map(Double.init) }
    try require(found, equal: expected, within: 0, "gathered embeddings")
  }

  /// The first update against one of the whole table in double precision.
  func checkFirstUpdate() throws {
    let (d, width) = (Self.dimension, 2 * Self.dimension)
    var sums = [Double](repeating: 0, count: Self.count * d)
    for (i, id) in ids.enumerated() {
      for j in 0..<d { sums[Int(id) * d + j] += Double(firstGradients[i * width + j]) }
    }
    var weights = firstWeights.map(Double.init)
    applyReference(sums, to: &weights)
    let found = (0..<Self.count).flatMap { table.vector(row: $0) }
    try require(found, equal: weights, within: 2e-6, "embeddings after a step of \(optimizer.kind)")
  }

  private func applyReference(_ gradient: [Double], to weights: inout [Double]) {
    switch optimizer.kind {
    case .sgd:
      for i in weights.indices { weights[i] -= 0.001 * gradient[i] }
    case .adagrad:
      for i in weights.indices {
        weights[i] -= 0.001 * gradient[i] / (abs(gradient[i]) + optimizer.adam.epsilon)
      }
    case .adam:
      var (m, v) = (gradient.map { _ in 0.0 }, gradient.map { _ in 0.0 })
      Reference.adam(
        &weights, m: &m, v: &v, gradient: gradient, step: 1, learningRate: 0.001, l2: 0,
        constants: optimizer.adam)
    }
  }
}
