import Kernels
import Networks
import Parallelism
import Support
import Testing

@Suite struct AllBooksScorerTests {
  private func network(hidden: [Int], books: Int) -> RatingNetwork {
    var configuration = NetworkConfiguration()
    configuration.embeddingDimension = 7
    configuration.hidden = hidden
    var generator = SeededGenerator(seed: 21)
    return RatingNetwork(
      configuration, readers: 40, books: books, mean: 3, slots: 0, using: &generator)
  }

  @Test(arguments: [[5], [19, 11], [16, 8, 4]], [1, 85, 86, 200])
  func scoresAreThePredictionsOfThePairs(hidden: [Int], books: Int) throws {
    let network = network(hidden: hidden, books: books + 1)
    let scorer = try #require(AllBooksScorer(network, books: books))
    let readers: [UInt32] = [3, 39, 0, 3]
    let scores = scorer.scores(readers)
    for (reader, found) in zip(readers, scores) {
      let wanted = network.predictions((0..<UInt32(books)).map { (reader, $0) })
      #expect(found.count == books)
      for (a, b) in zip(found, wanted) { #expect(abs(a - b) < 1e-5) }
    }
  }

  @Test(arguments: [1, 86, 200])
  func scoresOfSomeBooksAreThoseAmongAll(books: Int) throws {
    let scorer = try #require(AllBooksScorer(network(hidden: [19, 11], books: 300), books: 300))
    let all = scorer.scores([7])[0]
    let some = (0..<books).map { 299 - $0 }
    let found = scorer.scores([7, 7], books: [some, []])
    for (score, book) in zip(found[0], some) { #expect(abs(score - all[book]) < 1e-6) }
    #expect(found[0].count == books && found[1].isEmpty)
  }

  @Test(.enabled(if: Precision.bfloat16.isAvailable))
  func roundedScoresAreAsFarOffAsTheySayAtMost() throws {
    let scorer = try #require(AllBooksScorer(network(hidden: [19, 11], books: 300), books: 300))
    let readers: [UInt32] = [0, 12, 39]
    let rounded = try #require(scorer.roundedScores(readers))
    for (place, exact) in scorer.scores(readers).enumerated() {
      let error = zip(exact, rounded.scores[place]).map { abs($0 - $1) }.max() ?? .infinity
      #expect(error <= rounded.errors[place] && rounded.errors[place] < 1)
    }
  }

  @Test(arguments: [[5], [16, 8, 4]])
  func roundedScoresAreForTwoHiddenLayers(hidden: [Int]) throws {
    let scorer = try #require(AllBooksScorer(network(hidden: hidden, books: 50), books: 50))
    #expect(scorer.roundedScores([0]) == nil)
  }

  @Test func aNetworkWithoutHiddenLayersHasNoScorer() {
    #expect(AllBooksScorer(network(hidden: [], books: 5), books: 5) == nil)
  }
}
