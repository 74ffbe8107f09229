import Training

/// An option of a training and its value, as a command line has them.
package struct OptionValue: Sendable, Equatable {
  /// The option, without dashes.
  package var name: String
  /// Its value.
  package var value: String
  /// The default.
  package var standard: String
  /// Whether the value is another than the default.
  package var isChanged: Bool { value != standard }

  /// Every option that decides a training's result, in the order of the tables of options.
  ///
  /// - Parameter ratings: How many ratings were learned from, which some defaults depend on; nil where that is
  ///   not known.
  package static func all(
    of training: TrainingConfiguration, _ split: SplitConfiguration, ratings: Int?
  ) -> [OptionValue] {
    let standard = TrainingConfiguration(training.network.architecture)
    // The seed of both is one option.
    return rows(
      of: training, beside: ratings.map { standard.completed(forRatings: $0) } ?? standard)
      + rows(of: split, beside: SplitConfiguration()).filter { $0.name != "seed" }
  }

  private static func rows<Root: Configurable>(
    of configuration: Root, beside standard: Root
  ) -> [OptionValue] {
    Root.options.map { option in
      OptionValue(
        name: option.argument, value: option.value(configuration).argument,
        standard: option.value(standard).argument)
    }
  }
}
