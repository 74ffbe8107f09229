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
/// Two loops, direction and move, each over few enough arrays that the compiler proves them apart and
/// vectorizes.
///
/// `current` are the weights to start from, which may be `weights` itself. The second state vector follows
/// `stateStride` elements after the first. `gradient` becomes the direction of the move. `sleep` holds the
/// powers of β1 and β2 for steps in which these weights had no gradient.
@inline(__always)
func applyRule(
  _ rule: UpdateRule, decay: Float, count: Int, current: UnsafeMutablePointer<Float>,
  weights: UnsafeMutablePointer<Float>, state: UnsafeMutablePointer<Float>, stateStride: Int,
  gradient: UnsafeMutablePointer<Float>, sleep: (first: Float, second: Float) = (1, 1)
) {
  let rate = unsafe turn(
    gradient, count: count, by: rule, state: state, squares: state + stateStride, sleep: sleep)
  for i in 0..<count { unsafe weights[i] = current[i] * decay - rate * gradient[i] }
}

/// Replaces a gradient by the direction of the move, updates the state, and returns the rate.
@inline(__always)
private func turn(
  _ gradient: UnsafeMutablePointer<Float>, count: Int, by rule: UpdateRule,
  state: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>,
  sleep: (first: Float, second: Float)
) -> Float {
  switch rule {
  case .sgd(let rate):
    return rate
  case .adagrad(let rate, let epsilon):
    for i in 0..<count {
      let g = unsafe gradient[i]
      let s = unsafe state[i] + g * g
      unsafe state[i] = s
      unsafe gradient[i] = g / (octavo_square_root(s) + epsilon)
    }
    return rate
  case .adam(let rate, let epsilon, let firstDecay, let secondDecay):
    let (first, second) = (firstDecay * sleep.first, secondDecay * sleep.second)
    let (firstShare, secondShare) = (1 - firstDecay, 1 - secondDecay)
    for i in 0..<count {
      let g = unsafe gradient[i]
      let m = unsafe state[i] * first + g * firstShare
      let v = unsafe squares[i] * second + g * g * secondShare
      unsafe state[i] = m
      unsafe squares[i] = v
      unsafe gradient[i] = m / (octavo_square_root(v) + epsilon)
    }
    return rate
  }
}
