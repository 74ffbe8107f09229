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

  /// Wᵀ, [i × o], in a block of transposed weights.
  func transposedWeights(in block: Matrix) -> MatrixView {
    block.block(at: weightOffset, rows: inputs, columns: outputs)
  }

  /// output = activation(input · Wᵀ + b).
  ///
  /// - Parameters:
  ///   - transposed: Every layer's Wᵀ in the place of its W.
  ///   - input: [n × i].
  ///   - output: [n × o].
  ///   - sums: Room for a row of outputs for each run of `input`, [n × o].
  ///   - rounded: What multiplies in less precision; nil for products of single precision.
  ///   - noise: What to drop while training; nil drops nothing.
  func forward(
    _ parameters: Matrix, transposed: Matrix, input: LayerInput, output: MatrixView,
    sums: Matrix, rounded: BFloat16Products?, noise: DropoutNoise? = nil
  ) {
    let (weights, bias) = (transposedWeights(in: transposed), bias(in: parameters))
    switch input {
    case .rows(let rows):
      multiply(rows, weights, into: output, rounded)
      guard isRectified else { return addBias(bias, to: output) }
      addBiasAndRectify(bias, in: output)
    case .runs(let runs):
      let sums = sums.rows(count: runs.shared.rows)
      multiply(runs.own, weights.rows(runs.ownInputs), into: output, rounded)
      multiply(runs.shared, weights.rows(runs.sharedInputs), into: sums, rounded)
      addBias(bias, to: sums)
      addRunsAndRectify(sums, runs.runs, in: output)
    }
    if let noise { dropOut(output, rate: dropout, firstRow: noise.firstRow, key: noise.key) }
  }

  /// Adds the layer's gradients to `gradients`, or replaces them, and replaces `inputGradient`.
  ///
  /// - Parameters:
  ///   - input: As in the forward pass.
  ///   - output: [n × o], as the forward pass left it.
  ///   - outputGradient: The loss's gradient with respect to the output, [n × o]; clobbered.
  ///   - gradients: Accumulates or becomes ∂loss/∂b and ∂loss/∂W.
  ///   - inputGradient: Out: the loss's gradient with respect to the input, in the same form; nil where
  ///     nobody asks.
  ///   - sums: As in the forward pass.
  ///   - rounded: As in the forward pass.
  ///   - noise: As in the forward pass.
  ///   - biasSums: Room for the sums of this pass alone, [1 × o].
  ///   - accumulating: Whether `gradients` holds something to add to.
  func backward(
    _ parameters: Matrix, input: LayerInput, output: MatrixView, outputGradient: MatrixView,
    gradients: Matrix, inputGradient: LayerInput?, sums: Matrix, rounded: BFloat16Products?,
    noise: DropoutNoise? = nil, biasSums: MatrixView, accumulating: Bool
  ) {
    let (weights, weightGradient) = (weights(in: parameters), weights(in: gradients))
    // A pass's sums begin at zero, so that they are the same wherever they are added.
    biasSums.fill(0)
    defer { add(biasSums, to: bias(in: gradients), accumulating: accumulating) }
    let scale = noise == nil ? 1 : 1 / (1 - dropout)
    switch (input, inputGradient) {
    case (.rows(let rows), let inputGradient):
      if isRectified {
        rectifyBackward(outputGradient, output: output, scale: scale, accumulating: biasSums)
      } else {
        addBiasBackward(outputGradient, accumulating: biasSums)
      }
      multiply(
        outputGradient.transposed, rows, into: weightGradient, accumulating: accumulating, rounded)
      guard case .rows(let rowGradient) = inputGradient else { return }
      multiply(outputGradient, weights, into: rowGradient, rounded)
    case (.runs(let runs), let inputGradient):
      let sums = sums.rows(count: runs.shared.rows)
      rectifyBackward(outputGradient, output: output, scale: scale, runs.runs, into: sums)
      addBiasBackward(sums, accumulating: biasSums)
      for (gradient, part, columns) in [
        (outputGradient, runs.own, runs.ownInputs), (sums, runs.shared, runs.sharedInputs),
      ] {
        multiply(
          gradient.transposed, part, into: weightGradient.columns(columns),
          accumulating: accumulating, rounded)
      }
      guard case .runs(let gradient) = inputGradient else { return }
      multiply(outputGradient, weights.columns(runs.ownInputs), into: gradient.own, rounded)
      multiply(sums, weights.columns(runs.sharedInputs), into: gradient.shared, rounded)
    }
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
