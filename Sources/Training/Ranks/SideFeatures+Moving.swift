import Features
import Kernels
import Ranks

extension SideFeatures {
  /// How many ratings' inputs are on their way at once.
  private static let ratingsPerBlock = 1 << 18

  /// The inputs of a rank's ratings: rank 0 makes them block by block and sends them home, so that it never has more of
  /// those of others than a block.
  ///
  /// - Parameters:
  ///   - maker: What makes them on rank 0; nil elsewhere.
  ///   - rows: The rows of the ratings of the own readers, reader by reader, as `maker` gives them.
  ///   - columns: The number of features.
  /// - Throws: What the ranks throw.
  static func brought(
    by maker: RatingInputs?, to rows: [Int], columns: Int, _ training: RankedTraining,
    _ ranks: any Ranks
  ) throws -> SideFeatures {
    let inputs = SideFeatures(count: rows.count, featureCount: columns)
    let homes = maker.map { _ in training.readersOfRanks(ranks) }
    let wanted = (maker?.count ?? 0) / ratingsPerBlock + 1
    let blocks = Int(try ranks.broadcast([Int64(wanted)])[0])
    var next = 0
    for block in 0..<blocks {
      let made = (0..<ranks.count).map { rank in
        maker.map { maker in
          let readers = homes?[rank] ?? []
          let range =
            readers.count * block / blocks..<readers.count * (block + 1) / blocks
          return maker.inputs(ofReaders: readers[range].map { Int($0) })
        }
      }
      let features = try ranks.exchange(
        Parts(made.map { $0.map { $0.features.packed(0..<$0.features.rows) } ?? [] })
      ).values
      let offsets = try ranks.exchange(Parts(made.map { $0?.offsets.values ?? [] })).values
      let places = rows[next..<next + offsets.count]
      inputs.features.place(features, at: places)
      for (place, offset) in zip(places, offsets) { inputs.offsets[place, 0] = offset }
      next += offsets.count
    }
    precondition(next == rows.count, "inputs of \(next) ratings for \(rows.count)")
    return inputs
  }
}
