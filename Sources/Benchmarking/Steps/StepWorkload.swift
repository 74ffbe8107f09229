public import BookData
public import Kernels
public import Networks
import Parallelism
import Training

/// Training steps on made-up ratings of goodbooks-10k's size: readers drawn evenly, books skewed.
public struct StepWorkload: Sendable {
  /// The readers of goodbooks-10k.
  public static let readers = 53_424
  /// The books of goodbooks-10k.
  public static let books = 10_000

  /// The shape of the network.
  public let network: NetworkConfiguration
  /// How parameters change.
  public let optimizer: OptimizerConfiguration
  /// How dense layers multiply.
  public let precision: Precision
  /// The ratings.
  public let rows: [Rating]
  /// What a hybrid network is told of each rating; nil for a plain one.
  let features: SideFeatures?
  private let order: IndexPermutation

  /// Steps of a network of this shape.
  ///
  /// - Parameters:
  ///   - network: The default is the reference network: embeddings of 32, layers 64 → 128 → 64 → 1.
  ///   - optimizer: The default is Adam, which does the most work of all.
  ///   - precision: How dense layers multiply. The default is single.
  ///   - count: The number of ratings. The default is 4.8 million, some four fifths of goodbooks-10k.
  public init(
    network: NetworkConfiguration = NetworkConfiguration(),
    optimizer: OptimizerConfiguration = .adam, precision: Precision = .single,
    count: Int = 4_800_000
  ) {
    features =
      network.architecture == .plain
      ? nil : SideFeatures(madeUpOf: count, featureCount: Self.featureCount)
    self.network = network
    self.optimizer = optimizer
    self.precision = precision
    var generator = SeededGenerator(seed: 1)
    rows = (0..<count).map { _ in
      let book = generator.uniform()
      return Rating(
        reader: UInt32(generator.uniform() * Double(Self.readers)),
        book: UInt32(book * book * Double(Self.books)),
        value: Float(1 + Int(generator.uniform() * 5)))
    }
    order = IndexPermutation(count: count, seed: 1, stream: 0)
  }

  /// Steps of the default hybrid network, on so many ratings that their features are in no cache.
  static func hybrid(_ precision: Precision) -> StepWorkload {
    let training = TrainingConfiguration(.hybrid)
    return StepWorkload(
      network: training.network, optimizer: training.optimizer, precision: precision,
      count: 1_000_000)
  }

  /// As many as goodbooks-10k's catalogue gives.
  private static let featureCount = 63

  /// A new network with the buffers to train it.
  package func step(batchSize: Int, threads: Int) -> TrainingStep {
    var generator = SeededGenerator(seed: 1)
    let network = RatingNetwork(
      network, readers: Self.readers, books: Self.books,
      featureCount: features?.features.columns ?? 0, mean: 3, slots: optimizer.slots,
      using: &generator)
    return TrainingStep(
      network: network, optimizer: optimizer, batchSize: batchSize, threads: threads, seed: 1,
      precision: precision)
  }

  /// Takes the step of number `index` on `count` ratings; returns the sum of squared errors before it.
  @discardableResult
  package func take(_ index: Int, of step: TrainingStep, count: Int) -> Double {
    step.take(count) { range, batch in fill(batch, range, ofStep: index, count: count) }
  }

  /// Copies some of the ratings of the step of number `index` to their places in a batch.
  public func fill(_ batch: Batch, _ range: Range<Int>, ofStep index: Int, count: Int) {
    let start = start(ofStep: index, count: count)
    for i in range {
      let place = order[start + i]
      batch.setPlace(i, place)
      prefetch(rows, at: place)
      features?.prefetch(place)
    }
    for i in range {
      let place = batch.place(i)
      let row = rows[place]
      batch.set(i, reader: row.reader, book: row.book, target: row.value)
      if let features { batch.setInputs(i, from: features, row: place) }
    }
  }

  /// The ratings of the step of number `index`.
  public func batch(ofStep index: Int, count: Int) -> [Rating] {
    let start = start(ofStep: index, count: count)
    return (start..<start + count).map { rows[order[$0]] }
  }

  /// The mean numbers of different readers and books in a batch.
  public func distinctRows(batchSize: Int) -> (readers: Double, books: Double) {
    let batches = max(1, min(16, 65_536 / batchSize))
    let counts = (0..<batches).map { index in
      let batch = batch(ofStep: index, count: batchSize)
      return (Set(batch.map(\.reader)).count, Set(batch.map(\.book)).count)
    }
    let sums = counts.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    return (Double(sums.0) / Double(batches), Double(sums.1) / Double(batches))
  }

  private func start(ofStep index: Int, count: Int) -> Int {
    precondition(count <= rows.count, "a batch of \(count) from \(rows.count) ratings")
    return index * count % (rows.count - count + 1)
  }
}

extension SideFeatures {
  /// Features of `count` pairs, evenly from −2 to 2.
  fileprivate init(madeUpOf count: Int, featureCount: Int) {
    self.init(count: count, featureCount: featureCount)
    let blocks = 64
    Parallel.forEach(blocks, threads: Parallel.processorCount) { [features] block in
      var generator = SeededGenerator(seed: UInt64(block))
      for row in count * block / blocks..<count * (block + 1) / blocks {
        features[row] = (0..<featureCount).map { _ in Float(4 * generator.uniform() - 2) }
      }
    }
  }
}

extension OptimizerConfiguration {
  /// Adam with its defaults.
  public static var adam: OptimizerConfiguration {
    var configuration = OptimizerConfiguration()
    configuration.kind = .adam
    return configuration
  }
}
