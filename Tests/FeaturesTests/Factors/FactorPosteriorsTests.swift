import Kernels
import Parallelism
import Testing

@testable import Features

/// One book whose readers' factors are known: leaving a rating out is exact.
@Suite struct FactorPosteriorsTests {
  private static let (readers, order) = (9, 3)
  private let factors: Matrix
  private let values: [Float]

  init() {
    var generator = SeededGenerator(seed: 8)
    func random() -> Float { Float(2 * generator.uniform() - 1) }
    factors = Matrix(
      rows: Self.readers, columns: Self.order,
      values: (0..<Self.readers * Self.order).map { _ in random() })
    values = (0..<Self.readers).map { _ in 2 * random() }
  }

  /// What is believed of the book after the ratings of `readers`.
  private func beliefs(_ readers: [Int]) -> GaussianRows {
    let known = GaussianRows(rows: Self.readers, order: Self.order)
    known.copy(certain: factors)
    let prior = Matrix(rows: Self.order, columns: Self.order)
    prior.addToDiagonal(1)
    let rows = GaussianRows(rows: 1, order: Self.order)
    _ = GaussianUpdate(
      ratings: SparseRows(
        rows: 1, columns: Self.readers,
        elements: readers.map { (row: UInt32(0), column: UInt32($0), value: values[$0]) }),
      others: known, otherPrecisions: (0..<Self.readers).map { 0.5 + Float($0) / 8 },
      precisions: [1.5], precision: 2, priorPrecision: prior,
      priorTerms: Matrix(rows: 1, columns: Self.order, values: [0.3, -0.2, 1])
    ).run(into: rows, threads: 1)
    return rows
  }

  @Test func leavingARatingOutGivesTheBeliefsWithoutIt() {
    let all = beliefs(Array(0..<Self.readers))
    let posteriors = FactorPosteriors(
      covariances: Matrix(rows: 1, columns: 6, values: all.covariance(0)), bookPrecisions: [1.5],
      readers: factors, readerPrecisions: (0..<Self.readers).map { 2 * (0.5 + Float($0) / 8) })
    for reader in 0..<Self.readers {
      let rows = all.means
      posteriors.leaveOut([values[reader]], of: reader, [0], from: rows)
      let vector = rows.values
      let expected = beliefs((0..<Self.readers).filter { $0 != reader }).means.values
      #expect(zip(vector, expected).allSatisfy { abs($0 - $1) < 1e-4 }, "reader \(reader)")
      #expect(zip(vector, all.means.values).contains { abs($0 - $1) > 1e-3 })
    }
  }
}
