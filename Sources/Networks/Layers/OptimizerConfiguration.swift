public import Kernels
import Support

/// How gradients become changes of the parameters.
public struct OptimizerConfiguration: Sendable, Codable, Equatable {
  /// The rule of an optimizer.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Adaptive moments: Kingma and Ba, ICLR 2015.
    case adam
    /// Adaptive gradients: Duchi, Hazan and Singer, JMLR 2011.
    case adagrad
    /// Stochastic gradient descent.
    case sgd

    /// The step size that suits dense layers.
    package var denseRate: Double {
      switch self {
      case .adam: 0.001
      case .adagrad: 0.02
      case .sgd: 0.1
      }
    }
  }

  /// The rule.
  ///
  /// The default is stochastic gradient descent.
  public var kind = Kind.sgd
  /// The step size η of the dense layers; nil means the kind's own.
  ///
  /// The default is nil.
  public var learningRate: Double?
  /// The step size of the embeddings; nil means the kind's own.
  ///
  /// The default is nil.
  public var embeddingLearningRate: Double?
  /// The decay λ: every step multiplies each weight and embedding by 1 − ηλ.
  ///
  /// The default is 0.
  ///
  /// Must be at least 0, and ηλ below 1.
  ///
  /// For SGD this is the gradient of λ/2 · the sum of squares; for the others it is the decoupled decay of
  /// Loshchilov and Hutter, ICLR 2019. Biases do not decay.
  public var l2 = 0.0
  /// The greatest length of an embedding; a row that a step made longer is scaled back to it.
  ///
  /// The default is nil, no limit.
  public var embeddingNormLimit: Double?
  /// Adam's β1, β2 and ε.
  ///
  /// The default is 0.9, 0.999 and 1e-8.
  public var adam = AdamCatchUp.Constants()

  /// The defaults.
  public init() {}

  /// The step size of the dense layers: ``learningRate``, or the kind's own.
  package var denseRate: Double { learningRate ?? kind.denseRate }

  /// The step size of the embeddings: ``embeddingLearningRate``, or that of the dense layers.
  package var embeddingRate: Double { embeddingLearningRate ?? denseRate }

  /// The number of state vectors beside the parameters.
  package var slots: Int {
    rule(atStep: 1, learningRate: 0).slots
  }

  /// The rule with the rates of step `step`, counted from 1.
  package func rule(atStep step: Int, learningRate: Double) -> UpdateRule {
    switch kind {
    case .sgd:
      return .sgd(rate: Float(learningRate))
    case .adagrad:
      return .adagrad(rate: Float(learningRate), epsilon: Float(adam.epsilon))
    case .adam:
      let rates = adam.rates(atStep: step, learningRate: learningRate)
      return .adam(
        rate: Float(rates.rate), epsilon: Float(rates.epsilon),
        firstDecay: Float(adam.firstDecay), secondDecay: Float(adam.secondDecay))
    }
  }

  /// Whether rows without a gradient change all the same, and so must catch up.
  package var needsCatchUp: Bool { kind == .adam || l2 > 0 }
}
