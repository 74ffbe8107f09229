public import Kernels

/// Reader and book embeddings and dense layers, to one predicted rating.
///
/// `d` is the embedding dimension; the embeddings of n pairs are [n × 2d], reader first. A plain network is
/// the original project's: dense(reader's embedding, book's embedding). A hybrid one is
/// offset + reader's embedding · book's embedding + dense(features of the pair).
public struct RatingNetwork: Sendable {
  /// The shape.
  public let configuration: NetworkConfiguration
  /// The number of dense features of a pair: above 0 for a hybrid network, 0 for a plain one.
  public let featureCount: Int
  /// The dense layers.
  public let stack: DenseStack
  /// The readers' embeddings with their optimizer state.
  public let readers: EmbeddingTable
  /// The books' embeddings with their optimizer state.
  public let books: EmbeddingTable
  /// The dense layers' weights and biases.
  public let parameters: Matrix
  /// The dense layers' optimizer state, [slots × parameters].
  public let state: Matrix

  /// The standard deviation of initial embeddings.
  private static let initialDeviation: Float = 0.05

  /// A network with random embeddings and weights; a plain one starts by predicting about `mean`.
  ///
  /// Embeddings are uniform with a standard deviation of 0.05.
  ///
  /// - Parameters:
  ///   - featureCount: The number of dense features of a pair, for a hybrid network. The default is 0.
  ///   - slots: The optimizer's state vectors beside each parameter.
  public init(
    _ configuration: NetworkConfiguration, readers readerCount: Int, books bookCount: Int,
    featureCount: Int = 0, mean: Float, slots: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    self.configuration = configuration
    self.featureCount = featureCount
    stack = configuration.stack(featureCount: featureCount)
    let dimension = configuration.embeddingDimension
    readers = EmbeddingTable(rows: readerCount, dimension: dimension, slots: slots)
    books = EmbeddingTable(rows: bookCount, dimension: dimension, slots: slots)
    let bound = Self.initialDeviation * Float(3).squareRoot()
    for table in [readers, books] {
      for row in 0..<table.rows {
        table.setVector(
          row: row, to: (0..<dimension).map { _ in .random(in: -bound...bound, using: &generator) })
      }
    }
    // A hybrid network starts as its offset and learns what is left.
    let isPlain = configuration.architecture == .plain
    parameters = stack.initialParameters(
      outputBias: isPlain ? mean : 0, lastScale: isPlain ? 0.1 : 0, using: &generator)
    state = Matrix(rows: slots, columns: stack.parameterCount)
  }

  /// A network of these tables, whose dense parameters are zeros, to be filled.
  ///
  /// - Parameters:
  ///   - featureCount: The number of dense features of a pair; 0 for a plain network.
  ///   - slots: The optimizer's state vectors beside each dense parameter.
  package init(
    _ configuration: NetworkConfiguration, readers: EmbeddingTable, books: EmbeddingTable,
    featureCount: Int, slots: Int
  ) {
    self.configuration = configuration
    self.featureCount = featureCount
    (self.readers, self.books) = (readers, books)
    stack = configuration.stack(featureCount: featureCount)
    parameters = Matrix(rows: 1, columns: stack.parameterCount)
    state = Matrix(rows: slots, columns: stack.parameterCount)
  }

  /// One side's embeddings.
  public func table(_ side: Side) -> EmbeddingTable { side == .reader ? readers : books }

  /// The first column of a side's embeddings beside the other's.
  public func column(_ side: Side) -> Int {
    side == .reader ? 0 : configuration.embeddingDimension
  }

  /// The columns of a side's embeddings beside the other's.
  func columns(_ side: Side) -> Range<Int> {
    column(side)..<column(side) + configuration.embeddingDimension
  }

  /// The side by whose ids to sort batches of `batchSize` ratings; nil where it would not pay.
  ///
  /// It pays for a plain network with a rectified first layer whose batches meet the rows of one table often
  /// enough that a good part of them come more than once.
  public func sortedSide(batchSize: Int) -> Side? {
    guard configuration.architecture == .plain, !configuration.hidden.isEmpty else { return nil }
    let side: Side = readers.rows < books.rows ? .reader : .book
    return batchSize >= table(side).rows / 8 ? side : nil
  }
}
