import Kernels

extension RatingNetwork {
  /// A copy for predictions alone: no optimizer state, and one more row in each table.
  ///
  /// The last row of a table is the mean of its trained rows, and stands for readers or books that nobody
  /// ever trained; rows without a training rating are set to it, because their initial values mean
  /// nothing.
  ///
  /// - Parameters:
  ///   - isReaderTrained: For each reader, whether training saw a rating of theirs.
  ///   - isBookTrained: For each book, whether training saw a rating of it.
  public func inferenceCopy(isReaderTrained: [Bool], isBookTrained: [Bool]) -> RatingNetwork {
    let copy = RatingNetwork(
      configuration, readers: readers.rows + 1, books: books.rows + 1, featureCount: featureCount)
    copy.readers.copyTrained(from: readers, isTrained: isReaderTrained)
    copy.books.copyTrained(from: books, isTrained: isBookTrained)
    copy.parameters.copy(from: parameters.values)
    return copy
  }

  /// The same network for other readers and books, for predictions alone; new ones are as unknown ones.
  ///
  /// - Parameters:
  ///   - readerRows: For each reader their row here; nil for a new one.
  ///   - bookRows: The same of books.
  public func taking(readers readerRows: [Int?], books bookRows: [Int?]) -> RatingNetwork {
    let copy = RatingNetwork(
      configuration, readers: readerRows.count + 1, books: bookRows.count + 1,
      featureCount: featureCount)
    copy.readers.take(readerRows, of: readers)
    copy.books.take(bookRows, of: books)
    copy.parameters.copy(from: parameters.values)
    return copy
  }

  /// A network of zeros for predictions alone, to be filled by a loader.
  ///
  /// - Parameter featureCount: The number of dense features of a pair, for a hybrid network. The default
  ///   is 0.
  public init(
    _ configuration: NetworkConfiguration, readers readerRows: Int, books bookRows: Int,
    featureCount: Int = 0
  ) {
    let dimension = configuration.embeddingDimension
    self.init(
      configuration, readers: EmbeddingTable(rows: readerRows, dimension: dimension, slots: 0),
      books: EmbeddingTable(rows: bookRows, dimension: dimension, slots: 0),
      featureCount: featureCount, slots: 0)
  }

  /// The predicted ratings of pairs of readers and books, not clipped.
  ///
  /// - Parameters:
  ///   - pairs: Rows of the tables.
  ///   - inputs: What else a hybrid network is told of each pair; nil for a plain one.
  ///   - firstRow: The row of `inputs` that belongs to the first pair. The default is 0.
  public func predictions(
    _ pairs: [(reader: UInt32, book: UInt32)], inputs: SideFeatures? = nil, firstRow: Int = 0
  ) -> [Float] {
    predictions(pairs, inputs: inputs) { firstRow + $0 }
  }

  /// The predicted ratings of pairs of readers and books, not clipped.
  ///
  /// - Parameters:
  ///   - pairs: Rows of the tables.
  ///   - inputs: What else a hybrid network is told of each pair; nil for a plain one.
  ///   - rows: The row of `inputs` that belongs to each pair.
  public func predictions(
    _ pairs: [(reader: UInt32, book: UInt32)], inputs: SideFeatures?, rows: [Int]
  ) -> [Float] {
    predictions(pairs, inputs: inputs) { rows[$0] }
  }

  private func predictions(
    _ pairs: [(reader: UInt32, book: UInt32)], inputs: SideFeatures?, row: (Int) -> Int
  ) -> [Float] {
    let capacity = min(max(1, pairs.count), DenseStack.rowsPerPass)
    let batch = Batch(capacity: capacity, featureCount: featureCount)
    let embeddings = Matrix(rows: capacity, columns: 2 * configuration.embeddingDimension)
    let workspace = stack.workspace(capacity: capacity)
    workspace.prepare(parameters)
    var predictions: [Float] = []
    predictions.reserveCapacity(pairs.count)
    for start in Swift.stride(from: 0, to: pairs.count, by: capacity) {
      let part = pairs[start..<min(start + capacity, pairs.count)]
      for (i, pair) in part.enumerated() {
        batch.set(i, reader: pair.reader, book: pair.book, target: 0)
        if let inputs { batch.setInputs(i, from: inputs, row: row(start + i)) }
      }
      batch.count = part.count
      let output = forward(
        batch, range: 0..<part.count, embeddings: embeddings, workspace: workspace)
      predictions += output.values
    }
    return predictions
  }
}

extension EmbeddingTable {
  /// Copies rows of `source`, whose last one stands for those without a row, and for unknown ones.
  fileprivate func take(_ sources: [Int?], of source: EmbeddingTable) {
    for (row, place) in (sources + [nil]).enumerated() {
      setVector(row: row, to: source.vector(row: place ?? source.rows - 1))
    }
  }

  /// Copies the trained rows of `source` and their mean, which is also what untrained rows become.
  fileprivate func copyTrained(from source: EmbeddingTable, isTrained: [Bool]) {
    precondition(isTrained.count == source.rows && rows == source.rows + 1, "tables of other sizes")
    var sum = [Double](repeating: 0, count: dimension)
    var trained = 0.0
    for row in 0..<source.rows where isTrained[row] {
      let vector = source.vector(row: row)
      setVector(row: row, to: vector)
      for (i, value) in vector.enumerated() { sum[i] += Double(value) }
      trained += 1
    }
    let mean = sum.map { Float($0 / max(1, trained)) }
    for row in 0..<source.rows where !isTrained[row] { setVector(row: row, to: mean) }
    setVector(row: source.rows, to: mean)
  }
}
