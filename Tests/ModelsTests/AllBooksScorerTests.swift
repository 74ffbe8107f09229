import Kernels
import Models
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

  @Test func aNetworkWithoutHiddenLayersHasNoScorer() {
    #expect(AllBooksScorer(network(hidden: [], books: 5), books: 5) == nil)
  }
}
