import Kernels

extension DenseStack {
  /// Maps outputs y of a stack with these parameters to factor · y + constant, by the last layer's alone.
  ///
  /// - Parameter parameters: [``parameterCount``]; the last layer has one output.
  public func mapOutput(of parameters: inout [Float], by factor: Float, adding constant: Float) {
    precondition(parameters.count == parameterCount, "\(parameters.count) of \(parameterCount)")
    guard let last = layers.last else { return }
    for i in 0..<last.inputs { parameters[last.weightOffset + i] *= factor }
    parameters[parameterCount - 1] = parameters[parameterCount - 1] * factor + constant
  }
}

extension RatingNetwork {
  /// Maps predictions p to factor · p + constant, exactly but for rounding.
  ///
  /// A hybrid network's offsets, which come from outside, must be mapped there. The optimizer's state stays.
  /// The last dense layer takes it, and in a hybrid network the readers' embeddings, too, whose products with
  /// the books' are added.
  public func mapPredictions(by factor: Float, adding constant: Float) {
    let isPlain = configuration.architecture == .plain
    var values = parameters.values
    stack.mapOutput(of: &values, by: factor, adding: isPlain ? constant : 0)
    parameters.copy(from: values)
    guard !isPlain, factor != 1 else { return }
    for row in 0..<readers.rows {
      readers.setVector(row: row, to: readers.vector(row: row).map { $0 * factor })
    }
  }
}
