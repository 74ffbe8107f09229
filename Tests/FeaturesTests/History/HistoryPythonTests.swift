import Foundation
import Kernels
import OctavoTestSupport
import Parallelism
import Support
import Testing

@testable import Features

/// Factors, kernel and leave-one-out predictions, worked out again by NumPy from the same CSV files: one reader
/// and one book at a time, with one solve for each rating left out.
@Suite(.enabled(if: python != nil, "OCTAVO_PYTHON names no Python that has numpy"))
struct PythonTests {
  private struct Input: Encodable {
    var folder: String
    var rank: Int
    var passes: Int
    var ridge: Float
    /// Readers' factors to begin with, row after row.
    var start: [Float]
    /// By term, in the order of `KernelTerm`.
    var weights: [Float]
    var bookNoise: Float
    var readers: [Int]
  }

  private struct Output: Decodable {
    /// What each reader is expected to give each book, reader by reader.
    var expected: [Double]
    /// Of each book.
    var noise: [Double]
    var doubt: [Double]
    var readers: [Reader]

    struct Reader: Decodable {
      /// Expected rating + kernel mean, the mean and its variance, of each rated book without its rating.
      var own: [[Double]]
      /// The same of the books that are not rated, in rising order.
      var others: [[Double]]
    }
  }

  @Test func numpyFindsTheSameFactorsMeansAndVariances() throws {
    let library = try Library()
    let histories = Histories.grouping(
      library.ratings.rows[...], readers: Library.readerCount
    ).histories
    var configuration = FactorConfiguration()
    (configuration.rank, configuration.passes) = (3, 8)
    var generator = SeededGenerator(seed: 12)
    let ratings = SparseRows(
      columns: Library.bookCount + 1, offsets: histories.offsets, indices: histories.books,
      values: histories.values)
    let implicit = ImplicitFeedback(
      ratings, rank: Library.readerCount, threads: 1, using: &generator)
    var factorModel = FactorModel(
      ratings, readerFeatures: implicit.readers, bookFeatures: implicit.books, fallbackMean: 0,
      configuration, threads: 1, using: &generator)
    let start = factorModel.readers.beliefs.means.values
    factorModel.learn(passes: configuration.passes)
    let factors = BookFactors(factorModel, implicit, keepsPosteriors: true)

    let encoder = library.encoding().encoder
    let model = HistoryModel(
      space: encoder.model.space, factors: factors, weights: encoder.model.weights,
      scale: encoder.model.scale, statistics: encoder.model.statistics, order: .none)
    let readers = [0, 7, 23, 39]
    let answer = try recompute(
      Input(
        folder: library.folder, rank: configuration.rank, passes: configuration.passes,
        ridge: configuration.ridge, start: start,
        weights: KernelTerm.common.map { model.weights[$0] }, bookNoise: model.weights.bookNoise,
        readers: readers))
    let expected = (0..<Library.readerCount).flatMap { reader in
      factors.expected(
        factors.vectors, factors.readerPrior(histories[reader].books, attributes: []))
    }
    check(expected[...], answer.expected, "expected ratings")
    check(factors.noise[...], answer.noise, "noise")
    check(factors.doubts[...], answer.doubt, "doubt")
    let features = ReaderFeatures(model)
    let nothing = ReaderDetails(toRead: [], attributes: [])
    for (reader, answer) in zip(readers, answer.readers) {
      let history = histories[reader]
      let others = (0..<UInt32(Library.bookCount)).filter { !history.books.contains($0) }
      check(
        features.ownColumns(of: history, factors: factors, details: nothing), model,
        answer.own,
        "reader \(reader)'s own")
      check(
        features.columns(of: others, history: history, details: nothing, reader: reader), model,
        answer.others, "reader \(reader)'s others")
    }
  }

  private func check(
    _ found: FeatureColumns, _ model: HistoryModel, _ expected: [[Double]], _ name: String
  ) {
    let names = ["kernel mean", "kernel variance"].map { model.featureNames.firstIndex(of: $0) }
    guard let mean = names[0], let variance = names[1] else {
      Issue.record("no column of the kernel's mean or variance")
      return
    }
    check(found.offsets[...], expected.map { $0[0] }, name + " offset")
    check(found[mean][...], expected.map { $0[1] }, name + " mean")
    check(found[variance][...], expected.map { $0[2] }, name + " variance")
  }

  private func check(_ found: ArraySlice<Float>, _ expected: [Double], _ name: String) {
    #expect(found.count == expected.count, "\(name)")
    let distance = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(distance < 1e-4, "\(name): \(distance)")
  }

  private func recompute(_ input: Input) throws -> Output {
    try runPython(
      #require(
        Bundle.module.url(forResource: "history", withExtension: "py", subdirectory: "Resources")),
      input)
  }
}
