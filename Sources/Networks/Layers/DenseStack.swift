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
