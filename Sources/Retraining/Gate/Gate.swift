import Octavo

/// Decides whether a candidate may take the place of the model in service.
///
/// Both are compared on the same held-out ratings, all of them and in slices that a mean hides. A comparison
/// passes when the bootstrap is sure that the candidate's RMSE exceeds that of the reference by no more than is
/// let pass. With the rule `improvement` nothing is let pass overall.
///
/// Where no model is in service, the candidate must beat guessing the mean, and slices are only reported.
struct Gate: Sendable {
  let options: GateOptions
  /// The version in service; nil where there is none.
  let current: String?
  /// Ratings up to this are low.
  let lowRatings: Float
  let threads: Int

  /// The comparisons: of all ratings first, then of the slices.
  func comparisons(_ rows: [HeldOutRating]) -> [GateComparison] {
    let isImprovement = options.rule == .improvement || current == nil
    return [
      comparison(
        GateComparison.all, rows, margin: isImprovement ? 0 : options.margin,
        isStrict: isImprovement)
    ]
      + slices.map { slice in
        comparison(slice.name, rows.filter(slice.contains), margin: slice.margin, isStrict: false)
      }
  }

  /// The comparison with a milestone, whose predictions the rows have as their reference.
  ///
  /// An older model errs elsewhere, so that its difference is less certain than that of last night's. A candidate
  /// is stopped by what is known: it is surely worse, and by more than is let pass.
  func milestone(_ rows: [HeldOutRating], _ version: String) -> Judgement.Milestone {
    var comparison = comparison(
      GateComparison.all, rows, margin: options.milestoneMargin, isStrict: false)
    comparison.passes = comparison.difference.map { difference in
      // Written so that NaN fails.
      difference.lower <= 0 || difference.estimate <= comparison.allowed
    }
    return Judgement.Milestone(version: version, comparison: comparison)
  }

  private typealias Slice = (
    name: String, margin: Double, contains: @Sendable (HeldOutRating) -> Bool
  )

  private var slices: [Slice] {
    let (options, lowRatings) = (options, lowRatings)
    return [
      (
        "cold readers", options.coldReadersMargin, { $0.readerCount < options.coldReadersBelow }
      ),
      ("rare books", options.rareBooksMargin, { $0.bookCount < options.rareBooksBelow }),
      ("low ratings", options.lowRatingsMargin, { $0.value <= lowRatings }),
    ]
  }

  private func comparison(
    _ name: String, _ rows: [HeldOutRating], margin: Double, isStrict: Bool
  ) -> GateComparison {
    let found = SliceComparison(
      name, rows, bootstrap, minimum: (options.minimumRatings, options.minimumReaders),
      threads: threads)
    var result = GateComparison(
      slice: name, ratings: found.ratings, readers: found.readers,
      candidateRMSE: found.candidateRMSE, referenceRMSE: found.referenceRMSE,
      difference: found.difference, allowed: margin * found.referenceRMSE)
    guard let difference = found.difference else { return result }
    // Written so that NaN fails.
    result.passes =
      isStrict ? difference.upper < result.allowed : difference.upper <= result.allowed
    return result
  }

  private var bootstrap: PairedBootstrap {
    PairedBootstrap(
      resamples: options.resamples, confidence: options.confidence,
      seed: UInt64(bitPattern: Int64(options.seed)))
  }

  /// What the comparisons say against the candidate, a sentence each; nothing lets it pass.
  func objections(_ comparisons: [GateComparison]) -> [String] {
    comparisons.compactMap { comparison in
      let isOfAll = comparison.slice == GateComparison.all
      guard comparison.passes != true, isOfAll || current != nil else { return nil }
      if comparison.passes == false { return objection(comparison) }
      return isOfAll ? tooFew(comparison) : nil
    }
  }

  /// What the comparison with a milestone says against the candidate.
  func objections(_ milestone: Judgement.Milestone) -> [String] {
    let comparison = milestone.comparison
    guard comparison.passes == false else { return [] }
    return [
      "small losses add up: RMSE \(figure(comparison.candidateRMSE)), that of \(milestone.version) "
        + "\(figure(comparison.referenceRMSE)) on the same \(comparison.ratings) ratings, expected at most "
        + "\(figure(comparison.referenceRMSE + comparison.allowed)) (gate.milestone.margin)"
    ]
  }

  private func tooFew(_ comparison: GateComparison) -> String {
    "\(comparison.ratings) held-out ratings of \(comparison.readers) readers, expected at least "
      + "\(options.minimumRatings) of \(options.minimumReaders) to judge by (gate.minimum_ratings, "
      + "gate.minimum_readers)"
  }

  private func objection(_ comparison: GateComparison) -> String {
    let isOfAll = comparison.slice == GateComparison.all
    let upper = comparison.difference?.upper ?? .nan
    let bound = isOfAll && comparison.allowed == 0 ? "below" : "at most"
    return "RMSE\(isOfAll ? "" : " of \(comparison.slice)") \(figure(comparison.candidateRMSE)), "
      + "\(current == nil ? "guessing the mean" : "now") \(figure(comparison.referenceRMSE)): "
      + "the difference may be \(signed(upper)), expected \(bound) \(signed(comparison.allowed))"
  }

  private func figure(_ value: Double) -> String {
    value.isFinite ? "\((value * 10_000).rounded() / 10_000)" : "\(value)"
  }

  private func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + figure(value) }
}

/// Candidate and reference on the same ratings.
public struct GateComparison: Sendable, Codable, Equatable {
  static let all = "all"

  /// Which ratings: all, or a slice of them.
  public var slice: String
  /// How many.
  public var ratings: Int
  /// Of how many readers.
  public var readers: Int
  /// The candidate's root mean squared error.
  public var candidateRMSE: Double
  /// That of the reference.
  public var referenceRMSE: Double
  /// The difference; nil where there are too few ratings or readers to judge by.
  package var difference: PairedBootstrap.Estimate?
  /// How much higher the candidate's may be.
  public var allowed: Double
  /// Whether the candidate passes; nil where there are too few ratings or readers to judge by.
  public var passes: Bool?

  /// The candidate's RMSE against the reference's, as a share; nil where the reference has none.
  public var change: Double? {
    referenceRMSE > 0 ? candidateRMSE / referenceRMSE - 1 : nil
  }
}
