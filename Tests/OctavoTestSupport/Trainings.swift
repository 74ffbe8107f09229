public import BookData
import Kernels
import Networks
import Parallelism
import Training

/// Ratings with a known answer: readers of even number like books of even number, and so on.
public func checkerboard(readers: Int = 60, books: Int = 40, seed: UInt64 = 1) -> Ratings {
  var generator = SeededGenerator(seed: seed)
  var rows: [Rating] = []
  for reader in 0..<readers {
    for book in 0..<books where generator.uniform() < 0.6 {
      let likes = reader % 2 == book % 2
      rows.append(Rating(reader: UInt32(reader), book: UInt32(book), value: likes ? 5 : 1))
    }
  }
  rows.shuffle(using: &generator)
  return Ratings(
    rows: rows, readers: Vocabulary(integers: 0..<Int64(readers)),
    books: Vocabulary(integers: 0..<Int64(books)))
}

/// All numbers of a model.
package func numbers(_ model: TrainedModel?) -> [Float] {
  guard let network = model?.network else { return [] }
  return network.namedMatrices.flatMap(\.matrix.values)
    + network.namedTables.flatMap(\.table.contents)
}
