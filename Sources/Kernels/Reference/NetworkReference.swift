/// The naive twins of the fast kernels: plain loops over arrays in double precision.
///
/// They are the oracle of the tests and the slow side of the benchmarks; nothing else calls them.
public enum Reference {
  /// The product a · b.
  ///
  /// Shapes: `a` [m × k], `b` [k × n]; the result is [m × n], all row-major.
  public static func product(
    _ a: [Double], _ b: [Double], m: Int, k: Int, n: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: m * n)
    for i in 0..<m {
      for j in 0..<n {
        for l in 0..<k { result[i * n + j] += a[i * k + l] * b[l * n + j] }
      }
    }
    return result
  }

  /// The transpose of `a`, [rows × columns].
  public static func transpose(_ a: [Double], rows: Int, columns: Int) -> [Double] {
    (0..<rows * columns).map { a[($0 % rows) * columns + $0 / rows] }
  }

  /// A stack of dense layers as lists of numbers: W [o × i], b [o], rectified but for the last.
  public struct Layer: Sendable {
    /// W, row-major.
    public var weights: [Double]
    /// b.
    public var bias: [Double]

    /// A layer of these numbers.
    public init(weights: [Double], bias: [Double]) {
      self.weights = weights
      self.bias = bias
    }
  }

  /// The outputs of all layers for one input row; the last has one element.
  public static func forward(_ layers: [Layer], _ input: [Double]) -> [[Double]] {
    var outputs: [[Double]] = []
    var current = input
    for (index, layer) in layers.enumerated() {
      current = layer.bias.indices.map { o in
        let sum = current.indices.reduce(layer.bias[o]) {
          $0 + layer.weights[o * current.count + $1] * current[$1]
        }
        return index == layers.count - 1 ? sum : max(sum, 0)
      }
      outputs.append(current)
    }
    return outputs
  }

  /// The gradients of `outputGradient` · prediction for one input row.
  ///
  /// - Returns: One gradient for each layer, of the shapes of its parameters, and that of the input.
  public static func backward(
    _ layers: [Layer], _ input: [Double], outputGradient: Double
  ) -> (layers: [Layer], input: [Double]) {
    let outputs = forward(layers, input)
    var gradients = layers
    var delta = [outputGradient]
    for index in layers.indices.reversed() {
      if index < layers.count - 1 {
        for o in delta.indices where outputs[index][o] <= 0 { delta[o] = 0 }
      }
      let below = index == 0 ? input : outputs[index - 1]
      gradients[index].bias = delta
      gradients[index].weights = delta.flatMap { d in below.map { d * $0 } }
      delta = below.indices.map { i in
        delta.indices.reduce(0) { $0 + delta[$1] * layers[index].weights[$1 * below.count + i] }
      }
    }
    return (gradients, delta)
  }

  /// Dense Adam with decoupled decay, one step on all elements; `m` and `v` are its state.
  public static func adam(
    _ weights: inout [Double], m: inout [Double], v: inout [Double], gradient: [Double], step: Int,
    learningRate: Double, l2: Double, constants: AdamCatchUp.Constants
  ) {
    let (rate, epsilon) = constants.rates(atStep: step, learningRate: learningRate)
    for i in weights.indices {
      m[i] = constants.firstDecay * m[i] + (1 - constants.firstDecay) * gradient[i]
      v[i] = constants.secondDecay * v[i] + (1 - constants.secondDecay) * gradient[i] * gradient[i]
      weights[i] =
        weights[i] * (1 - learningRate * l2) - rate * m[i] / (v[i].squareRoot() + epsilon)
    }
  }
}
