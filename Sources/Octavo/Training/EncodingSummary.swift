import Features

/// What a hybrid network is told of a pair, in a few figures.
package struct EncodingSummary: Sendable {
  /// The terms that books are compared by in readers' histories, with their weights; those without are left out.
  package let weights: [(term: KernelTerm, weight: Float)]
  /// The number of features of a pair.
  package let features: Int

  init(_ encoder: FeatureEncoder) {
    weights = KernelTerm.allCases.map { ($0, encoder.model.weights[$0]) }.filter { $0.1 > 0 }
    features = encoder.scaling.means.count
  }
}

extension Model {
  /// What a hybrid network is told of a pair; nil for a plain one.
  package var encodingSummary: EncodingSummary? { encoder.map { EncodingSummary($0) } }
}
