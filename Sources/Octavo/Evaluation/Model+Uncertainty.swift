import BookData
import Features
import Parallelism

extension Model {
  /// How sure the readers' processes are of ratings; nil for a plain network, which has none.
  ///
  /// - Parameter threads: How many threads work; the result does not depend on it.
  package func uncertainty(threads: Int) -> RatingUncertainty? {
    encoder.map { RatingUncertainty($0, threads: threads) }
  }

  /// The standard deviations of ratings, by pairs of ids, some of whose readers are known by a history alone.
  ///
  /// Readers and histories are those of ``predictions(_:coldStart:threads:)``.
  ///
  /// - Throws: ``ModelError/noUncertainty``.
  package func deviations(
    _ pairs: [(reader: String, book: String)], coldStart histories: [String: [BookRating]],
    threads: Int
  ) throws(ModelError) -> [Float] {
    guard let uncertainty = uncertainty(threads: threads) else { throw .noUncertainty }
    let rows = pairs.map { pair in
      (
        reader: readers.index(of: pair.reader) ?? UInt32(readers.count),
        book: books.index(of: pair.book) ?? UInt32(books.count)
      )
    }
    var result = uncertainty.deviations(of: rows, threads: threads)
    let groups = Dictionary(grouping: pairs.indices) { pairs[$0].reader }
      .compactMap { id, places in histories[id].map { (history: History($0), places: places) } }
    let parts = Parallel.map(groups.count, threads: threads) { index in
      uncertainty.deviations(
        of: groups[index].places.map { rows[$0].book }, history: groups[index].history)
    }
    for (group, values) in zip(groups, parts) {
      for (place, value) in zip(group.places, values) { result[place] = value }
    }
    return result
  }
}
