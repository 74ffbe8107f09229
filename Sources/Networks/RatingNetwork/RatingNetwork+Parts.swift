public import Kernels

extension RatingNetwork {
  /// The tables by the names under which checkpoints hold them.
  public var namedTables: [(name: String, table: EmbeddingTable)] {
    [("tables.readers", readers), ("tables.books", books)]
  }

  /// The dense parameters and their optimizer state by the names under which checkpoints hold them.
  public var namedMatrices: [(name: String, matrix: Matrix)] {
    [("dense.parameters", parameters), ("dense.state", state)]
  }

  /// The layers' parts of a block of dense parameters, or of gradients of them, by the names under which
  /// models hold them: `dense.N.weight`, [o × i], and `dense.N.bias`, [o].
  public func namedLayers(
    of block: Matrix
  ) -> [(name: String, shape: [Int], part: MatrixView)] {
    stack.layers.enumerated().flatMap { index, layer in
      [
        ("dense.\(index).weight", [layer.outputs, layer.inputs], layer.weights(in: block)),
        ("dense.\(index).bias", [layer.outputs], layer.bias(in: block)),
      ]
    }
  }
}
