import Features
import Kernels

/// What a hybrid network is told of a pair, in a few figures.
package struct EncodingSummary: Sendable {
  /// The terms that books are compared by in readers' histories, with their weights; those without are left out.
  package let weights: [(term: String, weight: Float)]
  /// What each attribute of readers moves expected ratings by: the standard deviation over the ratings' books and
  /// all readers, in units of ratings.
  package let readerEffects: [(attribute: String, deviation: Float)]
  /// The number of features of a pair.
  package let features: Int

  init(_ encoder: FeatureEncoder) {
    let model = encoder.model
    weights = model.space.terms(model.order)
      .map { (model.space.name(of: $0), model.weights[$0]) }.filter { $0.1 > 0 }
    readerEffects = encoder.readerEffects
    features = encoder.scaling.means.count
  }
}

extension Model {
  /// What a hybrid network is told of a pair; nil for a plain one.
  package var encodingSummary: EncodingSummary? { encoder.map { EncodingSummary($0) } }
}
