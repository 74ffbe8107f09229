import Kernels
import Networks
import Parallelism
import Testing

/// A small hybrid network with a batch of pairs, and its loss as a function of any of its numbers.
private struct HybridCase {
  let network: RatingNetwork
  let batch: Batch
  let embeddings: Matrix
  let workspace: DenseWorkspace
  let count = 13

  init(seed: UInt64) throws {
    var configuration = NetworkConfiguration()
    configuration.architecture = .hybrid
    configuration.embeddingDimension = 3
    configuration.hidden = [7]
    var generator = SeededGenerator(seed: seed)
    network = RatingNetwork(
      configuration, readers: 4, books: 6, featureCount: 5, mean: 3, slots: 0, using: &generator)
    // The last layer starts at zero, where no gradient would pass it.
    network.parameters.copy(
      from: network.parameters.values.map { _ in Float(generator.uniform() - 0.5) })
    batch = Batch(capacity: count, featureCount: 5)
    batch.count = count
    let inputs = SideFeatures(count: count, featureCount: 5)
    for i in 0..<count {
      inputs.features[i] = (0..<5).map { _ in Float(generator.uniform() * 2 - 1) }
      inputs.offsets[i, 0] = Float(generator.uniform())
      batch.set(i, reader: UInt32(i % 4), book: UInt32(i * 5 % 6), target: Float(i % 5))
      batch.setInputs(i, from: inputs, row: i)
    }
    embeddings = Matrix(rows: count, columns: 6)
    workspace = network.stack.workspace(capacity: count)
  }

  func predictions() -> [Float] {
    workspace.prepare(network.parameters)
    return network.forward(
      batch, range: 0..<count, embeddings: embeddings, workspace: workspace
    ).values
  }

  func loss() -> Double {
    zip(predictions(), batch.targets.values).reduce(0) {
      $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1))
    }
  }

  /// The gradients of the loss: of the dense parameters and of each row's embeddings.
  func gradients() -> (dense: [Float], embeddings: Matrix) {
    let dense = Matrix(rows: 1, columns: network.stack.parameterCount)
    let rows = Matrix(rows: count, columns: 6)
    workspace.prepare(network.parameters)
    let output = network.forward(
      batch, range: 0..<count, embeddings: embeddings, workspace: workspace)
    _ = squaredErrorBackward(output, targets: batch.targets.rows(count: count), gradientScale: 2)
    network.backward(
      batch, range: 0..<count, embeddings: embeddings, embeddingGradients: rows,
      workspace: workspace, gradients: dense)
    return (dense.values, rows)
  }
}

/// (f(x + h) − f(x − h)) / 2h, where `set` moves x by its argument.
private func centralDifference(_ step: Float, _ move: (Float) -> Void, _ f: () -> Double) -> Double
{
  move(step)
  let above = f()
  move(-2 * step)
  let below = f()
  move(step)
  return (above - below) / Double(2 * step)
}

@Test func hybridPredictionsAreOffsetPlusProductPlusDense() throws {
  let one = try HybridCase(seed: 3)
  let workspace = one.network.stack.workspace(capacity: one.count)
  workspace.prepare(one.network.parameters)
  let dense = one.network.stack.forward(
    one.network.parameters, input: .rows(one.batch.features.rows(count: one.count)),
    workspace: workspace
  ).values
  for (i, prediction) in one.predictions().enumerated() {
    let reader = one.network.readers.vector(row: i % 4)
    let book = one.network.books.vector(row: i * 5 % 6)
    let product = zip(reader, book).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(prediction - dense[i] - product - one.batch.offsets[i, 0]) < 1e-5)
  }
}

@Test func hybridDenseGradientsAgreeWithCentralDifferences() throws {
  let one = try HybridCase(seed: 4)
  let analytic = one.gradients().dense
  for index in stride(from: 0, to: analytic.count, by: 3) {
    let numeric = centralDifference(
      1e-2, { one.network.parameters[0, index] += $0 }, one.loss)
    #expect(abs(numeric - Double(analytic[index])) < 2e-2 * max(1, abs(numeric)), "at \(index)")
  }
}

@Test func hybridEmbeddingGradientsAgreeWithCentralDifferences() throws {
  let one = try HybridCase(seed: 5)
  let rows = one.gradients().embeddings
  for (side, table) in [(Side.reader, one.network.readers), (.book, one.network.books)] {
    for row in 0..<table.rows {
      for j in 0..<3 {
        let analytic = (0..<one.count).reduce(0.0) { sum, i in
          let id = side == .reader ? i % 4 : i * 5 % 6
          return sum + (id == row ? Double(rows[i, one.network.column(side) + j]) : 0)
        }
        let numeric = centralDifference(
          1e-2,
          { step in
            var vector = table.vector(row: row)
            vector[j] += step
            table.setVector(row: row, to: vector)
          }, one.loss)
        #expect(abs(numeric - analytic) < 1e-2 * max(1, abs(numeric)), "\(side) \(row), \(j)")
      }
    }
  }
}

@Test func hybridInferenceTakesTheSameInputs() throws {
  let one = try HybridCase(seed: 6)
  let inputs = SideFeatures(count: one.count, featureCount: 5)
  for i in 0..<one.count {
    inputs.features[i] = one.batch.features.rows(from: i, count: 1).values
  }
  inputs.offsets.copy(from: one.batch.offsets.values)
  let pairs = (0..<one.count).map { (reader: UInt32($0 % 4), book: UInt32($0 * 5 % 6)) }
  let wanted = one.predictions()
  #expect(one.network.predictions(pairs, inputs: inputs) == wanted)
  // A product of fewer rows may round differently.
  let part = one.network.predictions(Array(pairs[4...]), inputs: inputs, firstRow: 4)
  #expect(part.count == wanted.count - 4)
  #expect(zip(part, wanted[4...]).allSatisfy { abs($0 - $1) < 1e-5 })
}
