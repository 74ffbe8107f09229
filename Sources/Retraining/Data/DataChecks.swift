public import Octavo

/// When ratings look wrong: in what they may differ from those of the last run that accepted its data.
public struct DataChecks: Sendable, Equatable, Configurable {
  package var minimumRows = 100
  package var fewerRows = 0.02
  package var moreRows = 1.0
  package var meanShift = 0.1
  package var rangeMayChange = false
  package var filesMayGo = false
  package var newBooks = 0.1
  package var missingBooks = 0.02
  package var newReaders = 0.5
  package var missingReaders = 0.02
  package var duplicates = 0.01
  package var badRows = 0.01

  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] = [
    .init("minimum_rows", \.minimumRows, .whole(1...Int.max))
      .means("The fewest rows that a run works with, whatever the last one had."),
    .init("fewer_rows", \.fewerRows, .share)
      .means("By which share there may be fewer rows than last time."),
    .init("more_rows", \.moreRows, .share)
      .means("By which share there may be more rows than last time; 1 lets them double."),
    .init("mean_shift", \.meanShift, .share)
      .means("How far the mean rating may move, in standard deviations of last time's ratings."),
    .init("range_may_change", \.rangeMayChange, .flag)
      .means("Whether the lowest and the highest rating may be others than last time."),
    .init("files_may_go", \.filesMayGo, .flag)
      .means(
        "Whether a file beside the ratings, such as books.csv, may be missing that was there last time."
      ),
    .init("new_books", \.newBooks, .share)
      .means("How many books may be new, as a share of last time's rated books."),
    .init("missing_books", \.missingBooks, .share)
      .means("How many of last time's rated books may be missing, as a share."),
    .init("new_readers", \.newReaders, .share)
      .means("How many readers may be new, as a share of last time's."),
    .init("missing_readers", \.missingReaders, .share)
      .means("How many of last time's readers may be missing, as a share."),
    .init("duplicates", \.duplicates, .share)
      .means("By how much the share of rows that repeat a reader and book may rise."),
    .init("bad_rows", \.badRows, .share)
      .means("The greatest share of bad rows, where they are passed over."),
  ]

  /// Something about ratings that looks wrong.
  public struct Finding: Sendable, Equatable, CustomStringConvertible {
    /// The key whose limit is exceeded: `checks.fewer_rows`.
    public let key: String
    /// What was found and what was expected.
    public let description: String
  }

  /// What looks wrong about `ratings`.
  ///
  /// - Parameters:
  ///   - ratings: The ratings as they were read.
  ///   - sideFiles: The names of the files beside them. The default is nil: nobody knows.
  ///   - before: The last ones that were accepted; nil checks only what needs no comparison.
  public func findings(
    _ ratings: Ratings, sideFiles: [String]? = nil, before: DataRecord?
  ) -> [Finding] {
    let facts = DataFacts(ratings, sideFiles: sideFiles)
    return absolute(facts)
      + (before.map { before in
        files(facts, before.facts) + rows(facts, before.facts) + values(facts, before.facts)
          + ids(
            ratings.readers, before.readers, "readers", new: newReaders, missing: missingReaders)
          + ids(ratings.books, before.books, "books", new: newBooks, missing: missingBooks)
      } ?? [])
  }

  private func absolute(_ facts: DataFacts) -> [Finding] {
    [
      finding(
        "minimum_rows", facts.rows < minimumRows, "\(facts.rows) rows",
        "at least \(minimumRows)"),
      finding(
        "bad_rows", facts.badShare > badRows, "\(percent(facts.badShare)) of the rows are bad",
        "at most \(percent(badRows))"),
    ].compactMap(\.self)
  }

  /// A file that is gone is missed tonight by nobody, and by every list from tomorrow on.
  private func files(_ now: DataFacts, _ before: DataFacts) -> [Finding] {
    guard let there = now.sideFiles else { return [] }
    return (before.sideFiles ?? []).filter { !there.contains($0) }.compactMap { name in
      finding("files_may_go", !filesMayGo, "\(name) is missing", "it as last time")
    }
  }

  private func rows(_ now: DataFacts, _ before: DataFacts) -> [Finding] {
    let least = Int(max(0, Double(before.rows) * (1 - fewerRows)).rounded(.up))
    let most = Int(min(Double(before.rows) * (1 + moreRows), 1e18))
    let share = before.duplicateShare + duplicates
    return [
      finding(
        "fewer_rows", now.rows < least, "\(now.rows) rows, \(before.rows) last time",
        "at least \(least)"),
      finding(
        "more_rows", now.rows > most, "\(now.rows) rows, \(before.rows) last time",
        "at most \(most)"),
      finding(
        "duplicates", now.duplicateShare > share,
        "\(percent(now.duplicateShare)) of the rows repeat a reader and book, "
          + "\(percent(before.duplicateShare)) last time", "at most \(percent(share))"),
    ].compactMap(\.self)
  }

  private func values(_ now: DataFacts, _ before: DataFacts) -> [Finding] {
    let isSameRange = now.lowest == before.lowest && now.highest == before.highest
    // Ratings that were all alike leave no measure of a move.
    let limit = meanShift * before.deviation + 1e-6 * max(1, abs(before.mean))
    return [
      finding(
        "mean_shift", abs(now.mean - before.mean) > limit,
        "the mean rating is \(short(now.mean)), was \(short(before.mean))",
        "a move of at most \(short(limit))"),
      finding(
        "range_may_change", !isSameRange && !rangeMayChange,
        "ratings from \(short(now.lowest)) to \(short(now.highest))",
        "\(short(before.lowest)) to \(short(before.highest)) as last time"),
    ].compactMap(\.self)
  }

  private func ids(
    _ now: Vocabulary, _ before: Vocabulary, _ name: String, new: Double, missing: Double
  ) -> [Finding] {
    let kept = (0..<UInt32(before.count)).count { now.index(of: before.text(at: $0)) != nil }
    let (newCount, missingCount) = (now.count - kept, before.count - kept)
    func limit(_ share: Double) -> Int { Int(min(Double(before.count) * share, 1e18)) }
    return [
      finding(
        "new_\(name)", newCount > limit(new), "\(newCount) new \(name) beside \(before.count)",
        "at most \(limit(new))"),
      finding(
        "missing_\(name)", missingCount > limit(missing),
        "\(missingCount) of \(before.count) \(name) are missing", "at most \(limit(missing))"),
    ].compactMap(\.self)
  }

  private func finding(
    _ key: String, _ isWrong: Bool, _ found: String, _ expected: String
  ) -> Finding? {
    isWrong ? Finding(key: "checks." + key, description: "\(found), expected \(expected)") : nil
  }
}

/// Ratings that look wrong.
public struct SuspiciousDataError: Error, Equatable, CustomStringConvertible {
  /// The file of ratings.
  public let path: String
  /// What looks wrong about them.
  public let findings: [DataChecks.Finding]

  /// One sentence with all findings, and what to do.
  public var description: String {
    let words = findings.map { "\($0) (\($0.key))" }.joined(separator: "; ")
    return "\(path): \(words); if that is right, run once with --accept-data"
  }
}

private func percent(_ share: Double) -> String { short(100 * share) + " %" }

/// Four digits after the point at most.
private func short(_ value: Double) -> String {
  let rounded = (value * 10_000).rounded() / 10_000
  return Int(exactly: rounded).map(String.init) ?? "\(rounded)"
}
