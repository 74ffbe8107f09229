import BookData
import Features
import Kernels

extension PreparedTraining {
  /// What of a network's inputs would mean something else than in a model, so that its weights cannot be gone on
  /// from; nil where all of it means the same.
  package func difference(from model: Model) -> String? {
    let encoder = encoding?.encoder
    guard (model.manifest.encoder?.features ?? []) == (encoder?.model.featureNames ?? []) else {
      return "the features of a pair"
    }
    guard let encoder, let before = model.encoder,
      !encoder.isContinuing(before, books: data.ratings.books, earlier: model.books)
    else { return nil }
    return "the directions of books' tags"
  }
}

extension FeatureEncoder {
  /// The mean cosine between a book's tags then and now below which their directions are others.
  private static var leastCosine: Float { 0.9 }

  /// Whether books have about the same coordinates among tags as in an earlier encoder.
  ///
  /// A decomposition of other tags may turn or mirror its axes, and weights on them then mean nothing.
  ///
  /// - Parameters:
  ///   - books: This encoder's books.
  ///   - earlier: The earlier encoder's.
  fileprivate func isContinuing(
    _ before: FeatureEncoder, books: Vocabulary, earlier: Vocabulary
  ) -> Bool {
    let (now, then) = (model.space.tagColumns, before.model.space.tagColumns)
    guard now.columns == then.columns else { return false }
    var (sum, count) = (Float(0), Float(0))
    for index in 0..<UInt32(books.count) {
      // Rows have length 1, or 0 for a book without tags.
      guard let old = earlier.index(of: books.text(at: index)).map(Int.init),
        then.hasLength(row: old)
      else { continue }
      sum += (0..<now.columns).reduce(0) { $0 + now[Int(index), $1] * then[old, $1] }
      count += 1
    }
    return count == 0 || sum / count >= Self.leastCosine
  }
}

extension Matrix {
  fileprivate func hasLength(row: Int) -> Bool { (0..<columns).contains { self[row, $0] != 0 } }
}
