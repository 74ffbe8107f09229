import Parallelism

/// A training rating as the rank of its reader keeps it.
struct PlacedRating: BitwiseCopyable, Sendable {
  /// Its number among all training ratings.
  var place: UInt32
  /// The reader's index among all readers, or where they are kept among the rank's own.
  var reader: UInt32
  /// The book's index among all books.
  var book: UInt32
  /// The rating as the network learns it.
  var target: Float
  /// How much it counts in gradients.
  var weight: Float
}

/// Where in the order of an epoch a rank's own ratings come: found by the order's inverse, without a look at others'.
struct EpochPlaces: Sendable {
  /// The number of the epoch.
  let epoch: Int
  /// For each own rating its position in its batch and its number, batch by batch.
  private let keys: [UInt64]
  /// Where each batch begins in ``keys``, and where the last one ends.
  private let starts: [Int]

  /// The places of `ratings` in the batches of an order.
  init(_ ratings: [PlacedRating], order: IndexPermutation, batchSize: Int, epoch: Int, threads: Int)
  {
    self.epoch = epoch
    let tasks = Parallel.ranges(ratings.count, parts: threads)
    let positions = Parallel.map(tasks.count, threads: threads) { task in
      tasks[task].map { order.position(of: Int(ratings[$0].place)) }
    }.flatMap(\.self)
    let batches = (order.count + batchSize - 1) / batchSize
    var places = GroupPlaces(positions.lazy.map { UInt32($0 / batchSize) }, groups: batches)
    var keys = [UInt64](repeating: 0, count: positions.count)
    for (rating, position) in positions.enumerated() {
      let (batch, inBatch) = position.quotientAndRemainder(dividingBy: batchSize)
      keys[places.place(in: UInt32(batch))] = UInt64(inBatch) << 32 | UInt64(rating)
    }
    (self.keys, starts) = (keys, places.offsets)
  }

  /// The numbers of the own ratings of a batch, in the batch's order.
  func ratings(ofBatch batch: Int) -> [Int] {
    keys[starts[batch]..<starts[batch + 1]].sorted().map { Int($0 & 0xFFFF_FFFF) }
  }
}
