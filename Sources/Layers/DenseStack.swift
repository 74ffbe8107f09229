public import Kernels

/// Dense layers one after another, ending in one linear output; and where their parameters lie.
///
/// All weights come first in the block, then all biases, so that decay applies to one range.
public struct DenseStack: Sendable, Equatable {
  /// The layers, in order.
  public let layers: [DenseLayer]
  /// The number of weights in the block.
  public let weightCount: Int
  /// The number of weights and biases in the block.
  public let parameterCount: Int

  /// Rectified layers of the widths `hidden`, then a linear layer with one output.
  public init(inputs: Int, hidden: [Int], dropout: Float) {
    let widths = [inputs] + hidden + [1]
    precondition(widths.allSatisfy { $0 > 0 }, "layers of widths \(widths)")
    let sizes = zip(widths, widths.dropFirst()).map { $0 * $1 }
    weightCount = sizes.reduce(0, +)
    var (weightOffset, biasOffset) = (0, weightCount)
    var layers: [DenseLayer] = []
    for (index, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
      let isHidden = index < hidden.count
      layers.append(
        DenseLayer(
          inputs: inputs, outputs: outputs, isRectified: isHidden, dropout: isHidden ? dropout : 0,
          weightOffset: weightOffset, biasOffset: biasOffset))
      weightOffset += inputs * outputs
      biasOffset += outputs
    }
    self.layers = layers
    parameterCount = biasOffset
  }

  /// Random weights of the spread that keeps rectified signals level; biases 0, the last `outputBias`.
  ///
  /// Weights are uniform in ±√(6 / inputs) (He and others, "Delving Deep into Rectifiers", ICCV 2015); the last layer's
  /// are `lastScale` of that, so that training starts near `outputBias`.
  public func initialParameters(
    outputBias: Float, lastScale: Float, using generator: inout some RandomNumberGenerator
  ) -> Matrix {
    let block = Matrix(rows: 1, columns: parameterCount)
    var values = [Float](repeating: 0, count: parameterCount)
    for layer in layers {
      let scale: Float = layer.isRectified ? 1 : lastScale
      let bound = scale * (6 / Float(layer.inputs)).squareRoot()
      for i in 0..<layer.inputs * layer.outputs {
        values[layer.weightOffset + i] = Float.random(in: -bound...bound, using: &generator)
      }
    }
    values[parameterCount - 1] = outputBias
    block.copy(from: values)
    return block
  }
}

/// Buffers for the forward and backward passes of one shard through a ``DenseStack``.
///
/// Each member of a team has its own.
public final class DenseWorkspace: Sendable {
  /// The largest number of rows of a shard.
  public let capacity: Int
  let outputs: [Matrix]
  let gradients: [Matrix]

  /// The last layer's output, or the loss's gradient with respect to it, [capacity × 1].
  public var lastOutput: Matrix { outputs[outputs.count - 1] }

  fileprivate init(_ stack: DenseStack, capacity: Int) {
    self.capacity = capacity
    outputs = stack.layers.map { Matrix(rows: capacity, columns: $0.outputs) }
    gradients = stack.layers.map { Matrix(rows: capacity, columns: $0.outputs) }
  }
}

extension DenseStack {
  /// Buffers for shards of up to `capacity` rows.
  public func workspace(capacity: Int) -> DenseWorkspace {
    DenseWorkspace(self, capacity: capacity)
  }

  /// Runs all layers; the result, [n × 1], lies in the workspace.
  ///
  /// - Parameters:
  ///   - input: [n × inputs].
  ///   - noise: The step's dropout; nil drops nothing.
  public func forward(
    _ parameters: Matrix, input: MatrixView, workspace: DenseWorkspace, noise: DropoutNoise? = nil
  ) -> MatrixView {
    let n = input.rows
    var current = input
    for (index, layer) in layers.enumerated() {
      let output = workspace.outputs[index].rows(count: n)
      layer.forward(
        parameters, input: current, output: output, noise: noise?.forLayer(index))
      current = output
    }
    return current
  }

  /// The way back: accumulates into `gradients` and replaces `inputGradient`, [n × inputs], if there is one.
  ///
  /// The workspace's last output must hold the loss's gradient with respect to the predictions.
  public func backward(
    _ parameters: Matrix, input: MatrixView, workspace: DenseWorkspace, gradients: Matrix,
    inputGradient: MatrixView?, noise: DropoutNoise? = nil
  ) {
    let n = input.rows
    for index in layers.indices.reversed() {
      let isLast = index == layers.count - 1
      let output = workspace.outputs[index].rows(count: n)
      layers[index].backward(
        parameters, input: index == 0 ? input : workspace.outputs[index - 1].rows(count: n),
        output: output,
        outputGradient: isLast ? output : workspace.gradients[index].rows(count: n),
        gradients: gradients,
        inputGradient: index == 0 ? inputGradient : workspace.gradients[index - 1].rows(count: n),
        noise: noise?.forLayer(index))
    }
  }
}

extension DropoutNoise {
  fileprivate func forLayer(_ index: Int) -> DropoutNoise {
    DropoutNoise(firstRow: firstRow, key: mixed(key &+ UInt64(index)))
  }
}
