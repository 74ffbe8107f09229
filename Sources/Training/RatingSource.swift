import BookData
import Kernels
import Parallelism

/// Where the ratings of a training's batches come from.
struct RatingSource: Sendable {
  let rows: [Rating]
  /// The order of the training ratings in the epoch.
  let order: IndexPermutation
  /// The first training rating.
  let first: Int
  /// What a hybrid network is told of each of ``rows``; nil for a plain one.
  let inputs: SideFeatures?
  let scale: RatingScale
  let weights: GradientWeights
  /// How batches are cut by readers; nil for those that are cut by places.
  let cut: ReaderCut?

  /// Notes where the rows of `range` are to be fetched from, for a batch that begins at `start` of the order.
  @inline(__always)
  func locate(_ range: Range<Int>, in batch: Batch, from start: Int) {
    for i in range {
      let place = first + order[start + i]
      batch.setPlace(i, place)
      prefetch(rows, at: place)
      // Those of a shard are told apart later, and asked for then.
      if cut == nil { inputs?.prefetch(place) }
    }
    guard let cut else { return }
    for i in range {
      let place = batch.place(i)
      batch.note(i, place: place, shard: cut.shard(ofReader: rows[place].reader))
    }
  }

  /// Fills the rows of `range` from the places that were noted.
  @inline(__always)
  func fetch(_ range: Range<Int>, of batch: Batch) {
    if cut != nil, let inputs {
      for i in range { inputs.prefetch(batch.place(i)) }
    }
    for i in range {
      let place = batch.place(i)
      let row = rows[place]
      batch.set(
        i, reader: row.reader, book: row.book, target: scale.standardized(row.value),
        weight: weights[row.value])
      if let inputs {
        batch.setInputs(i, from: inputs, row: place, standardizedBy: scale.standardized)
      }
    }
  }

  /// The rating of a row, as its rank gets it.
  ///
  /// - Parameter first: The first row of its part.
  func placed(_ row: Int, from first: Int) -> PlacedRating {
    let place = row - first
    let row = rows[row]
    return PlacedRating(
      place: UInt32(place), reader: row.reader, book: row.book,
      target: scale.standardized(row.value), weight: weights[row.value])
  }
}
