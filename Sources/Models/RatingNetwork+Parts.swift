public import Kernels

extension RatingNetwork {
  /// The tables by the names under which checkpoints hold them.
  public var namedTables: [(name: String, table: RowStore)] {
    [("tables.readers", readers), ("tables.books", books)]
  }

  /// The dense parameters and their optimizer state by the names under which checkpoints hold them.
  public var namedMatrices: [(name: String, matrix: Matrix)] {
    [("dense.parameters", parameters), ("dense.state", state)]
  }
}
