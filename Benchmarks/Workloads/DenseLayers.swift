import Kernels
import Networks
import Parallelism
import Support

extension Workload {
  /// The reference network's dense layers, 64 → 128 → 64 → 1, both ways.
  static let denseLayers = Precision.allCases.filter(\.isAvailable).flatMap { precision in
    [64, 256].flatMap { denseLayers($0, precision) }
  }

  private static func denseLayers(_ rows: Int, _ precision: Precision) -> [Workload] {
    let name = "\(rows) rows\(precision.suffix)"
    return [
      Workload("dense forward, \(name)") {
        let layers = LayersAtWork(rows: rows, precision)
        layers.forward()
        try layers.checkForward()
        return layers.forward
      },
      Workload("dense backward, \(name)") {
        let layers = LayersAtWork(rows: rows, precision)
        layers.forward()
        layers.backward()
        try layers.checkBackward()
        return layers.backward
      },
    ]
  }
}

/// Dense layers with all that they need, for one shard.
private struct LayersAtWork {
  private let rows: Int
  private let stack = DenseStack(inputs: 64, hidden: [128, 64], dropout: 0)
  private let parameters: Matrix
  private let input: Matrix
  private let gradients: Matrix
  private let inputGradient: Matrix
  private let workspace: DenseWorkspace
  private let precision: Precision

  init(rows: Int, _ precision: Precision) {
    self.rows = rows
    self.precision = precision
    var generator = SeededGenerator(seed: 4)
    parameters = stack.initialParameters(outputBias: 3, lastScale: 1, using: &generator)
    input = Matrix(
      rows: rows, columns: 64,
      values: (0..<rows * 64).map { _ in Float(generator.uniform() - 0.5) })
    gradients = Matrix(rows: 1, columns: stack.parameterCount)
    inputGradient = Matrix(rows: rows, columns: 64)
    workspace = stack.workspace(capacity: rows, precision: precision)
    workspace.prepare(parameters)
  }

  func forward() {
    _ = stack.forward(parameters, input: .rows(input.view), workspace: workspace)
  }

  /// The backward pass of the sum of all predictions.
  func backward() {
    workspace.lastOutput.fill(1)
    gradients.fill(0)
    stack.backward(
      parameters, input: .rows(input.view), workspace: workspace, gradients: gradients,
      inputGradient: .rows(inputGradient.view))
  }

  func checkForward() throws {
    let expected = (0..<rows).map { Reference.forward(layers, row($0)).last?.first ?? .nan }
    try check(workspace.lastOutput.values, expected, within: 1e-5, "predictions of \(rows) rows")
  }

  func checkBackward() throws {
    var sums = layers.map { layer in
      Reference.Layer(weights: layer.weights.map { _ in 0 }, bias: layer.bias.map { _ in 0 })
    }
    var inputs: [Double] = []
    for index in 0..<rows {
      let part = Reference.backward(layers, row(index), outputGradient: 1)
      inputs += part.input
      for (l, layer) in part.layers.enumerated() {
        for (i, value) in layer.weights.enumerated() { sums[l].weights[i] += value }
        for (i, value) in layer.bias.enumerated() { sums[l].bias[i] += value }
      }
    }
    let expected = sums.flatMap(\.weights) + sums.flatMap(\.bias)
    try check(
      gradients.values, expected, within: 2e-6 * Double(rows), "gradients of \(rows) rows")
    try check(inputGradient.values, inputs, within: 1e-5, "input gradients of \(rows) rows")
  }

  /// Each number within `tolerance` of the reference's; with rounded factors all of them by their length,
  /// because some sums near 0 are rectified in one way and not in the other.
  private func check(
    _ found: [Float], _ expected: [Double], within tolerance: Double, _ what: String
  ) throws {
    switch precision {
    case .single: try require(found, equal: expected, within: tolerance, what)
    case .bfloat16: try require(found, near: expected, within: 0.1, what)
    }
  }

  private var layers: [Reference.Layer] {
    stack.layers.map { layer in
      Reference.Layer(
        weights: layer.weights(in: parameters).values.map(Double.init),
        bias: layer.bias(in: parameters).values.map(Double.init))
    }
  }

  private func row(_ index: Int) -> [Double] {
    input.rows(from: index, count: 1).values.map(Double.init)
  }
}
