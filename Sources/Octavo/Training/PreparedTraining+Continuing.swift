import BookData
import Features
import Kernels
import Training

/// What came of going on from a hybrid model.
package enum Continuation: Sendable {
  case renewed(TrainedModel)
  /// What would mean something else to the model's network, so that a training must begin afresh.
  case others(String)
}

extension PreparedTraining {
  /// `model` with what this training's ratings say of readers and books, those held out to validate included.
  ///
  /// Network, kernel weights and the scaling of features stay; histories, factors and statistics are those of the
  /// ratings. New readers and books have them, too, and the embeddings of unknown ones.
  ///
  /// - Parameters:
  ///   - model: A hybrid model.
  ///   - rows: Where the readers and books of the ratings stand in it.
  package func renewed(_ model: Model, _ rows: KnownRows) -> Continuation {
    var material = configuration.encodingMaterial(
      data.ratings, catalog: data.catalog, threads: threads)
    guard let before = model.encoder, before.hasFeatures(of: material.books, material.readers)
    else { return .others("the features of a pair") }
    guard material.books.isContinuing(before.model.space, rows.books) else {
      return .others("the directions of books' tags")
    }
    let encoder = before.renewed(
      by: data.known, in: material.books, readers: material.readers, FactorConfiguration(),
      threads: threads, using: &material.generator)
    return .renewed(
      TrainedModel(
        keeping: model.network.taking(readers: rows.readers, books: rows.books),
        bestEpoch: model.manifest.bestEpoch, encoder: encoder, for: data.ratings,
        training: data.parts.train))
  }
}

extension BookSpace {
  /// The mean cosine between a book's tags then and now below which their directions are others.
  private static var leastCosine: Float { 0.9 }

  /// Whether books have about the same coordinates among tags as in an earlier space.
  ///
  /// A decomposition of other tags may turn or mirror its axes, and weights on them then mean nothing.
  ///
  /// - Parameter rows: For each book its row in the earlier space; nil for a new one.
  fileprivate func isContinuing(_ earlier: BookSpace, _ rows: [Int?]) -> Bool {
    let (now, then) = (tagColumns, earlier.tagColumns)
    guard now.columns == then.columns else { return false }
    var (sum, count) = (Float(0), Float(0))
    // Rows have length 1, or 0 for a book without tags.
    for case (let book, let old?) in zip(0..., rows) where then.hasLength(row: old) {
      sum += (0..<now.columns).reduce(0) { $0 + now[book, $1] * then[old, $1] }
      count += 1
    }
    return count == 0 || sum / count >= Self.leastCosine
  }
}

extension Matrix {
  fileprivate func hasLength(row: Int) -> Bool { (0..<columns).contains { self[row, $0] != 0 } }
}
