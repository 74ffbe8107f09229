public import Kernels
import Networks
import Training

/// What a part of a step has to do at least, and what bounds its speed.
public enum PartWork: Sendable, Equatable {
  /// Floating-point operations, bounded by the fastest matrix product.
  case operations(Double)
  /// Bytes read and written, bounded by the bandwidth of the level that the data lie in.
  case bytes(Double, MemoryLevel)

  /// The words for what bounds it.
  public var bound: String {
    switch self {
    case .operations: "sgemm"
    case .bytes(_, let level): level.name
    }
  }
}

/// The work of one training step, counted for the plain algorithm: every rating goes through every layer.
///
/// A part that does better than its bound has found a way around some of the work.
public struct StepWork: Sendable {
  /// B, the ratings of a step.
  public let batchSize: Int
  /// The threads that share the work.
  public let threads: Int
  /// How many shards the batch is cut into.
  public let shards: Int
  /// How many passes the shards are cut into.
  public let passes: Int
  /// The mean numbers of different readers and books in a batch.
  public let distinct: (readers: Double, books: Double)
  private let network: NetworkConfiguration
  private let featureCount: Int
  private let slots: Int

  private static let float = 4.0
  private static let cacheLine = 64.0

  /// The work of a step of `workload`.
  public init(_ workload: StepWorkload, batchSize: Int, threads: Int) {
    self.batchSize = batchSize
    self.threads = threads
    let plan = ShardPlan(batchSize: batchSize, fullBatchSize: batchSize)
    shards = plan.count
    passes = plan.passes(of: DenseStack.rowsPerPass(workload.precision))
    distinct = workload.distinctRows(batchSize: batchSize)
    network = workload.network
    featureCount = workload.features?.features.columns ?? 0
    slots = workload.optimizer.slots
  }

  /// The work of one part; nil for those that only wait.
  public subscript(part: StepPart) -> PartWork? {
    switch part {
    case .batching:
      // A rating anywhere in memory costs a cache line; what is kept of it are four numbers. A feature is read in 16
      // bits and kept in 32.
      .bytes(rows * (Self.cacheLine + (4 + 1.5 * Double(featureCount)) * Self.float), .memory)
    case .gather: .bytes(tableRows * rowBytes + embeddingBytes, tableLevel)
    case .forward: .operations(2 * rows * weights)
    case .backward: .operations(4 * rows * weights)
    case .reduction:
      .bytes(
        3 * Self.float * Double(shards - 1) * parameters,
        .holding(Self.float * Double(shards) * parameters, threads: threads))
    case .sparseUpdate:
      // Rows are read and written; gradients of each rating and the weights to start from are read.
      .bytes(2 * tableRows * rowBytes + embeddingBytes + tableRows * weightBytes, tableLevel)
    case .denseUpdate:
      .bytes(
        Self.float * parameters * Double(3 + 2 * slots),
        .holding(Self.float * parameters * Double(2 + slots), threads: threads))
    case .serial, .idle: nil
    }
  }

  private var rows: Double { Double(batchSize) }
  private var tableRows: Double { distinct.readers + distinct.books }
  private var weightBytes: Double { Self.float * Double(network.embeddingDimension) }
  /// A row with its optimizer's state.
  private var rowBytes: Double { weightBytes * Double(1 + slots) }
  /// Both embeddings of every rating.
  private var embeddingBytes: Double { 2 * rows * weightBytes }

  /// Batches come back to rows only after the whole tables went by.
  private var tableLevel: MemoryLevel {
    .holding(
      Double(StepWorkload.readers + StepWorkload.books) * rowBytes, threads: threads)
  }

  private var widths: [Int] {
    [featureCount > 0 ? featureCount : 2 * network.embeddingDimension] + network.hidden + [1]
  }
  private var weights: Double {
    Double(zip(widths, widths.dropFirst()).map { $0 * $1 }.reduce(0, +))
  }
  private var parameters: Double { weights + Double(widths.dropFirst().reduce(0, +)) }
}
