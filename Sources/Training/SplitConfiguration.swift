import BookData
import Parallelism
import Support

/// How ratings are divided into a training, a validation and a test part.
public struct SplitConfiguration: Sendable, Codable, Equatable {
  /// Which ratings are held out.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Any, drawn evenly.
    case random
    /// Each reader's last, in file order.
    case chronological
    /// Any, chosen by reader and book: what is held out stays so when other ratings arrive.
    case stableRandom = "stable-random"
    /// Each reader's last, in file order, so that what is held out was never learned from before.
    case stableChronological = "stable-chronological"
    /// All ratings of some readers, drawn evenly: nothing of them is learned from.
    case readers
    /// The file's last, whoever gave them: a cut in time.
    case time
  }

  /// Which ratings are held out.
  ///
  /// The default is random.
  public var kind = Kind.random
  /// The share of all ratings in the test part.
  ///
  /// The default is 0.2.
  public var testFraction = 0.2
  /// The share of the ratings outside the test part that choose the best epoch.
  ///
  /// The default is 0.05.
  public var validationFraction = 0.05
  /// The share of each held-out reader's ratings that the model is told as their history, where whole readers are
  /// held out; the others of them are tested or validated on.
  ///
  /// The default is nil: nothing of them is told.
  public var givenFraction: Double?
  /// The share of the readers that take part, each with all of their ratings.
  ///
  /// The default is 1.
  public var sample = 1.0
  /// How many ratings are learned from, with nothing held out: few enough to be overfitted.
  ///
  /// The default is nil: all but those held out.
  public var overfit: Int?
  /// Which part of cross-validation is tested on, in place of ``testFraction``.
  ///
  /// The default is nil: there is one test part.
  public var fold: Fold?
  /// What the sample and a random split depend on.
  ///
  /// The default is 0.
  public var seed: UInt64 = 0

  /// The defaults.
  public init() {}

  /// Throws a sentence if a value makes no sense.
  ///
  /// - Throws: `ConfigurationError`.
  package func validate() throws(ConfigurationError) {
    try checkOptions()
    try require(
      givenFraction == nil || kind == .readers, "split", kind.rawValue,
      "\(Kind.readers.rawValue) with a share of ratings that are given")
    guard fold != nil else { return }
    let kinds: [Kind] = [.random, .stableRandom, .readers]
    try require(
      kinds.contains(kind), "split", kind.rawValue,
      "one whose parts can be exchanged: \(kinds.map(\.rawValue).joined(separator: ", "))")
    try require(overfit == nil, "overfit", overfit ?? 0, "none with folds")
  }
}

extension SplitConfiguration {
  /// Reorders the ratings into training, validation, given and test part.
  ///
  /// The same options and ratings give the same parts. Validation takes its share of what the test part
  /// leaves. Ratings of readers outside the ``sample`` are removed first; ids keep their indices.
  package func divide(_ ratings: inout Ratings) -> Split {
    keepSample(of: &ratings)
    if let overfit { return keepFew(overfit, of: &ratings) }
    let test = fold.map { 1 / Double($0.count) } ?? testFraction
    let validation = validationFraction * (1 - test)
    func blocks(of count: Int) -> HeldOutBlocks {
      HeldOutBlocks(
        IndexPermutation(count: count, seed: seed, stream: Stream.folds),
        test: fold?.shares ?? (0, test), validationFraction: validation)
    }
    switch kind {
    case .random where fold != nil:
      return .blocks(&ratings.rows, blocks(of: ratings.rows.count))
    case .readers:
      var generator = SeededGenerator(seed: seed, stream: Stream.split)
      return .readers(
        &ratings.rows, blocks(of: ratings.readers.count), givenFraction: givenFraction ?? 0,
        using: &generator)
    case .time:
      return .time(
        ratings.rows, validationFraction: validation, testFraction: test)
    case .random:
      var generator = SeededGenerator(seed: seed, stream: Stream.split)
      return .random(
        &ratings.rows, validationFraction: validation, testFraction: testFraction,
        using: &generator)
    case .chronological:
      return .chronological(
        &ratings.rows, readerCount: ratings.readers.count, validationFraction: validation,
        testFraction: testFraction)
    case .stableRandom:
      return .stableRandom(
        &ratings, validationFraction: validation, testFraction: test,
        from: fold?.shares.from ?? 0, seed: seed)
    case .stableChronological:
      return .stableChronological(
        &ratings, validationFraction: validation, testFraction: testFraction, seed: seed)
    }
  }

  /// Removes the ratings of readers outside the sample; at least one reader stays.
  private func keepSample(of ratings: inout Ratings) {
    guard sample < 1 else { return }
    let readers = ratings.readers.count
    let order = IndexPermutation(count: readers, seed: seed, stream: Stream.sample)
    var isKept = [Bool](repeating: false, count: readers)
    for place in 0..<min(readers, max(1, Int((Double(readers) * sample).rounded()))) {
      isKept[order[place]] = true
    }
    ratings.rows.removeAll { !isKept[Int($0.reader)] }
  }

  /// Keeps `count` ratings, any, to learn from.
  private func keepFew(_ count: Int, of ratings: inout Ratings) -> Split {
    let order = IndexPermutation(count: ratings.rows.count, seed: seed, stream: Stream.sample + 1)
    ratings.rows = (0..<min(count, ratings.rows.count)).map { ratings.rows[order[$0]] }
    let end = ratings.rows.count
    return Split(train: 0..<end, validation: end..<end, test: end..<end)
  }
}
