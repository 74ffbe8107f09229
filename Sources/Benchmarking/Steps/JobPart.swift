/// What users wait for in the default job: a hybrid network trained on ratings and a catalogue, and its answers.
public enum JobPart: String, Sendable, Codable, CaseIterable {
  /// Reading the files and dividing the ratings.
  case reading
  /// Fitting what a hybrid network is told of each rating.
  case histories
  /// All epochs of the hybrid network.
  case epochs
  /// Measuring the errors of all parts.
  case test
  /// Fitting what lists are ranked with.
  case listWeights = "weights of lists"
  /// The steps of the hybrid network.
  case steps = "steps of the hybrid network"
  /// Predictions of given pairs.
  case predictions
  /// Everyone's lists.
  case lists = "everyone's lists"

  /// What its numbers count.
  public var unit: Figure.Unit {
    switch self {
    case .reading, .histories, .epochs, .test, .listWeights: .seconds
    case .steps: .ratings
    case .predictions: .pairs
    case .lists: .lists
    }
  }
}
