import Foundation
import OctavoTestSupport
import Support
import Testing

@testable import Features

/// Kernel, prior, book biases and leave-one-out predictions, worked out again by NumPy from the same CSV
/// files: by the definitions, with one solve for each rating left out.
@Suite(.enabled(if: python != nil, "OCTAVO_PYTHON names no Python that has numpy"))
struct PythonTests {
  private struct Input: Encodable {
    var folder: String
    /// By likeness, in the order of `Likeness`.
    var weights: [Float]
    var readers: [Int]
  }

  private struct Output: Decodable {
    var prior: [Double]
    /// The sum of each book's contributions.
    var sums: [Double]
    var readers: [Reader]

    struct Reader: Decodable {
      /// Baseline + kernel mean, the mean and its variance, of each rated book without its rating.
      var own: [[Double]]
      /// The same of the books that are not rated, in rising order.
      var others: [[Double]]
    }
  }

  @Test func numpyFindsTheSamePriorsBiasesMeansAndVariances() throws {
    let library = try Library()
    let encoder = library.encoding().encoder
    let model = encoder.model
    let readers = [0, 7, 23, 39]
    let expected = try recompute(
      Input(
        folder: library.folder, weights: Likeness.allCases.map { model.weights[$0] },
        readers: readers))
    check(model.baseline.prior.dropLast(), expected.prior, "prior")
    check(model.baseline.sums.dropLast(), expected.sums, "sum of contributions")
    let features = ReaderFeatures(model)
    for (reader, answer) in zip(readers, expected.readers) {
      let history = encoder.histories[reader]
      let others = (0..<UInt32(Library.bookCount)).filter { !history.books.contains($0) }
      check(
        features.ownColumns(of: history, toRead: []), model, answer.own, "reader \(reader)'s own")
      check(
        features.columns(of: others, history: history, tookPart: true, toRead: []), model,
        answer.others, "reader \(reader)'s others")
    }
  }

  private func check(
    _ found: PairColumns, _ model: HistoryModel, _ expected: [[Double]], _ name: String
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
    #expect(distance < 1e-4, "\(name)")
  }

  private func recompute(_ input: Input) throws -> Output {
    try runPython(
      #require(
        Bundle.module.url(forResource: "history", withExtension: "py", subdirectory: "Resources")),
      input)
  }
}
