import BookData
import Kernels
import Lists
import Networks
import Octavo
import Parallelism
import Support
import Testing
import Training

/// Lists by ratings of all books, against sorting what the network predicts.
@Suite struct AllBooksRatingsTests {
  private let books = 600

  /// A network whose predictions spread over about ±`spread`.
  private func network(hidden: [Int] = [24, 12], spread: Float = 1) -> RatingNetwork {
    var configuration = NetworkConfiguration()
    configuration.embeddingDimension = 8
    configuration.hidden = hidden
    var generator = SeededGenerator(seed: 77)
    let network = RatingNetwork(
      configuration, readers: 20, books: books, mean: 3, slots: 0, using: &generator)
    var parameters = network.parameters.values
    for index in parameters.indices {
      parameters[index] += Float(generator.uniform() - 0.5) * spread
    }
    network.parameters.copy(from: parameters)
    for row in 0..<books {
      network.books.setVector(row: row, to: (0..<8).map { _ in Float(generator.uniform() * 2 - 1) })
    }
    return network
  }

  private func expectBest(
    _ count: Int, of network: RatingNetwork,
    in range: RatingRange = RatingRange(lowest: -9, highest: 9),
    where isCandidate: @escaping (Int, Int) -> Bool = { _, _ in true }
  ) throws {
    let ratings = try #require(AllBooksRatings(network, books: books, range: range))
    let readers = (0..<20).map(UInt32.init) + [7]
    let lists = ratings.best(count, for: readers, where: isCandidate)
    #expect(lists.count == readers.count)
    for (place, reader) in readers.enumerated() {
      let scores = network.predictions((0..<UInt32(books)).map { (reader, $0) })
      // Two sums of at most 24 products on each other: 48 roundings of numbers that are about as large as
      // the largest score.
      let rounding = 48 * 0x1p-24 * (scores.map(abs).max() ?? 0)
      RankedScores(scores: scores, range: range, rounding: rounding)
        .expectBest(count, are: lists[place]) { isCandidate(place, $0) }
    }
  }

  @Test(arguments: [0, 1, 10, 30, 31, 600, 700], [[24, 12], [9], [8, 8, 8]])
  func theBestBooksAreThoseOfSorting(count: Int, hidden: [Int]) throws {
    try expectBest(count, of: network(hidden: hidden))
  }

  @Test func booksThatAreNoCandidatesMakeRoomForOthers() throws {
    try expectBest(10, of: network()) { place, book in
      book % (place + 2) == 1
    }
    try expectBest(10, of: network()) { _, book in
      book < 4
    }
  }

  /// Ratings beyond the range are equal once clipped, and equal ones stand in the order of the books.
  @Test func ratingsThatAreClippedToTheSameStandInTheBooksOrder() throws {
    let network = network(spread: 2)
    let predictions = network.predictions((0..<UInt32(books)).map { (7, $0) }).sorted()
    func between(_ index: Int) -> Float { (predictions[index] + predictions[index + 1]) / 2 }
    try expectBest(10, of: network, in: RatingRange(lowest: -99, highest: between(books / 2)))
    try expectBest(10, of: network, in: RatingRange(lowest: between(books - 5), highest: 99))
    try expectBest(10, of: network, in: RatingRange(lowest: between(20), highest: between(21)))
  }

  @Test func numbersThatAreNoneStandLast() throws {
    let network = network()
    let vector = [Float](repeating: .nan, count: 8)
    network.books.setVector(row: 3, to: vector)
    let ratings = try #require(
      AllBooksRatings(network, books: books, range: RatingRange(lowest: 1, highest: 5)))
    let list = ratings.best(10, for: [0]) { _, _ in true }[0]
    #expect(list.count == 10 && !list.contains { $0.book == 3 })
  }
}
