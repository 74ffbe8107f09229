import BookData
import Kernels
import Parallelism
import Testing

@testable import Features

/// No feature of a rating may know the rating, nor what it left in what was learned.
@Suite struct LeakageTests {
  private let library: Library
  private let order: HistoryOrder
  private let encoder: FeatureEncoder
  /// Factors that were learned anew from the histories.
  private let crossFit: CrossFit

  init() throws { self.init(try Library(hasAttributes: true), .none) }

  private init(_ library: Library, _ order: HistoryOrder) {
    (self.library, self.order) = (library, order)
    encoder = library.encoding(order: order).encoder
    crossFit = Self.crossFit(encoder.histories, library)
  }

  private static func crossFit(_ histories: Histories, _ library: Library) -> CrossFit {
    var generator = SeededGenerator(seed: 4)
    return FactorLearning(
      library.space(), readers: library.readers().attributes, Library.factors, threads: 1,
      using: &generator
    ).crossFit(histories, using: &generator)
  }

  /// The model of other histories; only the kernel's weights and the scale of ratings, which are parameters
  /// as a network's are, stay.
  private func model(_ histories: Histories, _ factors: BookFactors) -> HistoryModel {
    let model = encoder.model
    return HistoryModel(
      space: model.space, readerAttributes: model.readerAttributes, factors: factors,
      weights: model.weights, scale: model.scale,
      statistics: BookStatistics(books: model.space.count, histories, scale: model.scale),
      order: order)
  }

  private func flipped(_ place: Int) -> Histories {
    var values = encoder.histories.values
    values[place] = values[place] > 3 ? 1 : 5
    return Histories(
      offsets: encoder.histories.offsets, books: encoder.histories.books, values: values)
  }

  /// What a training on `histories` is told of one reader's ratings.
  private func columns(_ histories: Histories, _ fit: CrossFit, reader: Int) -> FeatureColumns {
    ReaderFeatures(model(histories, fit.whole)).ownColumns(
      of: histories[reader], factors: fit[reader],
      details: encoder.readers[reader])
  }

  /// How far the features and the offset of row `row` of one lie from those of the other, at most.
  private func distance(_ one: FeatureColumns, _ other: FeatureColumns, row: Int) -> Float {
    (0..<one.count).reduce(abs(one.offsets[row] - other.offsets[row])) {
      max($0, abs(one[$1][row] - other[$1][row]))
    }
  }

  @Test func aRatingMovesItsOwnFeaturesByNothingAndItsNeighboursBySomething() {
    for reader in [0, 3, 17, 39] {
      let places = encoder.histories.places(of: reader)
      let before = columns(encoder.histories, crossFit, reader: reader)
      for (row, place) in places.enumerated().prefix(6) {
        let histories = flipped(place)
        let after = columns(
          histories, Self.crossFit(histories, library), reader: reader)
        #expect(distance(before, after, row: row) < 1e-5, "reader \(reader), row \(row)")
        let neighbours = places.indices.map { $0 - places.lowerBound }.filter { $0 != row }
        #expect(neighbours.allSatisfy { distance(before, after, row: $0) > 1e-3 })
      }
    }
  }

  @Test func inTimeARatingMovesLaterFeaturesAlone() throws {
    let tests = LeakageTests(library, .chronological)
    for reader in [0, 17] {
      let places = tests.encoder.histories.places(of: reader)
      let before = tests.columns(tests.encoder.histories, tests.crossFit, reader: reader)
      for (row, place) in places.enumerated().prefix(5) {
        let histories = tests.flipped(place)
        let after = tests.columns(
          histories, Self.crossFit(histories, library), reader: reader)
        for other in 0..<places.count {
          let moved = tests.distance(before, after, row: other)
          #expect(other <= row ? moved < 1e-5 : moved > 1e-3, "reader \(reader), \(row), \(other)")
        }
      }
    }
  }

  // MARK: What the tests above look for is there where a rating is not left out

  @Test func aRatingThatIsNotLeftOutMovesItsOwnFeatures() {
    let reader = 3
    let books = encoder.histories[reader].books
    func columns(_ histories: Histories) -> FeatureColumns {
      ReaderFeatures(model(histories, crossFit.whole)).columns(
        of: books, history: histories[reader], details: encoder.readers.newcomer())
    }
    for (row, place) in encoder.histories.places(of: reader).enumerated() {
      #expect(distance(columns(encoder.histories), columns(flipped(place)), row: row) > 0.05)
    }
  }

  @Test func aRatingComesBackThroughFactorsThatWereLearnedFromIt() {
    let reader = 3
    let place = encoder.histories.places(of: reader).lowerBound
    let histories = flipped(place)
    func columns(_ histories: Histories) -> FeatureColumns {
      let whole = Self.crossFit(histories, library).whole
      return ReaderFeatures(model(histories, whole)).ownColumns(
        of: histories[reader], factors: whole, details: encoder.readers.newcomer())
    }
    #expect(distance(columns(encoder.histories), columns(histories), row: 0) > 0.005)
  }

  @Test func factorsOfAFoldKnowNothingOfItsReaders() {
    let reader = 5
    let place = encoder.histories.places(of: reader).lowerBound + 1
    let after = Self.crossFit(flipped(place), library)
    func vectors(_ fit: CrossFit, _ reader: Int) -> [Float] { fit[reader].vectors.values }
    #expect(vectors(after, reader) == vectors(crossFit, reader))
    let others = (0..<Library.readerCount).filter {
      vectors(after, $0) != vectors(crossFit, $0)
    }
    #expect(others.count > Library.readerCount / 2)
    #expect(after.whole.vectors.values != crossFit.whole.vectors.values)
  }
}
