public import Kernels

/// A dense layer: output = activation(input · Wᵀ + b).
///
/// Shapes: `n` rows of a batch, `i` inputs, `o` outputs; input [n × i], output [n × o], W [o × i], b [o].
/// The numbers live in a ``ParameterBlock``; a layer knows only where. Complexity: O(n · i · o) each way.
public struct DenseLayer: Sendable, Equatable {
  /// The number of inputs.
  public let inputs: Int
  /// The number of outputs.
  public let outputs: Int
  /// Whether negative sums become 0.
  public let isRectified: Bool
  /// The probability that a rectified output is dropped while training, in [0, 1).
  public let dropout: Float
  let weightOffset: Int
  let biasOffset: Int

  /// W, [o × i], in a block of parameters or of their gradients.
  public func weights(in block: Matrix) -> MatrixView {
    block.block(at: weightOffset, rows: outputs, columns: inputs)
  }

  /// b, [1 × o], in a block of parameters or of their gradients.
  public func bias(in block: Matrix) -> MatrixView {
    block.block(at: biasOffset, rows: 1, columns: outputs)
  }

  /// output = activation(input · Wᵀ + b).
  ///
  /// - Parameters:
  ///   - input: [n × i].
  ///   - output: [n × o].
  ///   - noise: What to drop while training; nil drops nothing.
  public func forward(
    _ parameters: Matrix, input: MatrixView, output: MatrixView, noise: DropoutNoise? = nil
  ) {
    multiply(input, weights(in: parameters).transposed, into: output)
    guard isRectified else { return addBias(bias(in: parameters), to: output) }
    addBiasAndRectify(bias(in: parameters), in: output)
    if let noise { dropOut(output, rate: dropout, firstRow: noise.firstRow, key: noise.key) }
  }

  /// Adds the layer's gradients to `gradients` and replaces `inputGradient`.
  ///
  /// - Parameters:
  ///   - input: [n × i], as in the forward pass.
  ///   - output: [n × o], as the forward pass left it.
  ///   - outputGradient: The loss's gradient with respect to the output, [n × o]; clobbered.
  ///   - gradients: Accumulates ∂loss/∂W and ∂loss/∂b.
  ///   - inputGradient: Out: the loss's gradient with respect to the input, [n × i]; nil where nobody asks.
  ///   - noise: As in the forward pass.
  public func backward(
    _ parameters: Matrix, input: MatrixView, output: MatrixView, outputGradient: MatrixView,
    gradients: Matrix, inputGradient: MatrixView?, noise: DropoutNoise? = nil
  ) {
    let biasGradient = bias(in: gradients)
    if isRectified {
      let scale = noise == nil ? 1 : 1 / (1 - dropout)
      rectifyBackward(outputGradient, output: output, scale: scale, accumulating: biasGradient)
    } else {
      addBiasBackward(outputGradient, accumulating: biasGradient)
    }
    multiply(outputGradient.transposed, input, into: weights(in: gradients), accumulating: true)
    guard let inputGradient else { return }
    multiply(outputGradient, weights(in: parameters), into: inputGradient)
  }
}

/// What a training step drops: the same for every number of threads.
public struct DropoutNoise: Sendable {
  /// The batch's number of the first row.
  public var firstRow: Int
  /// One number for each step and layer.
  public var key: UInt64

  /// The noise of one step and layer, for rows from `firstRow` on.
  public init(firstRow: Int, key: UInt64) {
    self.firstRow = firstRow
    self.key = key
  }
}
