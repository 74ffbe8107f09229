import Training

/// A line of `trials.jsonl`: one training of a search.
package struct Trial: Codable, Sendable, Equatable {
  package var event = "trial"
  /// The number of the trial, from 1.
  package var trial: Int
  /// The number of its round, from 0.
  var round: Int
  /// Whether its options are those that the search began with.
  package var isStart: Bool
  /// Where in the space of options.
  var point: [Double]
  /// The options that were tried, by their keys.
  package var options: [String: String]
  /// The share of the epochs.
  package var share: Double
  /// The error that it is judged by, of its best epoch; nil where the training came to nothing.
  package var validationMSE: Double?
  /// The epoch of that error.
  package var bestEpoch: Int?
  /// What went wrong; nil where nothing did.
  package var failure: String?
  /// How long it took.
  package var seconds: Double
  /// How long the search had worked when its round was over, earlier processes included.
  package internal(set) var elapsed = 0.0

  enum CodingKeys: String, CodingKey {
    case event, trial, round, point, options, share, seconds, elapsed, failure
    case isStart = "is_start"
    case validationMSE = "validation_mse"
    case bestEpoch = "best_epoch"
  }

  /// Whether it is a better choice: of two equal ones the earlier.
  package func isBetter(than other: Trial) -> Bool {
    let (mine, theirs) = (validationMSE ?? .infinity, other.validationMSE ?? .infinity)
    return mine < theirs || (mine == theirs && trial < other.trial)
  }
}

extension [Trial] {
  /// The trials of the last round.
  package var lastRound: [Trial] { filter { $0.round == last?.round } }

  /// The best trial of all epochs; nil where all came to nothing.
  package var best: Trial? {
    filter { $0.share == 1 && $0.validationMSE != nil }.min { $0.isBetter(than: $1) }
  }
}
