import BookData
import Kernels
import Parallelism
import Testing

@testable import Features

/// An encoder that later ratings tell of what they say, without a new fit.
@Suite struct RenewedEncoderTests {
  private let library: Library

  init() throws { library = try Library() }

  private func renewed(_ before: PairEncoding, threads: Int = 1) -> FeatureEncoder {
    var generator = SeededGenerator(seed: 6)
    return before.encoder.renewed(
      by: library.ratings.rows[...], in: library.space(), readers: library.readers(),
      Library.factors, threads: threads, using: &generator)
  }

  private var somePairs: [(reader: UInt32, book: UInt32)] {
    (0...UInt32(Library.readerCount)).map { ($0, $0) }
  }

  private func numbers(_ inputs: SideFeatures) -> [Float] {
    inputs.features.values + inputs.offsets.values
  }

  @Test func itKnowsTheLaterRatingsAndKeepsWhatTheNetworkLearnedBy() {
    let rows = library.ratings.rows
    let before = library.encoding(Array(rows.dropLast(20)))
    let after = renewed(before)
    #expect(after.histories == library.encoding().encoder.histories)
    #expect(after.model.statistics.counts.reduce(0, +) == Float(rows.count))
    #expect(after.model.weights == before.encoder.model.weights)
    #expect(after.scaling == before.encoder.scaling)
    #expect(after.model.factors.vectors.values != before.encoder.model.factors.vectors.values)
  }

  @Test func itsFactorsPredictAsThoseOfANewFit() {
    let rows = library.ratings.rows
    let before = library.encoding(Array(rows.dropLast(20)))
    let fresh = library.encoding()
    let start = fresh.encoder.inputs(for: somePairs, threads: 1).offsets.values
    let kept = renewed(before).inputs(for: somePairs, threads: 1).offsets.values
    let old = before.encoder.inputs(for: somePairs, threads: 1).offsets.values
    func distance(_ other: [Float]) -> Float {
      zip(start, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    #expect(distance(kept) < 0.5 * distance(old), "\(distance(kept)), \(distance(old)) before")
  }

  @Test func theSameBitsForAnyNumberOfThreads() {
    let before = library.encoding(Array(library.ratings.rows.dropLast(20)))
    let one = renewed(before)
    for threads in [2, 5] {
      let many = renewed(before, threads: threads)
      #expect(
        numbers(many.inputs(for: somePairs, threads: threads))
          == numbers(one.inputs(for: somePairs, threads: 1)))
    }
  }

  @Test func newReadersAreKnownFromThenOn() {
    let newcomer = UInt32(Library.readerCount - 1)
    let before = library.encoding(library.ratings.rows.filter { $0.reader != newcomer })
    let after = renewed(before)
    #expect(before.encoder.histories[Int(newcomer)].count == 0)
    #expect(after.histories[Int(newcomer)].count > 0)
    #expect(numbers(after.inputs(for: somePairs, threads: 1)).allSatisfy { $0.isFinite })
  }

  @Test func otherFeaturesAreTold() {
    let encoder = library.encoding().encoder
    #expect(encoder.hasFeatures(of: library.space(), library.readers()))
    for part in [BookPart.tags, .series, .toRead] {
      let parts = Set(BookPart.allCases).subtracting([part])
      #expect(!encoder.hasFeatures(of: library.space(parts), library.readers(parts)), "\(part)")
    }
  }
}
