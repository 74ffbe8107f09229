import Kernels
import Testing

@testable import Features

@Suite struct CosinesTests {
  private let library: Library

  init() throws { library = try Library(hasAttributes: true) }

  @Test(arguments: [HistoryOrder.none, .chronological])
  func featuresFromATableAreThoseFromBags(order: HistoryOrder) {
    let encoder = library.encoding(order: order).encoder
    let table = CosineTable(encoder.model.space.bags.map(\.rows), threads: 2)
    let (plain, tabled) = (
      ReaderFeatures(encoder.model), ReaderFeatures(encoder.model, table: table)
    )
    for reader in [0, 7, 23] {
      let (history, details) = (encoder.histories[reader], encoder.readers[reader])
      let books: [UInt32] = [2, 40, 11, UInt32(Library.bookCount)]
      let pairs = [plain, tabled].map {
        $0.columns(of: books, history: history, details: details, reader: reader)
      }
      expectNearlySame(pairs[0], pairs[1], encoder.model)
      let own = [plain, tabled].map {
        $0.ownColumns(of: history, factors: encoder.model.factors, details: details)
      }
      expectNearlySame(own[0], own[1], encoder.model)
    }
  }

  private func expectNearlySame(
    _ one: FeatureColumns, _ other: FeatureColumns, _ model: HistoryModel
  ) {
    for (column, name) in model.featureNames.enumerated() {
      for (a, b) in zip(one[column], other[column]) {
        #expect(abs(a - b) < 2e-3 * max(1, abs(a)), "\(name): \(a), \(b)")
      }
    }
  }

  @Test func aTableIsMadeWhereManyBooksAreCompared() throws {
    let space = library.space()
    #expect(space.cosineTable(for: 1 << 22, threads: 1)?.rows == nil)
    #expect(space.cosineTable(for: (1 << 22) + 1, threads: 1)?.rows == Library.bookCount + 1)
    // Without bags there is nothing to keep.
    let bare = try Library().space([.authors])
    #expect(bare.cosineTable(for: 1 << 30, threads: 1)?.rows == nil)
  }

  @Test func comparisonsOfReadersAreCounted() {
    let histories = Histories(
      offsets: [0, 4, 4, 10], books: [0, 1, 2, 3, 0, 1, 2, 3, 4, 5],
      values: [Float](repeating: 3, count: 10))
    #expect(histories.comparisonsOfOwn == 8 + 18)
    // Three pairs of the first reader, one of the second, and one of somebody unknown.
    #expect(histories.comparisons(ofReaders: [0, 1, 0, 3, 0]) == 8 + 4 * 3)
  }
}
