import Features
import Kernels
import Parallelism
import Support
import Training

extension RetrainingConfiguration {
  /// The options of a training from scratch.
  public var fromScratch: TrainingConfiguration {
    var result = TrainingConfiguration(training.architecture)
    result.bookParts = BookPart.allCases.filter { !training.without.contains($0) }
    result.network.hidden = training.hidden
    result.precision = training.precision
    result.epochs = training.epochs
    result.optimizer.learningRate = training.learningRate
    result.schedule.kind = training.schedule
    result.patience = training.patience
    result.seed = UInt64(bitPattern: Int64(training.seed))
    if let value = training.embeddingDimension { result.network.embeddingDimension = value }
    if let value = training.dropout { result.network.dropout = Float(value) }
    if let value = training.batchSize { result.batchSize = value }
    if let value = training.optimizer { result.optimizer.kind = value }
    if let value = training.embeddingLearningRate { result.optimizer.embeddingLearningRate = value }
    if let value = training.l2 { result.l2 = value }
    return result
  }

  /// The options of a training that starts from the model in service: fewer epochs, smaller steps.
  public var warm: TrainingConfiguration {
    var result = fromScratch
    let share = warmStart.rateShare
    result.epochs = warmStart.epochs
    result.optimizer.learningRate = result.optimizer.denseRate * share
    result.optimizer.embeddingLearningRate = result.optimizer.embeddingLearningRate.map {
      $0 * share
    }
    return result
  }

  /// How many threads work: no more than OpenBLAS can do with.
  public var threads: Int { BLAS.usableThreads(training.threads ?? Parallel.processorCount) }

  /// Throws a sentence if values make no sense together: what one key alone may hold is checked on reading.
  ///
  /// - Throws: `ConfigurationError`.
  public func validate() throws(ConfigurationError) {
    try fromScratch.validate()
    try warm.validate()
    try fromScratch.validateForThisMachine()
    try holdOut.split.validate()
    try require(
      training.lists || lists.file == nil, "lists.file", lists.file ?? "none",
      "none, or training.lists to be true")
    let held = holdOut.testFraction + holdOut.validationFraction
    try require(held < 1, "hold-out", held, "parts that leave something to learn from")
  }
}
