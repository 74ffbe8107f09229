import Kernels
import Lists
import Support

/// `relevance.safetensors`: the item–item regression and the histories that lists are made from.
///
/// | tensor | content |
/// |---|---|
/// | `weights.offsets`, `weights.books`, `weights.values` | the regression's weights as compressed rows |
/// | `precision`, `priors` | one number for each book |
/// | `scale.weights`, `scale.range` | how much a rating counts, and the lowest and highest rating |
/// | `histories.offsets`, `histories.books`, `histories.values` | the training's ratings of each reader |
///
/// A model without lists has the file all the same, without tensors and with the metadata `lists: none`, so
/// that a missing file is never taken for one.
enum RelevanceFile {
  private static let absence = ["lists": "none"]

  /// Writes that there are no lists to the file at `path`.
  ///
  /// - Throws: `FileError`.
  static func writeAbsence(to path: String) throws {
    try TensorFile.write([], metadata: absence, to: path)
  }

  /// Writes both to the file at `path`.
  ///
  /// - Throws: `FileError`.
  static func write(
    _ regression: ItemRegression, histories: SparseRows, to path: String
  ) throws {
    let scale = regression.scale
    try TensorFile.write(
      tensors(regression.weights, name: "weights") + tensors(histories, name: "histories")
        + [
          vector("precision", regression.precision), vector("priors", regression.priors),
          vector("scale.weights", scale.weights),
          vector("scale.range", [scale.lowest, scale.highest]),
        ], to: path)
  }

  /// Reads both from the file at `path`; nil where it says that there are no lists.
  ///
  /// - Throws: `FileError`, `CheckpointError`.
  static func read(
    _ path: String, readers: Int, books: Int
  ) throws -> (regression: ItemRegression, histories: SparseRows)? {
    let file = try TensorFile.read(path)
    guard file.metadata != absence else { return nil }
    let range = try file.floats("scale.range", shape: [2])
    let weights = try file.floats("scale.weights", shape: [length("scale.weights", file)])
    guard range[0] <= range[1], !weights.isEmpty else {
      throw CheckpointError.invalidHeader(
        path: path, offset: 0, reason: "expected a rating scale, found \(range) and \(weights)")
    }
    let regression = ItemRegression(
      weights: try rows("weights", file, rows: books, columns: books),
      precision: try file.floats("precision", shape: [books]),
      priors: try file.floats("priors", shape: [books]),
      scale: InputScale(lowest: range[0], highest: range[1], weights: weights))
    let histories = try rows("histories", file, rows: readers, columns: books)
    guard histories.values.allSatisfy({ (range[0]...range[1]).contains($0) }) else {
      throw CheckpointError.invalidHeader(
        path: path, offset: 0, reason: "expected histories of ratings in the scale \(range)")
    }
    return (regression, histories)
  }

  private static func vector(_ name: String, _ values: [Float]) -> NamedTensor {
    NamedTensor(name: name, shape: [values.count], values: values)
  }

  private static func tensors(_ rows: SparseRows, name: String) -> [NamedTensor] {
    [
      NamedTensor(
        name: name + ".offsets", shape: [rows.offsets.count], values: rows.offsets.map(UInt32.init)),
      NamedTensor(name: name + ".books", shape: [rows.indices.count], values: rows.indices),
      vector(name + ".values", rows.values),
    ]
  }

  private static func rows(
    _ name: String, _ file: TensorFile, rows: Int, columns: Int
  ) throws -> SparseRows {
    let offsets = try file.integers(name + ".offsets", shape: [rows + 1]).map(Int.init)
    let count = length(name + ".books", file)
    let indices = try file.integers(name + ".books", shape: [count])
    let values = try file.floats(name + ".values", shape: [count])
    guard
      SparseRows.isRising(columns: columns, offsets: offsets, indices: indices, values: values)
    else {
      throw CheckpointError.invalidHeader(
        path: file.path, offset: 0, reason: "expected \(name) with rising offsets and books")
    }
    return SparseRows(columns: columns, offsets: offsets, indices: indices, values: values)
  }

  /// The length of a tensor of one dimension; 0 where it is missing, which reading it reports.
  private static func length(_ name: String, _ file: TensorFile) -> Int {
    file.tensors[name]?.values.count ?? 0
  }
}
