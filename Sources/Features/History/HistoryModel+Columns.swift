import Foundation

extension HistoryModel {
  private static let tagColumnCount = 16

  /// The likenesses that this model's books can have.
  var likenesses: [Likeness] { Likeness.allCases.filter { space.knows($0, order) } }

  /// The names of the features of a pair, in the order of their columns.
  public var featureNames: [String] {
    let tagCount = min(Self.tagColumnCount, space.tagColumns.columns)
    return ["kernel mean"] + likenesses.map { "kernel mean: \($0)" }
      + ["kernel variance", "baseline + kernel mean"]
      + ["reader: log of ratings", "reader: level", "reader: deviation", "reader: share high"]
      + ["reader: share low"] + likenesses.flatMap(Self.names)
      + ["book: log of training ratings", "book: bias", "book: variance", "book: share high"]
      + ["book: share low", "book: prior", "on the list to read", "log of the list to read"]
      + space.numbers.names.map { "book: \($0)" } + (0..<tagCount).map { "book: tags \($0 + 1)" }
  }

  private static func names(_ likeness: Likeness) -> [String] {
    switch likeness {
    case .level, .numbers, .recency: []
    case .author, .series: ["\(likeness): log of books", "\(likeness): excess"]
    case .tags: ["tags: nearest", "tags: attention", "tags: neighbours", "tags: log of neighbours"]
    case .toRead: ["toRead: nearest", "toRead: attention"]
    }
  }

  /// Rating − prior.
  func residualsToPrior(_ history: History) -> [Float] {
    zip(history.books, history.values).map { $1 - baseline.prior[Int($0)] }
  }

  /// Rating − baseline, without the reader's own contributions if there are any.
  func residuals(_ history: History, contributions: [Float]?) -> [Float] {
    residualsToPrior(history).enumerated().map { place, residual in
      let book = history.books[place]
      return residual
        - (contributions.map { baseline.bias(book, without: $0[place]) } ?? baseline.bias(book))
    }
  }

  /// The kernel of a book with itself.
  func priorVariance(_ book: UInt32) -> Float {
    let numbers = space.numbers.values
    let squares = (0..<numbers.columns).reduce(Float(0)) {
      $0 + numbers[Int(book), $1] * numbers[Int(book), $1]
    }
    func present(_ isPresent: Bool, _ weight: Float) -> Float { isPresent ? weight : 0 }
    return weights.level + (order == .none ? 0 : weights.recency)
      + present(space.firstAuthors.ids[Int(book)] != Groups.none, weights.author)
      + present(space.series.ids[Int(book)] != Groups.none, weights.series)
      + present(numbers.columns > 0, weights.numbers * squares / Float(max(1, numbers.columns)))
      + present(!space.tags[Int(book)].isEmpty, weights.tags)
      + present(!space.toRead[Int(book)].isEmpty, weights.toRead)
  }

  /// The baseline of books, and what else their other ratings say.
  ///
  /// - Parameter own: The reader's ratings of these books and what they contributed, to be left out.
  func baselineColumns(
    _ books: [UInt32], own: (values: [Float], contributions: [Float])?
  ) -> (base: [Float], columns: [[Float]]) {
    let rows = books.indices.map { place in
      BookRow(
        self, Int(books[place]), own: own.map { ($0.values[place], $0.contributions[place]) })
    }
    let columns: [[Float]] = [
      rows.map { log(1 + $0.count) }, rows.map(\.bias), rows.map(\.variance), rows.map(\.high),
      rows.map(\.low), rows.map(\.prior),
    ]
    return (rows.map { $0.prior + $0.bias }, columns)
  }

  /// What is known of books but their ratings.
  func bookColumns(_ books: [UInt32]) -> [[Float]] {
    let (numbers, tags) = (space.numbers.values, space.tagColumns)
    return (0..<numbers.columns).map { column in books.map { numbers[Int($0), column] } }
      + (0..<min(Self.tagColumnCount, tags.columns)).map { column in
        books.map { tags[Int($0), column] }
      }
  }
}

/// The statistics of one book without one reader.
private struct BookRow {
  let prior: Float
  let count: Float
  let bias: Float
  let variance: Float
  let high: Float
  let low: Float

  init(_ model: HistoryModel, _ book: Int, own: (value: Float, contribution: Float)?) {
    let (baseline, statistics, scale) = (model.baseline, model.statistics, model.scale)
    prior = baseline.prior[book]
    count = baseline.counts[book] - (own == nil ? 0 : 1)
    bias =
      own.map { baseline.bias(UInt32(book), without: $0.contribution) }
      ?? baseline.bias(UInt32(book))
    let square = own.map { $0.contribution * $0.contribution } ?? 0
    variance =
      max(statistics.squares[book] - square + 10 * scale.contributionVariance, 0)
      / (count + 10)
    let (ownHigh, ownLow) = (
      own.map { scale.isHigh($0.value) } ?? 0, own.map { scale.isLow($0.value) } ?? 0
    )
    high = (statistics.high[book] - ownHigh + 20 * scale.highShare) / (count + 20)
    low = (statistics.low[book] - ownLow + 20 * scale.lowShare) / (count + 20)
  }
}
