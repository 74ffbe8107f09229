/// The squared error of predictions and its gradient.
///
/// predictions[i] becomes gradientScale · weights[i] · (predictions[i] − targets[i]).
///
/// - Parameters:
///   - predictions: In: predictions. Out: the loss's gradient with respect to them. [rows × 1].
///   - targets: [rows × 1].
///   - weights: How much each row counts in the gradient, [rows × 1]; nil counts each once.
///   - gradientScale: 2 / batch size for the mean over a batch.
/// - Returns: The sum of squared errors, without the weights, summed in row order in double precision.
public func squaredErrorBackward(
  _ predictions: MatrixView, targets: MatrixView, weights: MatrixView? = nil, gradientScale: Float
) -> Double {
  precondition(
    predictions.count == targets.count && targets.count == weights?.count ?? targets.count,
    "\(predictions.count) predictions, \(targets.count) targets")
  let (p, t) = unsafe (predictions.base, targets.base)
  var sum = 0.0
  for i in 0..<predictions.count {
    let error = unsafe p[i] - t[i]
    sum += Double(error) * Double(error)
    unsafe p[i] = error * gradientScale
  }
  if let weights = unsafe weights?.base {
    for i in 0..<predictions.count { unsafe p[i] *= weights[i] }
  }
  return sum
}
