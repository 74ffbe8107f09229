/// Lowers the learning rates when several epochs in a row brought no lower error.
package final class RateReduction: StatefulCallback {
  /// The name in checkpoints.
  package let name = "rate-reduction"
  /// The lowest error so far and the epochs since, or since the last reduction.
  package var state = ErrorWatch()
  private let configuration: TrainingConfiguration

  /// Follows the schedule and the minimum change of `configuration`.
  package init(_ configuration: TrainingConfiguration) { self.configuration = configuration }

  /// Reduces the rates of what follows when enough epochs were idle; those of a warm-up do not count.
  package func epochEnds(_ report: Epoch, _ run: TrainingRun) -> Verdict {
    guard run.stepCount >= configuration.schedule.warmUp else { return .continue }
    state.observe(report.monitoredMSE, minimumChange: configuration.minimumChange)
    if state.idleEpochs >= configuration.schedule.interval {
      run.reduceRates()
      state.rest()
    }
    return .continue
  }
}
