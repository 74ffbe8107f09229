/// The rating that a book gets from readers of whom nothing is known: its prior + what its ratings add.
///
/// Every rating that a book got adds what it exceeds the rater's own level or taste by. For a reader who
/// rated the book their own contribution is left out, so that nothing in the baseline of a reader's books
/// comes from that reader: rows of the training and readers met later are in the same position.
public struct BookBaseline: Sendable, Equatable {
  /// The expected rating of each book before it is rated.
  public let prior: [Float]
  /// The sum of each book's contributions.
  public let sums: [Float]
  /// The number of each book's contributions.
  public let counts: [Float]

  /// How many ratings of the prior's value a book starts with.
  private static let pseudoRatings: Float = 60

  /// A baseline of these parts.
  public init(prior: [Float], sums: [Float], counts: [Float]) {
    precondition(
      prior.count == sums.count && prior.count == counts.count,
      "\(prior.count) priors, \(sums.count) sums, \(counts.count) counts")
    self.prior = prior
    self.sums = sums
    self.counts = counts
  }

  /// The baseline from each rating's `contributions`, in the order of `histories`.
  init(prior: [Float], _ histories: Histories, contributions: [Float]) {
    var sums = [Double](repeating: 0, count: prior.count)
    var counts = [Float](repeating: 0, count: prior.count)
    for (book, contribution) in zip(histories.books, contributions) {
      sums[Int(book)] += Double(contribution)
      counts[Int(book)] += 1
    }
    self.init(prior: prior, sums: sums.map(Float.init), counts: counts)
  }

  /// The number of books.
  public var count: Int { prior.count }

  /// What the ratings of a book add to its prior.
  public func bias(_ book: UInt32) -> Float {
    sums[Int(book)] / (counts[Int(book)] + Self.pseudoRatings)
  }

  /// The same without one rating that contributed `contribution`.
  public func bias(_ book: UInt32, without contribution: Float) -> Float {
    (sums[Int(book)] - contribution) / (counts[Int(book)] - 1 + Self.pseudoRatings)
  }
}
