import Networks

/// A part of the ratings that a training knows.
enum RatedPart: Int64, CaseIterable {
  /// Those that are learned from.
  case training
  /// Those that the best epoch is chosen by.
  case validation
}

// What a network is worth on ratings that the training knows.

extension TrainingRun {
  /// The errors of a network's clipped predictions on all parts, by their names in a model's manifest; nil where whoever
  /// has the inputs may measure them.
  ///
  /// - Throws: What other ranks throw.
  func knownErrors(of network: RatingNetwork) throws -> [String: ErrorMetrics]? {
    guard step.cut != nil else { return nil }
    var errors: [String: ErrorMetrics] = [:]
    errors["train"] = try error(of: network, on: .training)
    errors["validation"] = try error(of: network, on: .validation)
    return errors
  }

  /// The error of a network's clipped predictions; nil for a part without ratings.
  ///
  /// Where readers cut batches they also cut what is predicted together, so that each rank can predict the ratings of
  /// its own readers.
  ///
  /// - Throws: What other ranks throw.
  func error(of network: RatingNetwork, on part: RatedPart) throws -> ErrorMetrics? {
    let known = part == .training ? training : validation
    guard !known.isEmpty else { return nil }
    guard let cut = step.cut else {
      return .measured(
        network, inputs: inputs, clippedTo: range, on: rows, in: known, threads: threads)
    }
    let pairs = ShardedPairs(
      rows[known].map { UInt32(cut.shard(ofReader: $0.reader)) }, shards: cut.shards)
    let predictions =
      try ranked?.predictions(of: network, on: part)
      ?? pairs.predictions(of: network, inputs: inputs, first: known.lowerBound, threads: threads) {
        [rows] rating in
        let row = rows[known.lowerBound + rating]
        return (row.reader, row.book)
      }
    let ordered = pairs.inOrderOfRatings(predictions)
    return .measured(on: rows, in: known, threads: threads) { [range] rows in
      rows.map { range.clip(ordered[$0 - known.lowerBound]) }
    }
  }

  /// Measures what the readers' histories alone predict, before the first step.
  ///
  /// Ratings that are weighted are not compared: those who want some to count more accept a larger error.
  ///
  /// - Throws: What other ranks throw.
  func measureHistories() throws {
    guard network.featureCount > 0, !validation.isEmpty, configuration.ratingWeights.entries.isEmpty
    else { return }
    // Zeros add nothing to the offsets.
    let nothing = RatingNetwork(
      configuration.network, readers: network.readers.rows, books: network.books.rows,
      featureCount: network.featureCount)
    validationErrorOfHistories = try error(of: nothing, on: .validation)?.mse
  }

  /// Whether the readers' histories alone predict the validation ratings better than the epoch's network.
  func isWorseThanHistories(_ report: Epoch) -> Bool {
    guard let error = report.validation?.mse, let alone = validationErrorOfHistories else {
      return false
    }
    return alone < error
  }
}
