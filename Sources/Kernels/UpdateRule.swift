internal import CIntrinsics

/// How gradients change weights, with this step's rates filled in.
public enum UpdateRule: Sendable {
  /// w ← decay · w − rate · g.
  case sgd(rate: Float)
  /// s ← s + g²; w ← decay · w − rate · g / (√s + ε). Duchi, Hazan and Singer, JMLR 12 (2011).
  case adagrad(rate: Float, epsilon: Float)
  /// m ← β1 m + (1 − β1) g; v ← β2 v + (1 − β2) g²; w ← decay · w − rate · m / (√v + ε).
  ///
  /// `rate` and `epsilon` carry the bias corrections of Kingma and Ba, section 2.
  case adam(rate: Float, epsilon: Float, firstDecay: Float, secondDecay: Float)

  /// The number of state vectors that the rule keeps beside the weights.
  public var slots: Int {
    switch self {
    case .sgd: 0
    case .adagrad: 1
    case .adam: 2
    }
  }
}

/// Changes `count` weights by their gradients: the arithmetic of every optimizer, dense and sparse alike.
///
/// `current` are the weights to start from, which may be `weights` itself. The second state vector follows
/// `stateStride` elements after the first. `sleep` holds the powers of β1 and β2 for steps in which these
/// weights had no gradient.
@inline(__always)
func applyRule(
  _ rule: UpdateRule, decay: Float, count: Int, current: UnsafeMutablePointer<Float>,
  weights: UnsafeMutablePointer<Float>, state: UnsafeMutablePointer<Float>, stateStride: Int,
  gradient: UnsafeMutablePointer<Float>, sleep: (first: Float, second: Float) = (1, 1)
) {
  switch rule {
  case .sgd(let rate):
    unsafe octavo_descend(count, weights, current, gradient, rate, decay)
  case .adagrad(let rate, let epsilon):
    unsafe octavo_adagrad(count, weights, current, gradient, state, rate, epsilon, decay)
  case .adam(let rate, let epsilon, let firstDecay, let secondDecay):
    let step = octavo_adam_step(
      rate: rate, epsilon: epsilon, first_decay: firstDecay * sleep.first,
      first_share: 1 - firstDecay, second_decay: secondDecay * sleep.second,
      second_share: 1 - secondDecay, decay: decay)
    unsafe octavo_adam(count, weights, current, gradient, state, state + stateStride, step)
  }
}
