import Kernels

extension TrainingStep {
  /// Goes on after step `step`, with the tables of `catchUp` where the optimizer has sleeping rows.
  func restore(step: Int, catchUp state: AdamCatchUp.State?) {
    self.step = step
    if let state { catchUp?.restore(state) }
  }

  /// Goes on after step `step`, with every row awake.
  func begin(afterStep step: Int) {
    self.step = step
    catchUp?.begin(afterStep: step)
  }
}

/// Gradients of a batch, for histograms.
package struct NetworkGradients: Sendable {
  /// Those of the dense layers' weights and biases, summed over the batch, [1 × parameters].
  package let dense: Matrix
  /// Those of the readers' embeddings that the batch met, [n × d]: a row for each rating, or for some
  /// ratings of one reader together.
  package let readers: [Float]
  /// Those of the books' embeddings, likewise.
  package let books: [Float]
}

extension TrainingStep {
  /// The gradients of the last batch at the present weights; changes nothing that training depends on.
  func gradients() -> NetworkGradients {
    let dense = forwardAndBackward()
    let dimension = network.configuration.embeddingDimension
    func rows(_ side: Side) -> [Float] {
      let start = network.column(side)
      return batch.usedSlots(side).flatMap {
        embeddingGradients.rows(from: $0, count: 1).columns(start..<start + dimension).values
      }
    }
    return NetworkGradients(
      dense: Matrix(rows: 1, columns: dense.count, values: dense), readers: rows(.reader),
      books: rows(.book))
  }

  /// Runs the batch at hand; leaves its gradients in the buffers, and returns the dense ones, shard by shard
  /// added up.
  private func forwardAndBackward() -> [Float] {
    let units = units
    runUnits(units) { _ in }
    let gradients = unitGradients.prefix(units.count).map(\.values)
    let shards = (0..<units.shardCount).map { Self.sum(gradients[units.units(ofShard: $0)]) }
    return Self.sum(shards[...])
  }

  private static func sum(_ terms: ArraySlice<[Float]>) -> [Float] {
    terms.dropFirst().reduce(into: terms.first ?? []) { sum, term in
      for (i, value) in term.enumerated() { sum[i] += value }
    }
  }
}
