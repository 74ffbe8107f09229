public import Kernels
public import Layers

extension RatingNetwork {
  /// Gathers the embeddings of some rows of a batch and predicts their ratings.
  ///
  /// The result, [n × 1], lies in the workspace.
  ///
  /// - Parameters:
  ///   - embeddings: Out: the rows' embeddings at the rows' places, [batch × 2d].
  ///   - catchUp: The steps that sleeping rows missed; nil for tables without sleep.
  ///   - noise: The step's dropout; nil drops nothing.
  ///   - clock: Learns where the time went. The default is nil.
  public func forward(
    _ batch: Batch, range: Range<Int>, embeddings: Matrix, workspace: DenseWorkspace,
    catchUp: AdamCatchUp? = nil, noise: DropoutNoise? = nil, clock: StepClock.Member? = nil
  ) -> MatrixView {
    for side in Side.allCases {
      table(side).gather(
        batch, side, range: range, into: embeddings, column: column(side), catchUp: catchUp)
    }
    clock?.lap(.gather)
    let predictions = stack.forward(
      parameters, input: denseInput(batch, range, embeddings), workspace: workspace, noise: noise)
    if configuration.architecture == .hybrid {
      addRowProducts(
        embeddings.rows(range), offsets: batch.offsets.rows(range), to: predictions)
    }
    return predictions
  }

  /// The way back: accumulates into `gradients` and replaces the rows' `embeddingGradients`.
  ///
  /// The workspace's last output must hold the loss's gradient with respect to the predictions. Other
  /// parameters are as in the forward pass.
  ///
  /// - Parameters:
  ///   - embeddingGradients: Out, at the rows' places, [batch × 2d].
  ///   - gradients: Of the dense parameters.
  public func backward(
    _ batch: Batch, range: Range<Int>, embeddings: Matrix, embeddingGradients: Matrix,
    workspace: DenseWorkspace, gradients: Matrix, noise: DropoutNoise? = nil
  ) {
    let isHybrid = configuration.architecture == .hybrid
    if isHybrid {
      rowProductsBackward(
        embeddings.rows(range), outputGradient: workspace.lastOutput.rows(count: range.count),
        into: embeddingGradients.rows(range))
    }
    stack.backward(
      parameters, input: denseInput(batch, range, embeddings), workspace: workspace,
      gradients: gradients, inputGradient: isHybrid ? nil : embeddingGradients.rows(range),
      noise: noise)
  }

  private func denseInput(_ batch: Batch, _ range: Range<Int>, _ embeddings: Matrix) -> MatrixView {
    switch configuration.architecture {
    case .plain: embeddings.rows(range)
    case .hybrid: batch.features.rows(range)
    }
  }
}

extension Matrix {
  fileprivate func rows(_ range: Range<Int>) -> MatrixView {
    rows(from: range.lowerBound, count: range.count)
  }
}
