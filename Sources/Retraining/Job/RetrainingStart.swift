import BookData
import Features
import Kernels
import Octavo
import Training

/// What a training begins with.
struct RetrainingStart: Sendable {
  /// What was learned before; nil from scratch.
  let warmStart: WarmStart?
  /// Why it is so, in a few words.
  let reason: String

  /// Decides between the model in service and a fresh beginning.
  ///
  /// - Parameters:
  ///   - current: The model in service, if there is one.
  ///   - runs: How many runs started warm since the last one from scratch.
  ///   - encoder: What makes the new network's inputs; nil for a plain one.
  init(
    _ configuration: RetrainingConfiguration, current: ModelInService?, runs: Int,
    ratings: Ratings, encoder: FeatureEncoder?
  ) {
    let obstacle = Self.obstacle(
      configuration, current: current, runs: runs, books: ratings.books, encoder: encoder)
    guard obstacle == nil, let current, let memory = current.memory else {
      (warmStart, reason) = (nil, obstacle ?? "no model is in service")
      return
    }
    warmStart = WarmStart(
      memory.state, readers: current.recommender.readers, books: current.recommender.books,
      for: ratings)
    reason = "starts from \(current.version)"
  }

  private static func obstacle(
    _ configuration: RetrainingConfiguration, current: ModelInService?, runs: Int,
    books: Vocabulary, encoder: FeatureEncoder?
  ) -> String? {
    guard let current else { return "no model is in service" }
    guard current.memory != nil else { return "\(current.version) keeps no optimizer state" }
    if runs + 1 >= configuration.warmStart.scratchEvery {
      return "every \(configuration.warmStart.scratchEvery) runs one is from scratch"
    }
    let manifest = current.recommender.manifest
    if let difference = configuration.training.obstacle(toStartFrom: manifest.training) {
      return difference
    }
    guard (manifest.encoder?.features ?? []) == (encoder?.model.featureNames ?? []) else {
      return "the features of a pair are others than those of \(current.version)"
    }
    if let encoder, let before = current.recommender.encoder,
      !encoder.isContinuing(before, books: books, earlier: current.recommender.books)
    {
      return "the directions of books' tags are others than those of \(current.version)"
    }
    return nil
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
