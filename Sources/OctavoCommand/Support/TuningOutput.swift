import Octavo
import Support

/// What `tune` says while it works and when it is done.
struct TuningOutput {
  let format: PlainFormat

  /// Says what is searched.
  func begin(_ data: DividedDataset, _ space: SearchSpace, _ method: SearchMethod) {
    TrainingOutput(format: .text).begin(data)
    printError("search: \(method.rawValue), of \(space.names.joined(separator: ", "))")
  }

  /// Says how the trials of the last round went.
  func round(_ trials: [Trial], of count: Int) throws {
    for trial in trials.lastRound {
      guard format == .text else {
        try StandardStream.writeOutput(try jsonLine(trial) + "\n")
        continue
      }
      let mark = trials.best == trial ? " *" : ""
      let result =
        trial.validationMSE.map { "validation RMSE \(fixed($0.squareRoot(), 4))\(mark)" }
        ?? "came to nothing"
      let share = trial.share < 1 ? ", \(fixed(trial.share, 2)) of the epochs" : ""
      printError("trial \(trial.trial)/\(count): \(result)\(share), \(fixed(trial.seconds, 1)) s")
    }
  }

  /// Prints the result.
  ///
  /// - Parameter names: The options that were searched, in their order.
  func finish(_ run: TunedRun, _ names: [String]) throws {
    guard format == .text else {
      return try StandardStream.writeOutput(try jsonLine(run) + "\n")
    }
    try StandardStream.writeOutput(
      (best(run, names) + tests(run) + next(run)).joined(separator: "\n") + "\n")
  }

  private func best(_ run: TunedRun, _ names: [String]) -> [String] {
    func error(_ trial: Trial?) -> String {
      fixed((trial?.validationMSE ?? .nan).squareRoot(), 4)
    }
    let start = run.start.map { "; to begin with \(error($0))" } ?? ""
    return [
      "best of \(run.trials) trials: trial \(run.best.trial), validation RMSE \(error(run.best))"
        + "\(start); \(fixed(run.seconds, 1)) s"
    ]
      + (run.best.isStart
        ? ["  the options to begin with"]
        : names.map { "  \($0.paddedRight(26))\(run.best.options[$0] ?? "")" })
  }

  private func tests(_ run: TunedRun) -> [String] {
    guard let test = run.test, let start = run.startTest else { return [] }
    var table = TextTable([
      "test error on \(test.count.grouped) ratings", "RMSE", "MSE", "MAE",
    ])
    for (name, errors) in [("the best options", test), ("the options to begin with", start)] {
      table.append([name] + [errors.rmse, errors.mse, errors.mae].map { fixed($0, 4) })
    }
    return table.lines()
  }

  private func next(_ run: TunedRun) -> [String] {
    ["`octavo train --config \(run.configuration)` trains with the best options"]
  }
}
