import Support
import Training

extension Hyperparameters {
  /// The options of a training, and the errors that it will end with.
  init(of configuration: TrainingConfiguration) {
    self.init(
      values: configuration.plainValues.map { name, word in
        (name, Double(word).map(Value.number) ?? .text(word))
      }, metrics: FinalErrors.tags)
  }
}

/// The errors that a training ends with, as scalars.
private enum FinalErrors {
  static let tags = [
    "final/train_rmse", "final/validation_rmse", "final/test_rmse", "final/test_mae",
  ]

  static func values(_ run: FinishedRun) -> [Double?] {
    [run.train?.rmse, run.validation?.rmse, run.test?.rmse, run.test?.mae]
  }
}

extension TensorBoardLog {
  /// Writes what a run ended with into `folder`, in a file of its own.
  ///
  /// - Throws: `FileError`.
  static func writeEnd(_ run: FinishedRun, in folder: String) throws {
    let file = try EventFile(folder: folder)
    for (tag, value) in zip(FinalErrors.tags, FinalErrors.values(run)) {
      if let value { file.append(.scalar(tag: tag, value), step: run.epochs) }
    }
    file.appendEnd(of: Hyperparameters(values: [], metrics: []))
    try file.flush()
  }
}
