import Training

/// A line of `metrics.jsonl` and of `train --format json`: an epoch is over.
package struct EpochEvent: Codable, Sendable, Equatable {
  package var event = "epoch"
  package var epoch: Int
  package var trainMSE: Double
  package var validationMSE: Double?
  package var learningRate: Double
  package var ratingsPerSecond: Double
  package var seconds: Double

  enum CodingKeys: String, CodingKey {
    case event, epoch, seconds
    case trainMSE = "train_mse"
    case validationMSE = "validation_mse"
    case learningRate = "learning_rate"
    case ratingsPerSecond = "ratings_per_second"
  }

  package init(_ report: Epoch) {
    epoch = report.epoch
    trainMSE = report.trainMSE
    validationMSE = report.validation?.mse
    learningRate = report.learningRate
    ratingsPerSecond = report.ratingsPerSecond
    seconds = report.seconds
  }
}
