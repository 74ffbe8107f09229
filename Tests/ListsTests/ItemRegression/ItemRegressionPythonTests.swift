import BookData
import Foundation
import Kernels
import Lists
import OctavoTestSupport
import Parallelism
import Support
import Testing

/// The weights, the scores and the metrics of lists, worked out again by NumPy from the same ratings.
@Suite(.enabled(if: python != nil, "OCTAVO_PYTHON names no Python that has numpy"))
struct PythonTests {
  private static let (readers, books) = (60, 40)

  private var rows: [Rating] {
    var generator = SeededGenerator(seed: 5)
    return (0..<Self.readers * Self.books).compactMap { place in
      let (reader, book) = (place / Self.books, place % Self.books)
      let odds = reader % 4 == book % 4 ? 0.5 : 0.1
      guard generator.uniform() < odds else { return nil }
      return Rating(
        reader: UInt32(reader), book: UInt32(book),
        value: 1 + Float(generator.next(upperBound: UInt64(5))))
    }
  }

  /// Every fifth rating is for testing; the lists are readers' neighbours, to stand for lists to read.
  private struct Input: Encodable {
    var readers = PythonTests.readers
    var books = PythonTests.books
    var train: [[Float]]
    var test: [[Float]]
    var lists: [[UInt32]]
    var listWeight: Float = 0.5
    var regularization: Float
    var dropoutOdds: Float
    var ratingWeights: [Float]
    var popularityWeight: Float
    var k = 7
  }

  private struct Output: Decodable {
    var weights: [[Double]]
    var scores: [[Double]]
    var metrics: [String: Double]
  }

  @Test func numpyFindsTheSameWeightsScoresAndMetrics() throws {
    let (train, test) = (
      rows.enumerated().filter { $0.offset % 5 != 0 }.map(\.element),
      rows.enumerated().filter { $0.offset % 5 == 0 }.map(\.element)
    )
    let lists: [[UInt32]] = (0..<20).map { [$0, $0 + 4, $0 + 8] }
    let options = RelevanceConfiguration()
    let expected = try recompute(
      Input(
        train: train.map { [Float($0.reader), Float($0.book), $0.value] },
        test: test.map { [Float($0.reader), Float($0.book), $0.value] }, lists: lists,
        regularization: options.regularization, dropoutOdds: options.dropoutOdds,
        ratingWeights: options.ratingWeights, popularityWeight: options.popularityWeight))
    let histories = SparseRows(ratings: train, readers: Self.readers, books: Self.books)
    let model = try ItemRegression(
      fitting: histories,
      further: [
        .init(
          offsets: Array(stride(from: 0, through: 60, by: 3)), books: lists.flatMap { $0 },
          bookCount: Self.books, weight: 0.5)
      ], range: (1, 5), configuration: options, threads: 2)
    for i in 0..<Self.books {
      for j in 0..<Self.books {
        #expect(
          abs(Double(model.weights.element(i, UInt32(j))) - expected.weights[i][j]) < 1e-4,
          "weight (\(i), \(j))")
      }
    }
    for reader in 0..<Self.readers {
      let scores = model.scores(for: ReaderProfile(reader: UInt32(reader), in: histories))
      for (book, score) in scores.enumerated() {
        #expect(
          abs(Double(score) - expected.scores[reader][book]) < 1e-4, "score (\(reader), \(book))")
      }
    }
    check(metrics(model, histories, test, k: 7), expected.metrics)
  }

  private func metrics(
    _ model: ItemRegression, _ histories: SparseRows, _ test: [Rating], k: Int
  ) -> RankingMetrics {
    var relevant = [Set<UInt32>](repeating: [], count: Self.readers)
    for row in test where row.value >= 4 { relevant[Int(row.reader)].insert(row.book) }
    let lists = (0..<UInt32(Self.readers)).map { reader in
      let profile = ReaderProfile(reader: reader, in: histories)
      return topIndices(k, of: model.scores(for: profile)) {
        profile.rating(of: UInt32($0)) == nil
      }.map(UInt32.init)
    }
    var counts = [Int](repeating: 0, count: Self.books)
    for book in histories.indices { counts[Int(book)] += 1 }
    return RankingMetrics(
      lists: lists, relevant: relevant,
      catalogue: BookPopularity(readersOfBook: counts, readers: Self.readers), atK: k)
  }

  private func check(_ found: RankingMetrics, _ expected: [String: Double]) {
    let values = [
      "ndcg": found.ndcg, "recall": found.recall, "precision": found.precision, "mrr": found.mrr,
      "capped_recall": found.cappedRecall, "map": found.map, "hit_rate": found.hitRate,
      "coverage": found.coverage,
      "novelty": found.novelty, "readers": Double(found.readers),
    ]
    #expect(Set(values.keys) == Set(expected.keys))
    for (name, value) in values {
      #expect(abs(value - (expected[name] ?? .nan)) < 1e-4, "\(name)")
    }
  }

  private func recompute(_ input: Input) throws -> Output {
    try runPython(
      #require(
        Bundle.module.url(
          forResource: "item_regression", withExtension: "py", subdirectory: "Resources")), input)
  }
}
