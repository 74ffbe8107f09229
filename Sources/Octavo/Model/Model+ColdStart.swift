import BookData
import Features
import Parallelism

extension Model {
  /// Predicted ratings of somebody who took no part in the training, by their history alone.
  ///
  /// Somebody without a history is an unknown reader. A plain network knows no histories: to it everybody new is the
  /// average reader.
  ///
  /// - Parameters:
  ///   - books: Indices; the number of books stands for one that the model does not know.
  ///   - history: What they have rated.
  ///   - threads: How many threads work. The default is 1.
  /// - Returns: The predictions, in the order of `books`.
  package func predictions(
    for books: [UInt32], history: History, threads: Int = 1
  ) -> [Float] {
    let pairs = books.map { (reader: UInt32(readers.count), book: $0) }
    guard let encoder, history.count > 0 else { return predictions(pairs, threads: threads) }
    let inputs = encoder.inputs(for: books, history: history)
    return network.predictions(pairs, inputs: inputs).map(manifest.ratingRange.clip)
  }

  /// Predicted ratings for pairs of ids, some of whose readers are known by a history alone.
  ///
  /// - Parameters:
  ///   - pairs: Readers and books.
  ///   - histories: What cold-start readers have rated, by id. Whoever is named here is new, even with the id of a
  ///     reader of the training; all others are predicted as without this.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Returns: The predictions, in the order of `pairs`.
  package func predictions(
    _ pairs: [(reader: String, book: String)], coldStart histories: [String: [BookRating]],
    threads: Int
  ) -> [Float] {
    let known = pairs.indices.filter { histories[pairs[$0].reader] == nil }
    var result = [Float](repeating: 0, count: pairs.count)
    for (place, value) in zip(known, predictions(known.map { pairs[$0] }, threads: threads)) {
      result[place] = value
    }
    let groups = Dictionary(grouping: pairs.indices) { pairs[$0].reader }
      .compactMap { id, places in histories[id].map { (history: History($0), places: places) } }
    let parts = Parallel.map(groups.count, threads: threads) { index in
      predictions(
        for: groups[index].places.map { books.index(of: pairs[$0].book) ?? UInt32(books.count) },
        history: groups[index].history)
    }
    for (group, values) in zip(groups, parts) {
      for (place, value) in zip(group.places, values) { result[place] = value }
    }
    return result
  }
}
