/// Two models on the same ratings, or on those of a slice.
package struct SliceComparison: Sendable, Encodable, Equatable {
  /// Which ratings: all, or a slice of them.
  package var slice: String
  /// How many.
  package var ratings: Int
  /// Of how many readers.
  package var readers: Int
  /// The candidate's root mean squared error.
  package var candidateRMSE: Double
  /// That of the reference.
  package var referenceRMSE: Double
  /// The candidate's less the reference's; nil where there are too few ratings or readers to judge by.
  package var difference: PairedBootstrap.Estimate?

  enum CodingKeys: String, CodingKey {
    case slice, ratings, readers, difference
    case candidateRMSE = "rmse"
    case referenceRMSE = "reference_rmse"
  }

  /// The comparison on `rows`.
  ///
  /// - Parameter minimum: How many ratings and readers a difference takes.
  package init(
    _ slice: String, _ rows: [HeldOutRating], _ bootstrap: PairedBootstrap,
    minimum: (ratings: Int, readers: Int), threads: Int
  ) {
    let clusters = rows.clusters
    self.slice = slice
    (ratings, readers) = (rows.count, clusters.count)
    (candidateRMSE, referenceRMSE) = (rows.rmse(\.candidate), rows.rmse(\.reference))
    difference =
      ratings >= max(1, minimum.ratings) && readers >= minimum.readers
      ? bootstrap.difference(clusters, threads: threads) : nil
  }

  /// What the bounds of the difference say.
  package enum Verdict: String, Sendable {
    /// The candidate's error is lower.
    case better
    /// It is higher.
    case worse
    /// The bounds hold both.
    case open
  }

  /// What the bounds of the difference say; nil where there are too few ratings or readers to judge by.
  package var verdict: Verdict? {
    difference.map { $0.upper < 0 ? .better : $0.lower > 0 ? .worse : .open }
  }
}
