import Training

/// A line of `metrics.jsonl` and of `train --format json`: an epoch is over.
package struct EpochEvent: Encodable {
  var event = "epoch"
  var epoch: Int
  var trainMSE: Double
  var validationMSE: Double?
  var learningRate: Double
  var ratingsPerSecond: Double
  var seconds: Double

  enum CodingKeys: String, CodingKey {
    case event, epoch, seconds
    case trainMSE = "train_mse"
    case validationMSE = "validation_mse"
    case learningRate = "learning_rate"
    case ratingsPerSecond = "ratings_per_second"
  }

  package init(_ report: EpochReport) {
    epoch = report.epoch
    trainMSE = report.trainMSE
    validationMSE = report.validation?.mse
    learningRate = report.learningRate
    ratingsPerSecond = report.ratingsPerSecond
    seconds = report.seconds
  }
}
