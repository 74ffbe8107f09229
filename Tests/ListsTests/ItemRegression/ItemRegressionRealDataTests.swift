import BookData
import Foundation
import Kernels
import Lists
import Parallelism
import Support
import Testing

private let dataFolder = ProcessInfo.processInfo.environment["OCTAVO_REAL_DATA"]

/// Needs a folder with `splits/goodbooks-10k-0` and `goodbooks-10k`; use a release build.
@Suite(.enabled(if: dataFolder != nil, "OCTAVO_REAL_DATA names no folder with goodbooks-10k"))
struct RealDataTests {
  private struct Data {
    let histories: SparseRows
    let relevant: [Set<UInt32>]
    let catalog: Catalog

    init(folder: String) throws {
      let split = folder + "/splits/goodbooks-10k-0"
      let reader = RatingsReader(threads: Parallel.processorCount)
      let train = try reader.read(split + "/train.csv")
      let (readers, books) = (train.readers, Vocabulary(integers: 1...10_000))
      let test = try reader.read(split + "/test.csv").rows(readers: readers, books: books)
      histories = SparseRows(
        ratings: train.rows(readers: readers, books: books), readers: readers.count,
        books: books.count)
      relevant = test.filter { $0.value >= 4 }.reduce(
        into: [Set<UInt32>](repeating: [], count: readers.count)
      ) { $0[Int($1.reader)].insert($1.book) }
      var files = try CatalogFolder(DataTables(folder: folder + "/goodbooks-10k"))
      catalog = try files.catalog(
        readers: readers, books: books, threads: Parallel.processorCount)
    }

    func metrics(_ scorer: some BookScorer, atK k: Int) -> RankingMetrics {
      let lists = Parallel.map(histories.rows, threads: Parallel.processorCount) { reader in
        let profile = ReaderProfile(reader: UInt32(reader), in: histories)
        return topIndices(k, of: scorer.scores(for: profile)) {
          profile.rating(of: UInt32($0)) == nil
        }.map(UInt32.init)
      }
      return RankingMetrics(
        lists: lists, relevant: relevant,
        catalogue: BookPopularity(
          readersOfBook: [Int](repeating: 1, count: histories.columns), readers: 1), atK: k)
    }
  }

  @Test func theRegressionBeatsEASEOnGoodbooks() throws {
    let data = try Data(folder: #require(dataFolder))
    let started = ContinuousClock.now
    let model = try ItemRegression(
      fitting: data.histories,
      further: ItemRegression.sideInformation(of: data.catalog, RelevanceConfiguration()),
      range: (1, 5),
      threads: Parallel.processorCount)
    let fitted = ContinuousClock.now
    let (ten, twenty) = (data.metrics(model, atK: 10), data.metrics(model, atK: 20))
    print(
      """
      fitted in \(fitted - started), lists in \(ContinuousClock.now - fitted), \
      NDCG@10 \(ten.ndcg), capped recall@20 \(twenty.cappedRecall)
      """)
    #expect(ten.ndcg >= 0.33 && twenty.cappedRecall >= 0.28)
    let popular = data.metrics(Popularity(data.histories), atK: 10)
    #expect(abs(popular.ndcg - 0.096) < 0.005, "the protocol differs: \(popular.ndcg)")
  }
}
