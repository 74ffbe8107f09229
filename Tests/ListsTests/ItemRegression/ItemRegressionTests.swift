import Kernels
import Lists
import Parallelism
import Testing

@testable import BookData

@Suite struct ItemRegressionTests {
  /// Random histories with some structure, small enough for the naive inverse.
  private func histories(readers: Int = 40, books: Int = 15) -> SparseRows {
    var generator = SeededGenerator(seed: 11)
    let rows = (0..<readers).flatMap { reader in
      (0..<books).compactMap { book -> Rating? in
        let odds = reader % 3 == book % 3 ? 0.6 : 0.15
        guard generator.uniform() < odds else { return nil }
        let value = 1 + Float(generator.next(upperBound: UInt64(5)))
        return Rating(reader: UInt32(reader), book: UInt32(book), value: value)
      }
    }
    return SparseRows(ratings: rows, readers: readers, books: books)
  }

  /// The formulas of EASE in plain loops and double precision.
  private func plainWeights(
    _ histories: SparseRows, _ further: ItemRegression.SideMatrix, _ options: RelevanceConfiguration
  ) -> [Double] {
    let n = histories.columns
    var gram = [Double](repeating: 0, count: n * n)
    for (matrix, weight) in [(histories, 1), (further.rows, Double(further.weight))] {
      for row in 0..<matrix.rows {
        for a in matrix[row] {
          for b in matrix[row] {
            gram[Int(matrix.indices[a]) * n + Int(matrix.indices[b])] += weight
          }
        }
      }
    }
    for i in 0..<n {
      gram[i * n + i] *= 1 + Double(options.dropoutOdds)
      gram[i * n + i] += Double(options.regularization)
    }
    let inverse = Reference.inverse(gram, n: n)
    return (0..<n * n).map { place in
      let (i, j) = (place / n, place % n)
      return i == j ? 0 : -inverse[place] / inverse[j * n + j]
    }
  }

  @Test func theWeightsAreThoseOfThePlainFormula() throws {
    let histories = histories()
    let lists = ItemRegression.SideMatrix(
      offsets: [0, 3, 3, 5], books: [0, 4, 9, 4, 14], bookCount: 15, weight: 2)
    let options = RelevanceConfiguration()
    let expected = plainWeights(histories, lists, options)
    let model = try ItemRegression(
      fitting: histories, further: [lists], range: (1, 5), configuration: options, threads: 2)
    for i in 0..<15 {
      for j in 0..<15 {
        #expect(
          abs(Double(model.weights.element(i, UInt32(j))) - expected[i * 15 + j]) < 1e-5,
          "(\(i), \(j))")
      }
    }
  }

  @Test func aScoreIsTheSumOfWhatTheRatingsSayAndALittlePopularity() throws {
    let histories = histories()
    let model = try ItemRegression.small(histories)
    let profile = ReaderProfile(ratings: [.init(book: 3, value: 5), .init(book: 7, value: 2)])
    let scores = model.scores(for: profile)
    for j in 0..<15 {
      let expected =
        model.priors[j] + 1.1 * model.weights.element(3, UInt32(j)) + 0.3
        * model.weights.element(7, UInt32(j))
      #expect(abs(scores[j] - expected) < 1e-6, "book \(j)")
    }
  }

  @Test func theStrongestNeighboursAreKeptMoreReadersMakingStronger() throws {
    var options = RelevanceConfiguration()
    let whole = try ItemRegression(
      fitting: histories(), range: (1, 5), configuration: options, threads: 1)
    options.neighbours = 4
    let model = try ItemRegression(
      fitting: histories(), range: (1, 5), configuration: options, threads: 1)
    let shares = Popularity(histories()).shares
    for j in 0..<UInt32(15) {
      let all = (0..<15).map { whole.weights.element($0, j) }
      let use = zip(all, shares).map { Double($0.magnitude) * Double($1).squareRoot() }
      let least = use.sorted(by: >)[3] * (1 - 1e-5)
      for i in 0..<15 {
        #expect(model.weights.element(i, j) == (use[i] >= least ? all[i] : 0), "(\(i), \(j))")
      }
    }
  }

  @Test func authorSeriesAndTagsConnectBooks() throws {
    var books = (0..<6).map { BookDetails(id: "\($0)") }
    (books[0].authors, books[1].authors) = (["Ann", "Bob"], ["Ann"])
    (books[2].title, books[3].title) = ("Two (Tales, #1)", "Three (Tales, #2)")
    let tags = BookTags(
      names: ["magic", "to-read"],
      entries: [0, 1, 4, 5].map { .init(book: $0, tag: $0 < 4 ? 1 : 0, count: 9) })
    let model = try ItemRegression.small(
      SparseRows(ratings: [], readers: 3, books: 6),
      further: ItemRegression.sideInformation(
        of: Catalog(books: books, tags: tags), RelevanceConfiguration()))
    #expect(model.similarities(to: 0)[1] > 0.3 && model.similarities(to: 0)[2] == 0)
    #expect(model.similarities(to: 2)[3] > 0.3)
  }

  @Test func theBitsDoNotDependOnTheNumberOfThreads() throws {
    let models = try [1, 2, 3].map { try ItemRegression.small(histories(), threads: $0) }
    for other in models.dropFirst() {
      #expect(other.weights.indices == models[0].weights.indices)
      #expect(other.weights.values == models[0].weights.values)
    }
  }

  @Test func ofTooManyBooksThoseWithTheMostReadersTakePart() throws {
    let histories = histories()
    var options = RelevanceConfiguration()
    options.maximumBooks = 5
    let model = try ItemRegression(
      fitting: histories, range: (1, 5), configuration: options, threads: 2)
    let shares = Popularity(histories).shares
    let taking = (0..<15).filter { model.precision[$0] > 0 }
    #expect(taking.count == 5)
    let least = taking.map { shares[$0] }.min() ?? 0
    for book in 0..<15 where !taking.contains(book) {
      #expect(shares[book] <= least)
      #expect(model.weights[book].isEmpty)
      let scores = model.scores(for: ReaderProfile(ratings: [.init(book: 0, value: 5)]))
      #expect(scores[book] == shares[book] * options.popularityWeight, "book \(book)")
    }
  }

  @Test func listsOfBooksToReadSpeakForBooksThatNobodyRatedTogether() throws {
    let histories = SparseRows(
      ratings: [.init(reader: 0, book: 0, value: 5), .init(reader: 1, book: 1, value: 5)],
      readers: 2,
      books: 4)
    let lists = ItemRegression.SideMatrix(
      offsets: Array(stride(from: 0, through: 40, by: 2)),
      books: Array(repeating: [0, 2], count: 20).flatMap { $0 }, bookCount: 4, weight: 1)
    let model = try ItemRegression.small(histories, further: [lists])
    let scores = model.scores(for: ReaderProfile(ratings: [.init(book: 0, value: 5)]))
    #expect(scores[2] > 0.3 && scores[3] == 0)
  }

  @Test func theReasonsAreTheLargestPartsOfTheScore() throws {
    let model = try ItemRegression.small(histories())
    let profile = ReaderProfile(
      ratings: (0..<15).filter { $0 != 6 }.map { .init(book: $0, value: Float($0 % 5 + 1)) })
    let reasons = model.reasons(for: 6, from: profile, count: 3)
    let parts = profile.ratings.filter { $0.value >= 3 }.map {
      model.scale.weight(of: $0.value) * model.weights.element(Int($0.book), 6)
    }
    #expect(reasons.map(\.value) == Array(parts.filter { $0 > 0 }.sorted(by: >).prefix(3)))
    #expect(reasons.allSatisfy { $0.rating.book != 6 })
  }

  @Test func similarityIsTheSameBothWaysAndHighestForTwins() throws {
    let model = try ItemRegression.small(CheckerBoard().histories)
    for i in 0..<12 {
      let row = model.similarities(to: UInt32(i))
      #expect(row[i] == 0)
      for j in 0..<12 {
        #expect(abs(row[j] - model.similarities(to: UInt32(j))[i]) < 1e-6, "(\(i), \(j))")
        if i != j { #expect((row[j] > 0) == (i % 2 == j % 2), "(\(i), \(j))") }
      }
    }
  }

  @Test func tooLittleRegularizationIsAnErrorNotATrap() {
    var options = RelevanceConfiguration()
    (options.regularization, options.dropoutOdds) = (-100, 0)
    #expect(throws: NotPositiveDefiniteError.self) {
      try ItemRegression(fitting: histories(), range: (1, 5), configuration: options, threads: 1)
    }
  }

  @Test func noRatingsAtAllMakeAModelThatSaysNothing() throws {
    let model = try ItemRegression.small(SparseRows(ratings: [], readers: 0, books: 3))
    #expect(model.scores(for: ReaderProfile(ratings: [.init(book: 1, value: 4)])) == [0, 0, 0])
  }

  @Test func ratingsBetweenTheStarsAreInterpolated() {
    let scale = InputScale(lowest: 1, highest: 5, weights: [0, 0.3, 0.6, 1, 1.1])
    #expect(scale.weight(of: 1) == 0 && scale.weight(of: 5) == 1.1 && scale.weight(of: 9) == 1.1)
    #expect(abs(scale.weight(of: 3.5) - 0.8) < 1e-6)
    #expect(InputScale(lowest: 1, highest: 1, weights: [0, 1, 2]).weight(of: 1) == 1)
  }
}
