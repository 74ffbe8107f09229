import Support
import Testing

@testable import Synthesis

/// A made data set beside a real one of the same size.
///
/// The literal numbers were measured on a 5 % sample of the readers of goodbooks-10k's final edition:
/// 2,672 readers, 10,000 books, 298,176 ratings.
@Suite struct ShapeTests {
  private static let size = (readers: 2_672, books: 10_000, ratings: 298_176)
  private static let data = Result { try made() }

  private static func made() throws -> (summary: SynthesisSummary, rows: [[Int]]) {
    try withTemporaryFolder { folder in
      let configuration = SynthesisConfiguration(
        readers: size.readers, books: size.books, ratings: size.ratings)
      let summary = try LargeSynthesis(configuration).write(to: folder)
      return (summary, try numbers(of: folder + "/ratings.csv"))
    }
  }

  @Test func ratingsPerReaderAreAsInGoodbooks() throws {
    let counts = counts(try Self.data.get().rows.map { $0[0] }, Self.size.readers).sorted()
    let real = [
      (0.01, 38.7), (0.1, 82), (0.25, 96), (0.5, 111), (0.75, 127), (0.9, 144), (0.99, 173),
    ]
    for (part, count) in real {
      let made = Double(counts[Int(part * Double(counts.count - 1))])
      #expect(abs(made / count - 1) < 0.08, "quantile \(part): \(made), real \(count)")
    }
    #expect(try #require(counts.first) >= 19 && #require(counts.last) <= 201)
  }

  @Test func ratingsPerBookAreAsInGoodbooks() throws {
    let counts = counts(try Self.data.get().rows.map { $0[1] }, Self.size.books).sorted()
    // Within a sixth of the real count, or one rating.
    let real = [
      (0.25, 8.0), (0.5, 13), (0.75, 26), (0.9, 60), (0.95, 104), (0.99, 316), (1, 1_138),
    ]
    for (part, count) in real {
      let made = Double(counts[Int(part * Double(counts.count - 1))])
      #expect(abs(made - count) < max(1.01, count / 6), "quantile \(part): \(made), real \(count)")
    }
    expectShare(of: counts.suffix(100), 0.1706, within: 0.025)
    expectShare(of: counts.suffix(1_000), 0.5314, within: 0.03)
    expectShare(of: counts.suffix(5_000), 0.8737, within: 0.02)
    #expect(abs(gini(counts) - 0.6207) < 0.02, "Gini \(gini(counts)), real 0.6207")
  }

  @Test func ratingsAreDistributedAsInGoodbooks() throws {
    let rows = try Self.data.get().rows
    let shares = counts(rows.map { $0[2] }, 5).map { Double($0) / Double(rows.count) }
    for (made, real) in zip(shares, [0.0218, 0.0622, 0.2329, 0.3559, 0.3272]) {
      #expect(abs(made - real) < 0.02, "\(shares)")
    }
    #expect(abs(try Self.data.get().summary.meanRating - 3.9046) < 0.05)
  }

  @Test func readersAndBooksDifferAsInGoodbooks() throws {
    let rows = try Self.data.get().rows
    let readers = spreadOfMeans(rows, column: 0, count: Self.size.readers)
    let books = spreadOfMeans(rows, column: 1, count: Self.size.books)
    #expect(abs(readers - 0.4465) < 0.05, "readers \(readers), real 0.4465")
    #expect(abs(books - 0.3299) < 0.05, "books \(books), real 0.3299")
  }

  @Test func noiseLeavesTasteToBeFound() throws {
    let summary = try Self.data.get().summary
    #expect(abs(summary.bestAttainableRMSE - 0.795) < 0.015, "\(summary.bestAttainableRMSE)")
    // Three standard errors of 298,176 squared errors.
    #expect(abs(summary.realizedMSE - summary.bestAttainableMSE) < 0.006)
  }

  /// Row order is a time axis: a reader's rows lie together, some within a day, some over years.
  @Test func readersRowsAreSpreadOverAPartOfTheFile() throws {
    let readers = try Self.data.get().rows.map { $0[0] }
    var (first, last): ([Int: Int], [Int: Int]) = ([:], [:])
    for (row, reader) in readers.enumerated() {
      first[reader] = first[reader] ?? row
      last[reader] = row
    }
    let spans = first.map { Double((last[$0.key] ?? 0) - $0.value) / Double(readers.count) }
      .sorted()
    // Real: 0.33 and 0.82.
    #expect(0.1...0.4 ~= spans[spans.count / 2], "median \(spans[spans.count / 2])")
    #expect(0.5...0.9 ~= spans[spans.count * 9 / 10], "\(spans[spans.count * 9 / 10])")
  }

  private func counts(_ numbers: [Int], _ count: Int) -> [Int] {
    var counts = Array(repeating: 0, count: count)
    for number in numbers { counts[number - 1] += 1 }
    return counts
  }

  private func expectShare(of counts: ArraySlice<Int>, _ real: Double, within tolerance: Double) {
    let share = Double(counts.reduce(0, +)) / Double(Self.size.ratings)
    #expect(abs(share - real) < tolerance, "the top \(counts.count) have \(share), real \(real)")
  }

  private func gini(_ sorted: [Int]) -> Double {
    let n = sorted.count
    let weighted = sorted.enumerated().reduce(0) { $0 + (2 * $1.offset + 1 - n) * $1.element }
    return Double(weighted) / Double(n * sorted.reduce(0, +))
  }

  /// The standard deviation of means, each weighted by its ratings.
  private func spreadOfMeans(_ rows: [[Int]], column: Int, count: Int) -> Double {
    var sums = Array(repeating: (ratings: 0.0, count: 0.0), count: count)
    for row in rows {
      sums[row[column] - 1].ratings += Double(row[2])
      sums[row[column] - 1].count += 1
    }
    let mean = sums.reduce(0) { $0 + $1.ratings } / Double(rows.count)
    let squares = sums.filter { $0.count > 0 }.reduce(0) {
      let difference = $1.ratings / $1.count - mean
      return $0 + $1.count * difference * difference
    }
    return (squares / Double(rows.count)).squareRoot()
  }
}
