import Testing

@testable import BookData

/// Set OCTAVO_REAL_DATA to a folder of goodbooks-10k's editions to run these.
@Suite(.enabled(if: RealData.isHere, "OCTAVO_REAL_DATA is not set"))
struct RealDataTests {
  private func read(_ edition: String, threads: Int) throws -> Ratings {
    let path = "\(RealData.folder ?? "")/\(edition)/ratings.csv"
    return try RatingsReader(threads: threads).read(path)
  }

  @Test func theKaggleEditionHas2278Duplicates() throws {
    let ratings = try read("goodbooks-10k-kaggle-v1", threads: 2)
    #expect(ratings.report.duplicates == 2278)
    #expect(ratings.report.goodRows == 981_756)
    #expect(ratings.rows.count == 979_478)
    #expect(ratings.books.count == 10_000)
  }

  @Test func theSampleIsReadWhole() throws {
    let ratings = try read("goodbooks-10k", threads: 2)
    #expect(ratings.rows.count == 298_176)
    #expect(ratings.readers.count == 2672)
    #expect(ratings.books.count == 9990)
    #expect(ratings.report.duplicates == 0)
    #expect(ratings.rows.reduce(0) { $0 + Double($1.value) } / 298_176 - 3.905 < 0.0005)
  }

  @Test(arguments: ["goodbooks-10k", "goodbooks-10k-union", "goodbooks-10k-kaggle-v1"])
  func theNumberOfThreadsMakesNoDifference(edition: String) throws {
    let one = try read(edition, threads: 1)
    #expect(try read(edition, threads: 2) == one)
    #expect(try read(edition, threads: 5) == one)
  }
}
