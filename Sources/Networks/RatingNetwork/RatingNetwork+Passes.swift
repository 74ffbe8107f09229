public import Kernels

extension RatingNetwork {
  /// Gathers the embeddings of some rows of a batch and predicts their ratings.
  ///
  /// The result, [n × 1], lies in the workspace.
  ///
  /// - Parameters:
  ///   - embeddings: Out: the embeddings at the places of the rows or their slots, [batch × 2d].
  ///   - runs: The rows' runs in a sorted batch; nil in any other.
  ///   - workspace: Prepared with the network's parameters.
  ///   - catchUp: The steps that sleeping rows missed; nil for tables without sleep.
  ///   - noise: The step's dropout; nil drops nothing.
  ///   - clock: Learns where the time went. The default is nil.
  public func forward(
    _ batch: Batch, range: Range<Int>, runs: RowRuns? = nil, embeddings: Matrix,
    workspace: DenseWorkspace, catchUp: AdamCatchUp? = nil, noise: DropoutNoise? = nil,
    clock: StepClock.Worker? = nil
  ) -> MatrixView {
    for side in Side.allCases {
      table(side).gather(
        batch.slots(side), range: slots(side, batch, range, runs), into: embeddings,
        column: column(side), catchUp: catchUp)
    }
    clock?.lap(.gather)
    let predictions = stack.forward(
      parameters, input: denseInput(batch, range, runs, embeddings), workspace: workspace,
      noise: noise)
    if configuration.architecture == .hybrid {
      addRowProducts(
        embeddings.rows(range), offsets: batch.offsets.rows(range), to: predictions)
    }
    return predictions
  }

  /// The backward pass: replaces or accumulates into `gradients`, and replaces the rows' `embeddingGradients`.
  ///
  /// The workspace's last output must hold the loss's gradient with respect to the predictions. Other
  /// parameters are as in the forward pass.
  ///
  /// - Parameters:
  ///   - embeddingGradients: Out, at the places of the rows or their slots, [batch × 2d].
  ///   - gradients: Of the dense parameters.
  ///   - accumulating: Whether to add to `gradients` rather than replace them. The default is true.
  public func backward(
    _ batch: Batch, range: Range<Int>, runs: RowRuns? = nil, embeddings: Matrix,
    embeddingGradients: Matrix, workspace: DenseWorkspace, gradients: Matrix,
    noise: DropoutNoise? = nil, accumulating: Bool = true
  ) {
    let isHybrid = configuration.architecture == .hybrid
    if isHybrid {
      rowProductsBackward(
        embeddings.rows(range), outputGradient: workspace.lastOutput.rows(count: range.count),
        into: embeddingGradients.rows(range))
    }
    stack.backward(
      parameters, input: denseInput(batch, range, runs, embeddings), workspace: workspace,
      gradients: gradients,
      inputGradient: isHybrid ? nil : pairs(batch, range, runs, embeddingGradients),
      noise: noise, accumulating: accumulating)
  }

  private func denseInput(
    _ batch: Batch, _ range: Range<Int>, _ runs: RowRuns?, _ embeddings: Matrix
  ) -> LayerInput {
    switch configuration.architecture {
    case .plain: pairs(batch, range, runs, embeddings)
    case .hybrid: .rows(batch.features.rows(range))
    }
  }

  /// Both sides' embeddings, or their gradients, as a layer takes them.
  private func pairs(
    _ batch: Batch, _ range: Range<Int>, _ runs: RowRuns?, _ matrix: Matrix
  ) -> LayerInput {
    guard let runs, let side = batch.sortedSide else { return .rows(matrix.rows(range)) }
    let (own, shared) = (columns(side.other), columns(side))
    return .runs(
      RunInput(
        own: matrix.rows(range).columns(own), shared: matrix.rows(runs.slots).columns(shared),
        ownInputs: own, sharedInputs: shared, runs: runs))
  }

  private func slots(
    _ side: Side, _ batch: Batch, _ range: Range<Int>, _ runs: RowRuns?
  ) -> Range<Int> {
    guard let runs, side == batch.sortedSide else { return range }
    return runs.slots
  }
}

extension Matrix {
  fileprivate func rows(_ range: Range<Int>) -> MatrixView {
    rows(from: range.lowerBound, count: range.count)
  }
}
