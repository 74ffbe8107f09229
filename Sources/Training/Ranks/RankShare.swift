import Foundation
import Kernels
import Networks
import Parallelism
import Ranks

/// What every rank must know of a training before its first step.
struct RankedTraining: Sendable, Codable {
  /// The options, every default filled in.
  var configuration: TrainingConfiguration
  /// How parameters change, every default filled in.
  var optimizer: OptimizerConfiguration
  /// The number of ratings of a full batch.
  var batchSize: Int
  /// The number of training ratings.
  var ratingCount: Int
  /// The number of readers.
  var readers: Int
  /// The number of books.
  var books: Int
  /// The number of dense features of a pair; 0 for a plain network.
  var featureCount: Int

  /// The number of steps of an epoch.
  var stepsPerEpoch: Int { (ratingCount + batchSize - 1) / batchSize }

  /// How the network sees ratings.
  var scale: RatingScale

  /// The readers of each rank, in order.
  func readersOfRanks(_ ranks: any Ranks) -> [[UInt32]] {
    let layout = layout(ranks)
    var readersOfRanks = [[UInt32]](repeating: [], count: ranks.count)
    for reader in 0..<UInt32(readers) {
      readersOfRanks[layout.rank(ofReader: reader)].append(reader)
    }
    return readersOfRanks
  }

  /// Who has what.
  func layout(_ ranks: any Ranks) -> RankLayout {
    RankLayout(
      rank: ranks.rank, count: ranks.count, cut: ReaderCut(batchSize: batchSize),
      parameterCount: configuration.network.parameterCount(featureCount: featureCount))
  }
}

/// The ratings of one rank's readers, in the order of all.
struct OwnRatings: Sendable {
  /// Those that are learned from.
  var training: [PlacedRating]
  /// Those that the best epoch is chosen by.
  var validation: [PlacedRating]

  /// The numbers of the ratings, those of validation behind the others, reader by reader.
  func byReader(of count: Int) -> [Int] {
    let readers = training.map(\.reader) + validation.map(\.reader)
    var places = GroupPlaces(readers, groups: count)
    var numbers = [Int](repeating: 0, count: readers.count)
    for (number, reader) in readers.enumerated() { numbers[places.place(in: reader)] = number }
    return numbers
  }
}

/// What one rank has of a training: its readers with their ratings, its books, and the buffers of its steps.
///
/// The network of ``step`` has the own readers' rows, and in the place of a table of books the rows that come for a
/// step from their owners.
final class RankShare {
  let training: RankedTraining
  let layout: RankLayout
  let step: TrainingStep
  /// The own readers' indices among all.
  let readers: [UInt32]
  /// The own books' indices among all.
  let books: [UInt32]
  /// The own books.
  let bookTable: EmbeddingTable
  /// The ratings of the own readers, each reader by their place in ``readers``.
  let ratings: [PlacedRating]
  /// The ratings of the own readers that the best epoch is chosen by.
  let validation: [PlacedRating]
  /// What a hybrid network is told of each of ``ratings`` and then of ``validation``; nil for a plain one.
  let inputs: SideFeatures?
  /// The row of each of all books among those of its owner.
  private let bookRows: [UInt32]
  let readerShards: [Int]
  private let seen: [SeenBooks]
  private var places: EpochPlaces?
  private var window: StepWindow?

  /// The share of one rank.
  ///
  /// - Parameters:
  ///   - own: Those of the own readers.
  ///   - inputs: What a hybrid network is told of each of them; nil for a plain one.
  init(
    _ training: RankedTraining, _ own: OwnRatings, _ inputs: SideFeatures?,
    _ ranks: any Ranks, threads: Int
  ) {
    self.inputs = inputs
    let layout = training.layout(ranks)
    (self.training, self.layout) = (training, layout)
    let (rank, cut) = (layout.rank, layout.cut)
    let readers = (0..<UInt32(training.readers)).filter { layout.rank(ofReader: $0) == rank }
    self.readers = readers
    readerShards = readers.map { cut.shard(ofReader: $0) }
    var next = [UInt32](repeating: 0, count: layout.count)
    bookRows = (0..<UInt32(training.books)).map { book in
      let owner = layout.rank(ofBook: book)
      defer { next[owner] += 1 }
      return next[owner]
    }
    books = (0..<UInt32(training.books)).filter { layout.rank(ofBook: $0) == rank }
    var readerRows = [UInt32](repeating: 0, count: training.readers)
    for (row, reader) in readers.enumerated() { readerRows[Int(reader)] = UInt32(row) }
    func atHome(_ ratings: [PlacedRating]) -> [PlacedRating] {
      ratings.map { rating in
        var own = rating
        own.reader = readerRows[Int(rating.reader)]
        return own
      }
    }
    (ratings, validation) = (atHome(own.training), atHome(own.validation))
    let (network, optimizer) = (training.configuration.network, training.optimizer)
    func table(rows: Int, slots: Int) -> EmbeddingTable {
      EmbeddingTable(rows: rows, dimension: network.embeddingDimension, slots: slots)
    }
    let readerTable = table(rows: readers.count, slots: optimizer.slots)
    bookTable = table(rows: books.count, slots: optimizer.slots)
    step = TrainingStep(
      network: RatingNetwork(
        network, readers: readerTable, books: table(rows: training.batchSize, slots: 0),
        featureCount: training.featureCount, slots: optimizer.slots),
      optimizer: optimizer, batchSize: training.batchSize, threads: threads,
      seed: training.configuration.dropoutSeed,
      precision: training.configuration.precision, cut: .readers,
      sleepers: [readerTable, bookTable])
    seen = (0..<threads).map { _ in SeenBooks(books: training.books) }
  }

  /// The window of plans that has a batch; all ranks ask for the same ones.
  ///
  /// - Throws: What the ranks throw.
  func window(for batch: Int, ofEpoch epoch: Int, _ ranks: any Ranks) throws -> StepWindow {
    if let window, window.contains(batch, ofEpoch: epoch) { return window }
    let places = places(ofEpoch: epoch)
    let batches = StepWindow.batches(
      from: batch, of: training.stepsPerEpoch, batchSize: training.batchSize)
    let new = try StepWindow(
      epoch: epoch, batches, layout, ranks, threads: step.threads,
      plan: { [ratings, readerShards, seen, layout] worker, batch in
        StepPlan(
          places.ratings(ofBatch: batch), layout,
          shard: { readerShards[Int(ratings[$0].reader)] }, book: { ratings[$0].book },
          seen: seen[worker])
      }, row: { bookRows[Int($0)] })
    window = new
    return new
  }

  private func places(ofEpoch epoch: Int) -> EpochPlaces {
    if let places, places.epoch == epoch { return places }
    let new = EpochPlaces(
      ratings, order: training.configuration.order(ofEpoch: epoch, count: training.ratingCount),
      batchSize: training.batchSize, epoch: epoch,
      threads: step.threads)
    places = new
    return new
  }
}
