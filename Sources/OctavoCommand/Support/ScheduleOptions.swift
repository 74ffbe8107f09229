import ArgumentParser
import Training

private let defaults = TrainingConfiguration()

/// How learning rates change, and when a training ends before its last epoch.
struct ScheduleOptions: ParsableArguments {
  @Option(
    help:
      "How step sizes fall: constant, linear, cosine, step (every few epochs), plateau (when idle)."
  )
  var schedule = defaults.schedule.kind

  @Option(
    help: ArgumentHelp("The number of steps over which step sizes first rise.", valueName: "steps"))
  var warmUp = defaults.schedule.warmUp

  @Option(help: "The last step size as a share of the first, of a linear or cosine schedule.")
  var finalRateShare = defaults.schedule.finalShare

  @Option(help: "What a step or plateau schedule multiplies step sizes by.")
  var rateDecay = defaults.schedule.decay

  @Option(
    help: ArgumentHelp(
      "The epochs between reductions of a step schedule; the idle epochs before one of plateau.",
      valueName: "epochs"))
  var rateInterval = defaults.schedule.interval

  @Option(
    help: ArgumentHelp(
      "End after so many epochs in a row without a lower validation error. (default: never)",
      valueName: "epochs"))
  var patience: Int?

  @Option(help: "How much lower the validation MSE must be to count for --patience and plateau.")
  var minimumChange = defaults.minimumChange

  func apply(to configuration: inout TrainingConfiguration) {
    configuration.schedule.kind = schedule
    configuration.schedule.warmUp = warmUp
    configuration.schedule.finalShare = finalRateShare
    configuration.schedule.decay = rateDecay
    configuration.schedule.interval = rateInterval
    configuration.patience = patience
    configuration.minimumChange = minimumChange
  }
}

extension LearningRateSchedule.Kind: ExpressibleByArgument {}
