import Kernels
import Parallelism
import Testing

@testable import Networks

/// A network that goes on with other readers and books.
@Suite struct TakenRowsTests {
  @Test func knownRowsMoveAndNewOnesAreAsUnknown() {
    var configuration = NetworkConfiguration()
    (configuration.embeddingDimension, configuration.hidden) = (3, [4])
    var generator = SeededGenerator(seed: 3)
    let trained = RatingNetwork(
      configuration, readers: 4, books: 2, mean: 3, slots: 1, using: &generator)
    let network = trained.inferenceCopy(
      isReaderTrained: [true, true, true, false], isBookTrained: [true, true])
    let taken = network.taking(readers: [2, nil, 0], books: [nil, 1, 0])
    #expect(taken.readers.rows == 4 && taken.books.rows == 4)
    for (row, source) in [2, 4, 0, 4].enumerated() {
      #expect(
        taken.readers.vector(row: row) == network.readers.vector(row: source), "reader \(row)")
    }
    for (row, source) in [2, 1, 0, 2].enumerated() {
      #expect(taken.books.vector(row: row) == network.books.vector(row: source), "book \(row)")
    }
    #expect(taken.predictions([(0, 1), (1, 0)]) == network.predictions([(2, 1), (4, 2)]))
  }
}
