import Octavo

/// What a candidate must show to be promoted.
public struct GateOptions: Sendable, Equatable, Configurable {
  /// What counts as good enough.
  public enum Rule: String, Sendable, Codable, CaseIterable {
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
  package var milestoneDays = 30, milestoneMargin = 0.01

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
    .init("milestone.days", \.milestoneDays, .whole(0...3650))
      .means(
        """
        The candidate is also compared with the oldest model of the last so many days, so that many small losses \
        do not add up; 0 for never. One model of every seven days is kept for it.
        """),
    .init("milestone.margin", \.milestoneMargin, .share)
      .means("The loss that is let pass there, as a share of the RMSE of that model."),
  ]
}

extension GateOptions: Codable {
  private enum CodingKeys: String, CodingKey {
    case rule, margin, confidence, resamples, seed, minimumRatings, minimumReaders
    case coldReadersBelow, coldReadersMargin, rareBooksBelow, rareBooksMargin
    case lowRatingsUpTo, lowRatingsMargin, milestoneDays, milestoneMargin
  }

  /// Reads the options of a judgement; one of before an option was kept has its default.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func take<Value: Decodable>(_ place: WritableKeyPath<Self, Value>, _ key: CodingKeys) throws {
      if let value = try values.decodeIfPresent(Value.self, forKey: key) {
        self[keyPath: place] = value
      }
    }
    self.init()
    try take(\.rule, .rule)
    try take(\.margin, .margin)
    try take(\.confidence, .confidence)
    try take(\.resamples, .resamples)
    try take(\.seed, .seed)
    try take(\.minimumRatings, .minimumRatings)
    try take(\.minimumReaders, .minimumReaders)
    try take(\.coldReadersBelow, .coldReadersBelow)
    try take(\.coldReadersMargin, .coldReadersMargin)
    try take(\.rareBooksBelow, .rareBooksBelow)
    try take(\.rareBooksMargin, .rareBooksMargin)
    try take(\.lowRatingsUpTo, .lowRatingsUpTo)
    try take(\.lowRatingsMargin, .lowRatingsMargin)
    try take(\.milestoneDays, .milestoneDays)
    try take(\.milestoneMargin, .milestoneMargin)
  }
}
