import Kernels
import Networks
import Parallelism
import Testing

/// Shapes of the random networks that gradients are checked on: rows, inputs, hidden widths.
private let shapes: [(rows: Int, inputs: Int, hidden: [Int])] = [
  (1, 1, []), (1, 4, [1]), (5, 3, [7]), (13, 8, [11, 5]), (64, 16, [32, 16, 8]),
]

@Suite struct DenseStackTests {
  private struct Problem {
    let stack: DenseStack
    let parameters: Matrix
    let input: Matrix
    let targets: Matrix

    init(_ shape: (rows: Int, inputs: Int, hidden: [Int]), dropout: Float = 0) {
      stack = DenseStack(inputs: shape.inputs, hidden: shape.hidden, dropout: dropout)
      var generator = SeededGenerator(seed: 42)
      let random = { (count: Int, scale: Double) in
        (0..<count).map { _ in Float((generator.uniform() - 0.5) * scale) }
      }
      parameters = Matrix(
        rows: 1, columns: stack.parameterCount, values: random(stack.parameterCount, 2))
      input = Matrix(
        rows: shape.rows, columns: shape.inputs, values: random(shape.rows * shape.inputs, 4))
      targets = Matrix(rows: shape.rows, columns: 1, values: random(shape.rows, 10))
    }

    /// The sum of squared errors and its gradients with respect to parameters and input.
    func gradients(
      noise: DropoutNoise? = nil, precision: Precision = .single
    ) -> (loss: Double, parameters: Matrix, input: Matrix) {
      let workspace = stack.workspace(capacity: input.rows, precision: precision)
      workspace.prepare(parameters)
      let gradients = Matrix(rows: 1, columns: stack.parameterCount)
      let inputGradient = Matrix(rows: input.rows, columns: input.columns)
      let predictions = stack.forward(
        parameters, input: .rows(input.view), workspace: workspace, noise: noise)
      let loss = squaredErrorBackward(predictions, targets: targets.view, gradientScale: 2)
      stack.backward(
        parameters, input: .rows(input.view), workspace: workspace, gradients: gradients,
        inputGradient: .rows(inputGradient.view), noise: noise)
      return (loss, gradients, inputGradient)
    }

    var layers: [Reference.Layer] {
      stack.layers.map {
        Reference.Layer(
          weights: $0.weights(in: parameters).values.map(Double.init),
          bias: $0.bias(in: parameters).values.map(Double.init))
      }
    }
  }

  /// The largest difference, as a share of the largest wanted element.
  private func largestError(_ found: [Float], _ wanted: [Double]) -> Double {
    let scale = wanted.map(abs).max() ?? 0
    let error = zip(found, wanted).map { abs(Double($0) - $1) }.max() ?? 0
    return error / max(scale, 1e-12)
  }

  @Test(arguments: shapes.indices)
  func gradientsAgreeWithTheNaiveTwin(index: Int) {
    let problem = Problem(shapes[index])
    let found = problem.gradients()
    var wanted = problem.layers.map { layer in
      Reference.Layer(
        weights: layer.weights.map { _ in 0 }, bias: layer.bias.map { _ in 0 })
    }
    var wantedInput: [Double] = []
    var wantedLoss = 0.0
    for row in 0..<problem.input.rows {
      let input = problem.input.rows(from: row, count: 1).values.map(Double.init)
      let output = Reference.forward(problem.layers, input)[problem.stack.layers.count - 1][0]
      let error = output - Double(problem.targets[row, 0])
      wantedLoss += error * error
      let part = Reference.backward(problem.layers, input, outputGradient: 2 * error)
      wantedInput += part.input
      for (i, layer) in part.layers.enumerated() {
        wanted[i].weights = zip(wanted[i].weights, layer.weights).map(+)
        wanted[i].bias = zip(wanted[i].bias, layer.bias).map(+)
      }
    }
    #expect(abs(found.loss - wantedLoss) < 1e-5 * max(1, wantedLoss))
    #expect(largestError(found.input.values, wantedInput) < 1e-5)
    for (layer, reference) in zip(problem.stack.layers, wanted) {
      #expect(
        largestError(layer.weights(in: found.parameters).values, reference.weights) < 1e-5)
      #expect(largestError(layer.bias(in: found.parameters).values, reference.bias) < 1e-5)
    }
  }

  /// Products of large enough layers have eight significant bits; those of small ones have all.
  @Test(.enabled(if: Precision.bfloat16.isAvailable), arguments: [[48, 32], [16], [40, 8]])
  func gradientsOfRoundedProductsAreNearThoseOfFullPrecision(hidden: [Int]) {
    let problem = Problem((60, 24, hidden))
    let (found, wanted) = (problem.gradients(precision: .bfloat16), problem.gradients())
    #expect(abs(found.loss - wanted.loss) < 1e-2 * wanted.loss)
    for (a, b) in [(found.parameters, wanted.parameters), (found.input, wanted.input)] {
      // By length: a sum near 0 may be rectified in one way and not in the other.
      let difference = zip(a.values, b.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let error = (difference / b.values.reduce(0) { $0 + $1 * $1 }).squareRoot()
      #expect(error < 5e-2 && error > 1e-5, "\(error)")
    }
  }

  @Test(arguments: shapes.indices)
  func theTwinsGradientsAgreeWithCentralDifferences(index: Int) {
    let problem = Problem(shapes[index])
    var layers = problem.layers
    let input = problem.input.rows(from: 0, count: 1).values.map(Double.init)
    let gradient = Reference.backward(layers, input, outputGradient: 1)
    let step = 1e-6
    func prediction(_ layers: [Reference.Layer], _ input: [Double]) -> Double {
      Reference.forward(layers, input)[layers.count - 1][0]
    }
    for l in layers.indices {
      for i in layers[l].weights.indices {
        let saved = layers[l].weights[i]
        layers[l].weights[i] = saved + step
        let above = prediction(layers, input)
        layers[l].weights[i] = saved - step
        let below = prediction(layers, input)
        layers[l].weights[i] = saved
        let difference = (above - below) / (2 * step)
        #expect(
          abs(difference - gradient.layers[l].weights[i]) < 1e-6 * max(1, abs(difference)),
          "layer \(l), weight \(i)")
      }
    }
    for i in input.indices {
      var (above, below) = (input, input)
      above[i] += step
      below[i] -= step
      let difference = (prediction(layers, above) - prediction(layers, below)) / (2 * step)
      #expect(abs(difference - gradient.input[i]) < 1e-6 * max(1, abs(difference)), "input \(i)")
    }
  }

  @Test func gradientsThroughDropoutAgreeWithCentralDifferences() {
    let problem = Problem((rows: 9, inputs: 6, hidden: [10, 8]), dropout: 0.4)
    let noise = DropoutNoise(firstRow: 0, key: 7)
    let gradient = problem.gradients(noise: noise).parameters.values
    let values = problem.parameters.values
    let step: Float = 1e-3
    for i in Swift.stride(from: 0, to: values.count, by: 5) {
      let losses = [step, -step].map { change in
        problem.parameters[0, i] = values[i] + change
        return problem.gradients(noise: noise).loss
      }
      problem.parameters[0, i] = values[i]
      let difference = (losses[0] - losses[1]) / (2 * Double(step))
      // The loss is summed from single-precision predictions, whose rounding the division enlarges.
      let rounding = 1e-6 * losses[0] / Double(step)
      #expect(
        abs(difference - Double(gradient[i])) < 0.02 * max(1, abs(difference)) + rounding,
        "parameter \(i)")
    }
  }

  @Test func initialWeightsHaveTheSpreadOfHe() {
    let stack = DenseStack(inputs: 64, hidden: [128, 64], dropout: 0)
    var generator = SeededGenerator(seed: 1)
    let block = stack.initialParameters(outputBias: 3.5, lastScale: 0.1, using: &generator)
    let weights = stack.layers[0].weights(in: block).values
    let variance = weights.reduce(0) { $0 + $1 * $1 } / Float(weights.count)
    #expect(abs(variance - 2 / 64) < 0.001)
    #expect(block.values[stack.parameterCount - 1] == 3.5)
  }
}
