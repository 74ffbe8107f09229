import Kernels

/// Where learning factors begins once some ratings are added to those of an earlier learning.
struct FactorStart: Sendable {
  /// The means of readers' factors, [readers × d].
  let readerMeans: Matrix
  let readers: FactorPrior
  let books: FactorPrior
  /// τ.
  let precision: Float

  /// What `model` learned.
  init(_ model: FactorModel) {
    readerMeans = model.readers.beliefs.means
    (readers, books) = (model.readers.prior, model.books.prior)
    precision = model.precision
  }
}

/// What was learned of all readers, or of all books, beside their factors.
struct FactorPrior: Sendable {
  /// Prior means, [n × d].
  let means: Matrix
  /// Λ, [d × d].
  let precision: Matrix
  /// Λ⁻¹, [d × d].
  let covariance: Matrix
  /// How precise the ratings of each are beside the average, [n].
  let ratingPrecisions: [Float]
}
