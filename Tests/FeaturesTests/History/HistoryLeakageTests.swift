import BookData
import Testing

@testable import Features

/// No feature of a rating may know the rating.
@Suite struct LeakageTests {
  private let library: Library
  private let encoder: PairEncoder

  init() throws {
    library = try Library()
    encoder = library.encoding().encoder
  }

  private init(_ library: Library, _ order: HistoryOrder) {
    self.library = library
    encoder = library.encoding(order: order).encoder
  }

  /// The model with one rating changed; what was learned of books and tastes in general stays.
  private func model(with histories: Histories) -> HistoryModel {
    .counting(
      histories, space: encoder.model.space, prior: encoder.model.baseline.prior,
      weights: encoder.model.weights, order: encoder.model.order, scale: encoder.model.scale,
      threads: 1)
  }

  private func flipped(_ place: Int) -> Histories {
    var values = encoder.histories.values
    values[place] = values[place] > 3 ? 1 : 5
    return Histories(
      offsets: encoder.histories.offsets, books: encoder.histories.books, values: values)
  }

  private func columns(_ model: HistoryModel, _ histories: Histories, reader: Int) -> PairColumns {
    ReaderFeatures(model).ownColumns(
      of: histories[reader], toRead: encoder.toRead?.books(ofReader: UInt32(reader)) ?? [])
  }

  /// How far the features and the offset of row `row` of one lie from those of the other, at most.
  private func distance(_ one: PairColumns, _ other: PairColumns, row: Int) -> Float {
    (0..<one.count).reduce(abs(one.offsets[row] - other.offsets[row])) {
      max($0, abs(one[$1][row] - other[$1][row]))
    }
  }

  @Test func aRatingMovesItsOwnFeaturesByNothingAndItsNeighboursBySomething() {
    for reader in [0, 3, 17, 39] {
      let places = encoder.histories.places(of: reader)
      let before = columns(encoder.model, encoder.histories, reader: reader)
      for (row, place) in places.enumerated() {
        let histories = flipped(place)
        let after = columns(model(with: histories), histories, reader: reader)
        #expect(distance(before, after, row: row) < 1e-5, "reader \(reader), row \(row)")
        let neighbours = places.indices.map { $0 - places.lowerBound }.filter { $0 != row }
        #expect(neighbours.allSatisfy { distance(before, after, row: $0) > 1e-3 })
      }
    }
  }

  @Test func inTimeARatingMovesLaterFeaturesAlone() throws {
    let tests = LeakageTests(library, .chronological)
    let encoder = tests.encoder
    for reader in [0, 3, 17, 39] {
      let places = encoder.histories.places(of: reader)
      let before = tests.columns(encoder.model, encoder.histories, reader: reader)
      for (row, place) in places.enumerated() {
        let histories = tests.flipped(place)
        let after = tests.columns(tests.model(with: histories), histories, reader: reader)
        for other in 0..<places.count {
          let moved = tests.distance(before, after, row: other)
          #expect(other <= row ? moved < 1e-5 : moved > 1e-3, "reader \(reader), \(row), \(other)")
        }
      }
    }
  }

  /// What the tests above look for is there where a rating is not left out.
  @Test func aRatingThatIsNotLeftOutMovesItsOwnFeatures() {
    let (reader, histories) = (3, encoder.histories)
    let books = histories[reader].books
    func columns(_ histories: Histories) -> PairColumns {
      ReaderFeatures(model(with: histories)).columns(
        of: books, history: histories[reader], tookPart: true, toRead: [])
    }
    for (row, place) in histories.places(of: reader).enumerated() {
      #expect(distance(columns(histories), columns(flipped(place)), row: row) > 0.05)
    }
  }

  /// A reader's mean is a way for a rating to come back through the others.
  @Test func contributionsOfOthersDoNotCarryARatingBack() {
    let place = encoder.histories.places(of: 5).lowerBound + 1
    let book = encoder.histories.books[place]
    let raters = (0..<encoder.histories.count).filter { encoder.histories[$0].books.contains(book) }
    #expect(raters.count > 2)
    let histories = flipped(place)
    let (before, after) = (encoder.model, model(with: histories))
    #expect(before.baseline.sums[Int(book)] != after.baseline.sums[Int(book)])
    #expect(before.baseline.counts == after.baseline.counts)
    #expect(before.baseline.prior == after.baseline.prior)
  }

  @Test func fittingAgainWithTheSamePartsGivesTheSameModel() {
    let again = model(with: encoder.histories)
    #expect(again.baseline == encoder.model.baseline)
    #expect(again.statistics == encoder.model.statistics)
  }
}
