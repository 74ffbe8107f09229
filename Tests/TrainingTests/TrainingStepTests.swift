import Kernels
import Networks
import Parallelism
import Testing
import Training

/// The sharded, sparse step against the naive twin: dense tables, one row at a time, in double precision.
@Suite struct TrainingStepTests {
  private let dimension = 3
  private let batchSize = 150

  private func sample(
    _ generator: inout SeededGenerator, readers: Int, books: Int
  ) -> [(reader: Int, book: Int, target: Float)] {
    (0..<batchSize).map { _ in
      (
        Int(generator.uniform() * Double(readers)), Int(generator.uniform() * Double(books)),
        Float(1 + Int(generator.uniform() * 5))
      )
    }
  }

  /// Sorted by book, by reader, and not at all; and cut by readers.
  @Test(
    arguments: [0.0, 0.5],
    [
      (11, 7, true, .batch), (6, 40, true, .batch), (11, 7, false, .batch), (60, 7, true, .readers),
    ] as [(Int, Int, Bool, BatchCut)])
  func stepsAgreeWithTheNaiveTwin(
    l2: Double, plan: (readers: Int, books: Int, sorts: Bool, cut: BatchCut)
  ) throws {
    let (readers, books, sorts, cut) = plan
    var configuration = NetworkConfiguration()
    configuration.embeddingDimension = dimension
    configuration.hidden = [6, 4]
    var optimizer = OptimizerConfiguration()
    optimizer.kind = .adam
    optimizer.l2 = l2
    optimizer.learningRate = 0.01
    optimizer.embeddingLearningRate = 0.02
    var generator = SeededGenerator(seed: 8)
    let network = RatingNetwork(
      configuration, readers: readers, books: books, mean: 3, slots: optimizer.slots,
      using: &generator)
    var twin = NaiveNetwork(network, optimizer)
    let step = TrainingStep(
      network: network, optimizer: optimizer, batchSize: batchSize, threads: 2, seed: 0,
      cut: cut, sorts: sorts)
    let shards = ReaderCut(batchSize: batchSize)
    for _ in 0..<25 {
      let rows = sample(&generator, readers: readers, books: books)
      let loss = step.take(
        batchSize,
        locate: { range, batch in
          for i in range {
            batch.setPlace(i, i)
            guard cut == .readers else { continue }
            batch.note(i, place: i, shard: shards.shard(ofReader: UInt32(rows[i].reader)))
          }
        },
        fetch: { range, batch in
          for i in range {
            let row = rows[batch.place(i)]
            batch.set(i, reader: UInt32(row.reader), book: UInt32(row.book), target: row.target)
          }
        })
      let wanted = twin.take(rows)
      #expect(abs(loss - wanted) < 1e-4 * wanted)
    }
    step.wakeAll()
    for (table, numbers) in [
      (network.readers, twin.readers.values), (network.books, twin.books.values),
    ] {
      for row in 0..<table.rows {
        for (j, value) in table.vector(row: row).enumerated() {
          #expect(abs(Double(value) - numbers[row * dimension + j]) < 1e-4)
        }
      }
    }
    for (layer, reference) in zip(network.stack.layers, twin.weights) {
      for (a, b) in zip(layer.weights(in: network.parameters).values, reference.values) {
        #expect(abs(Double(a) - b) < 1e-4)
      }
    }
  }
}

/// Parameters with Adam's state, every element of which takes every step.
private struct NaiveTensor {
  var values: [Double]
  private var m: [Double]
  private var v: [Double]

  init(_ values: [Float]) {
    self.values = values.map(Double.init)
    m = values.map { _ in 0 }
    v = m
  }

  var zeros: [Double] { values.map { _ in 0 } }

  mutating func update(
    _ gradient: [Double], step: Int, rate: Double, l2: Double, _ constants: AdamCatchUp.Constants
  ) {
    Reference.adam(
      &values, m: &m, v: &v, gradient: gradient, step: step, learningRate: rate, l2: l2,
      constants: constants)
  }
}

/// The network of plain loops.
private struct NaiveNetwork {
  private(set) var readers: NaiveTensor
  private(set) var books: NaiveTensor
  private(set) var weights: [NaiveTensor]
  private var biases: [NaiveTensor]
  private let dimension: Int
  private let optimizer: OptimizerConfiguration
  private var step = 0

  init(_ network: RatingNetwork, _ optimizer: OptimizerConfiguration) {
    dimension = network.configuration.embeddingDimension
    self.optimizer = optimizer
    func table(_ store: EmbeddingTable) -> NaiveTensor {
      NaiveTensor((0..<store.rows).flatMap { store.vector(row: $0) })
    }
    readers = table(network.readers)
    books = table(network.books)
    weights = network.stack.layers.map { NaiveTensor($0.weights(in: network.parameters).values) }
    biases = network.stack.layers.map { NaiveTensor($0.bias(in: network.parameters).values) }
  }

  private var layers: [Reference.Layer] {
    zip(weights, biases).map { Reference.Layer(weights: $0.values, bias: $1.values) }
  }

  mutating func take(_ rows: [(reader: Int, book: Int, target: Float)]) -> Double {
    var (readerGradient, bookGradient) = (readers.zeros, books.zeros)
    var gradients = zip(weights, biases).map { Reference.Layer(weights: $0.zeros, bias: $1.zeros) }
    var loss = 0.0
    let (d, layers) = (dimension, layers)
    for row in rows {
      let input =
        Array(readers.values[row.reader * d..<(row.reader + 1) * d])
        + Array(books.values[row.book * d..<(row.book + 1) * d])
      let error = Reference.forward(layers, input)[layers.count - 1][0] - Double(row.target)
      loss += error * error
      let part = Reference.backward(layers, input, outputGradient: 2 * error / Double(rows.count))
      for j in 0..<d {
        readerGradient[row.reader * d + j] += part.input[j]
        bookGradient[row.book * d + j] += part.input[d + j]
      }
      for l in layers.indices {
        gradients[l].weights = zip(gradients[l].weights, part.layers[l].weights).map(+)
        gradients[l].bias = zip(gradients[l].bias, part.layers[l].bias).map(+)
      }
    }
    update(readerGradient, bookGradient, gradients)
    return loss
  }

  private mutating func update(
    _ readerGradient: [Double], _ bookGradient: [Double], _ gradients: [Reference.Layer]
  ) {
    step += 1
    let (l2, adam) = (optimizer.l2, optimizer.adam)
    let (rate, denseRate) = (optimizer.embeddingRate, optimizer.denseRate)
    readers.update(readerGradient, step: step, rate: rate, l2: l2, adam)
    books.update(bookGradient, step: step, rate: rate, l2: l2, adam)
    for (l, gradient) in gradients.enumerated() {
      weights[l].update(gradient.weights, step: step, rate: denseRate, l2: l2, adam)
      biases[l].update(gradient.bias, step: step, rate: denseRate, l2: 0, adam)
    }
  }
}
