import Octavo

/// The numbers of `train` that do not change its result.
struct RunNumbers: Configurable {
  var checkpointEvery = ModelCheckpoint.Interval.seconds(60)
  var keepCheckpoints = 2
  var stepsPerPoint = 100

  static var defaults: [(name: String, value: Self)] { [("", Self())] }

  static let options: [ConfigurationOption<Self>] = [
    .init("checkpoint_every", \.checkpointEvery, .interval, unit: "interval")
      .means("When to save a checkpoint."),
    .init("keep_checkpoints", \.keepCheckpoints, .whole(1...1_000_000), unit: "count")
      .means("How many checkpoints to keep, the latest."),
    .init("log_every", \.stepsPerPoint, .whole(1...Int.max), unit: "steps")
      .means("How many steps TensorBoard's points stand for."),
  ]
}

/// The numbers of several trainings.
struct RepeatNumbers: Configurable {
  var folds: Int?
  var seeds: Int?

  static var defaults: [(name: String, value: Self)] { [("", Self())] }

  static let options: [ConfigurationOption<Self>] = [
    .init("folds", \.folds, .optional(.whole(Fold.counts), or: "none"), unit: "count")
      .means(
        """
        Cross-validate: divide the ratings, or with --split readers the readers, in so many parts, and train \
        once for each part to test on.
        """),
    .init("seeds", \.seeds, .optional(.whole(2...100), or: "none"), unit: "count")
      .means(
        """
        Train so many times, with --seed and the numbers after it, to see how far chance moves the errors.
        """),
  ]
}

/// The numbers of `tune`.
struct SearchNumbers: Configurable {
  var trials = 40
  var minutes: Double?

  static var defaults: [(name: String, value: Self)] { [("", Self())] }

  static let options: [ConfigurationOption<Self>] = [
    .init("trials", \.trials, .whole(1...10_000), unit: "count")
      .means("How many models to train."),
    .init(
      "minutes", \.minutes, .optional(.number(above: 0, to: 1e6), or: "none"), unit: "minutes"
    )
    .means("After so many minutes of work no trial begins."),
  ]
}
