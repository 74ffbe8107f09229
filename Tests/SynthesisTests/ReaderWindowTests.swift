import Kernels
import Parallelism
import Testing

@testable import Synthesis

@Suite struct ReaderWindowTests {
  /// The memory does not grow with the number of ratings.
  @Test(arguments: [
    (1, 1), (3, 200), (53_424, 200), (534_240, 200), (100_000_000, 200), (1_000, 10_000),
  ]) func windowIsBounded(readers: Int, ratingsPerReader: Int) {
    let window = ReaderWindow(readers: readers, ratingsPerReader: ratingsPerReader)
    #expect(window.places >= 1)
    #expect(window.places <= max(1, (readers + 2) / 3))
    #expect(window.places * ratingsPerReader <= ReaderWindow.mostRatings)
  }

  @Test func oneReaderMayExceedTheBound() {
    let window = ReaderWindow(readers: 9, ratingsPerReader: 5_000_000)
    #expect(window.places == 1)
  }

  @Test func everyRowComesOutOnceInItsReadersOrder() {
    var generator = SeededGenerator(seed: 8)
    var window = ReaderWindow(readers: 30, ratingsPerReader: 9)
    var (arrived, drawn): (Int, [Int: [UInt32]]) = (0, [:])
    while arrived < 30 || window.used > 0 {
      while window.hasRoom && arrived < 30 {
        let ratings = (0..<(1 + arrived % 9)).map { UInt32($0) }
        window.admit(arrived, ratings: ratings, using: &generator)
        arrived += 1
      }
      let (reader, row) = window.draw(using: &generator)
      drawn[reader, default: []].append(row)
    }
    for reader in 0..<30 {
      #expect(drawn[reader] == (0..<(1 + reader % 9)).map { UInt32($0) }, "reader \(reader)")
    }
  }
}
