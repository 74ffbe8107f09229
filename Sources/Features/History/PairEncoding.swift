public import Kernels

/// An encoder with the inputs of the ratings that it was fitted to.
public struct PairEncoding: Sendable {
  /// What makes the inputs of other pairs.
  public let encoder: FeatureEncoder
  /// The inputs of the ratings, in their order.
  public let inputs: SideFeatures
}

/// An encoder with what makes the inputs of the ratings that it was fitted to, some readers at a time.
package struct FittedEncoder: Sendable {
  /// What makes the inputs of other pairs.
  package let encoder: FeatureEncoder
  /// What makes the inputs of the ratings.
  package let inputs: RatingInputs

  /// The encoder with all inputs.
  package var encoding: PairEncoding { PairEncoding(encoder: encoder, inputs: inputs.all()) }
}
