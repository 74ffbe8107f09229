import BookData

/// What the ratings say, each reader and book counted once: what training will see.
public struct RatingsFigures: Sendable, Codable, Equatable {
  /// The number of ratings.
  public var ratings: Int
  /// The number of readers.
  public var readers: Int
  /// The number of books.
  public var books: Int
  /// The share of all (reader, book) pairs that have a rating.
  public var density: Double
  /// The mean rating.
  public var mean: Double
  /// How often each rating was given.
  public var values: [ValueCounter.Entry]
  /// How many ratings readers gave.
  public var perReader: Spread
  /// How many ratings books got.
  public var perBook: Spread
  /// The mean ratings of books that are rated about equally often.
  public var popularity: [Fan]
  /// The mean rating and unknown readers and books along the file.
  public var order: [Slice]
  /// How many readers have which mean rating, in ranges of equal width from the lowest to the highest rating.
  package var readerMeans: MeanRanges
  /// The share of pairs with a rating, for groups of readers (rows, busiest first) and of books (columns,
  /// most rated first).
  public var grid: [[Double]]
  /// The books with the most ratings.
  public var mostRated: [BookLine]
  /// The books with the highest mean, drawn towards the overall one as `bestRatedWeight` ratings would.
  public var bestRated: [BookLine]
  /// How many ratings at the overall mean are added to each book in ``bestRated``: the median of ratings
  /// per book.
  public var bestRatedWeight: Double
  /// The books with at least `bestRatedWeight` ratings whose ratings differ most.
  public var mostDivisive: [BookLine]
}

/// Means in ranges of equal width.
package struct MeanRanges: Sendable, Codable, Equatable {
  /// The lowest rating, and the highest.
  package var from: Double, to: Double
  /// How many means lie in each range, the lowest first.
  package var counts: [Int]

  private static let ranges = 20

  /// The ranges of `means` between the lowest and the highest rating.
  init(_ means: [Double], from: Double, to: Double) {
    (self.from, self.to) = (from, max(to, from + 1e-6))
    counts = [Int](repeating: 0, count: Self.ranges)
    let width = (self.to - from) / Double(Self.ranges)
    for mean in means {
      counts[Int(Swift.min(Swift.max((mean - from) / width, 0), Double(Self.ranges - 1)))] += 1
    }
  }
}

/// How a number of ratings is spread over readers or books.
public struct Spread: Sendable, Codable, Equatable {
  /// The summary of the numbers.
  public var summary: Summary
  /// The numbers in ranges of equal width.
  public var linear: [Bin]
  /// The numbers in ranges that double.
  public var doubling: [Bin]
  /// How unequal the numbers are.
  public var concentration: Concentration

  /// The spread of `counts`, all of them positive, at least one.
  init?(_ counts: [Int]) {
    let counter = ValueCounter(counts.map(Double.init))
    guard let summary = Summary(counter) else { return nil }
    self.summary = summary
    linear = [Bin](linear: counter)
    doubling = [Bin](doubling: counter)
    concentration = Concentration(counts)
  }
}

/// How values are spread among things that belong to one range: a column of a fan chart.
public struct Fan: Sendable, Codable, Equatable {
  /// The lowest number in the range that things are grouped by.
  public var from: Int
  /// The lowest number above it.
  public var to: Int
  /// How many things there are.
  public var count: Int
  /// A tenth of their values lie below.
  public var p10: Double
  /// A quarter of their values lie below.
  public var p25: Double
  /// Half of their values lie below.
  public var median: Double
  /// Three quarters of their values lie below.
  public var p75: Double
  /// Nine tenths of their values lie below.
  public var p90: Double
}

extension [Fan] {
  /// The spread of values by octave of a positive whole number; octaves without any are left out.
  init(_ pairs: some Sequence<(size: Int, value: Double)>) {
    let groups = Dictionary(grouping: pairs) { $0.size.octave }
    self = groups.sorted { $0.key < $1.key }.map { octave, pairs in
      let counter = ValueCounter(pairs.map(\.value))
      return Fan(
        from: 1 << octave, to: 2 << octave, count: pairs.count, p10: counter.quantile(0.1),
        p25: counter.quantile(0.25), median: counter.quantile(0.5), p75: counter.quantile(0.75),
        p90: counter.quantile(0.9))
    }
  }
}

/// A part of the file's rows.
public struct Slice: Sendable, Codable, Equatable {
  /// How many ratings.
  public var ratings: Int
  /// Their mean.
  public var mean: Double
  /// How many readers have their first rating here.
  public var newReaders: Int
}

/// A book in a list.
public struct BookLine: Sendable, Codable, Equatable {
  /// The id.
  public var book: String
  /// The title, where `books.csv` has one.
  public var title: String?
  /// How many ratings it got.
  public var ratings: Int
  /// Their mean; nil for a book without any.
  public var mean: Double?
  /// What the list is sorted by.
  public var score: Double
}
