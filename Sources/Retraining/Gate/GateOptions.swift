import Octavo

/// What a candidate must show to be promoted.
public struct GateOptions: Sendable, Equatable, Configurable {
  /// What counts as good enough.
  public enum Rule: String, Sendable, CaseIterable {
    /// The candidate's error is not higher by more than the margin.
    case noLoss = "no-loss"
    /// The candidate's error is lower; for slices, not higher by more than their margin.
    case improvement
  }

  package var rule = Rule.noLoss
  package var margin = 0.005
  package var confidence = 0.95
  package var resamples = 2000
  package var seed = 0
  package var minimumRatings = 100, minimumReaders = 20
  package var coldReadersBelow = 20, coldReadersMargin = 0.03
  package var rareBooksBelow = 20, rareBooksMargin = 0.03
  package var lowRatingsUpTo: Double?
  package var lowRatingsMargin = 0.03

  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] = [
    .init("rule", \.rule, .choice)
      .means(
        """
        no-loss: the candidate's RMSE is not higher than that of the model in service by more than the margin; \
        improvement: it is lower. Either way the bootstrap must be sure of it.
        """),
    .init("margin", \.margin, .share)
      .means("The loss that is let pass, as a share of the RMSE of the model in service."),
    .init("confidence", \.confidence, .number(from: 0.5, below: 1))
      .means("How sure the bootstrap must be."),
    .init("resamples", \.resamples, .whole(100...1_000_000))
      .means("How often the bootstrap draws readers anew."),
    .init("seed", \.seed, .whole)
      .means("What the draws depend on."),
    .init("minimum_ratings", \.minimumRatings, .whole(1...Int.max))
      .means(
        """
        How many held-out ratings a judgement takes. With fewer the candidate is refused; a slice with fewer is \
        reported and does not count.
        """),
    .init("minimum_readers", \.minimumReaders, .whole(2...Int.max))
      .means("How many readers they must come from."),
    .init("cold_readers.below", \.coldReadersBelow, .whole(0...Int.max))
      .means("Readers with fewer training ratings are cold."),
    .init("cold_readers.margin", \.coldReadersMargin, .share)
      .means("The loss that is let pass there."),
    .init("rare_books.below", \.rareBooksBelow, .whole(0...Int.max))
      .means("Books with fewer training ratings are rare."),
    .init("rare_books.margin", \.rareBooksMargin, .share)
      .means("The loss that is let pass there."),
    .init("low_ratings.up_to", \.lowRatingsUpTo, .optional(.number(), or: "auto"))
      .means("Ratings up to this are low; auto is a quarter up the scale: 2 of 1 to 5."),
    .init("low_ratings.margin", \.lowRatingsMargin, .share)
      .means("The loss that is let pass there."),
  ]
}
