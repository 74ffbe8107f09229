import Benchmarking
import BookData
import Kernels
import Lists
import Networks
import Octavo
import Parallelism
import Support
import Training

extension Workload {
  /// Predicting all books for a reader and choosing the best ten.
  static let topBooks = [
    Workload("ten best of 10,000 predictions") {
      let scores = try checkedPredictions(books: 10_000).scores
      let best = topIndices(10, of: scores)
      let sorted = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
      try require(best == Array(sorted.prefix(10)), "the ten best", "\(best)", "those of sorting")
      return { _ = topIndices(10, of: scores) }
    },
    Workload("ten best of 10,000 books for a reader") {
      let (network, pairs, _) = try checkedPredictions(books: 10_000)
      return { _ = topIndices(10, of: network.predictions(pairs)) }
    },
    Workload("ten best of 10,000 books for \(AllBooksRatings.readersAtOnce) readers at once") {
      let (network, _, scores) = try checkedPredictions(books: 10_000)
      let range = RatingRange(lowest: -100, highest: 100)
      guard let ratings = AllBooksRatings(network, books: 10_000, range: range) else {
        throw WrongResultError(
          what: "scoring all books at once", found: "impossible",
          expected: "a plain network's scorer")
      }
      let readers = (0..<AllBooksRatings.readersAtOnce).map { UInt32(42 + $0) }
      let list = ratings.best(10, for: readers) { _, _ in true }[0]
      let best = topIndices(10, of: scores).map { scores[$0] }
      try require(
        list.map(\.score), equal: best.map(Double.init), within: 1e-5, "the best ratings")
      return { _ = ratings.best(10, for: readers) { _, _ in true } }
    },
  ]

  private typealias Pairs = [(reader: UInt32, book: UInt32)]

  /// Predictions that agree with those of plain loops in double precision.
  private static func checkedPredictions(
    books: Int
  ) throws -> (network: RatingNetwork, pairs: Pairs, scores: [Float]) {
    var generator = SeededGenerator(seed: 7)
    let network = RatingNetwork(
      NetworkConfiguration(), readers: 100, books: books, mean: 4, slots: 0, using: &generator)
    let pairs: Pairs = (0..<UInt32(books)).map { (reader: 42, book: $0) }
    let scores = network.predictions(pairs)
    let layers = network.stack.layers.map { layer in
      Reference.Layer(
        weights: layer.weights(in: network.parameters).values.map(Double.init),
        bias: layer.bias(in: network.parameters).values.map(Double.init))
    }
    let reader = network.readers.vector(row: 42)
    let expected = (0..<books).map { book in
      let input = (reader + network.books.vector(row: book)).map(Double.init)
      return Reference.forward(layers, input).last?.first ?? .nan
    }
    try require(scores, equal: expected, within: 1e-5, "predictions for a reader")
    return (network, pairs, scores)
  }
}
