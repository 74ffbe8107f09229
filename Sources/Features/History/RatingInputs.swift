import BookData
package import Kernels
import Parallelism

/// Makes the inputs of ratings that a model was fitted to, and of those that it tells, some readers at a time: where
/// memory holds no more of them.
package struct RatingInputs: Sendable {
  private let own: OwnColumns
  private let ownRows: [Int]
  private let model: HistoryModel
  private let teller: FeatureEncoder
  private let told: Histories
  private let toldRows: [Int]
  private let table: CosineTable?
  private let threads: Int

  /// - Parameters:
  ///   - own: The columns of the ratings that `model` was fitted to.
  ///   - ownRows: The row of each of their places.
  ///   - teller: What tells of the other ratings.
  ///   - others: The other ratings; their rows follow.
  ///   - table: The cosines of books, where they are known.
  init(
    _ own: OwnColumns, rows ownRows: [Int], model: HistoryModel, teller: FeatureEncoder,
    telling others: ArraySlice<Rating>, table: CosineTable?, threads: Int
  ) {
    (self.own, self.ownRows, self.model, self.teller) = (own, ownRows, model, teller)
    let (told, rowOfPlace) = Histories.grouping(others, readers: own.histories.count)
    self.told = told
    toldRows = rowOfPlace.map { $0 - others.startIndex + ownRows.count }
    (self.table, self.threads) = (table, threads)
  }

  /// The number of ratings.
  package var count: Int { ownRows.count + toldRows.count }

  /// The number of features of a rating.
  package var featureCount: Int { own.scaling.means.count }

  /// The inputs of all ratings, in their order.
  package func all() -> SideFeatures {
    let inputs = SideFeatures(count: count, featureCount: featureCount)
    write(Array(0..<own.histories.count), to: inputs) { reader, _ in
      Array(ownRows[own.histories.places(of: reader)] + toldRows[told.places(of: reader)])
    }
    return inputs
  }

  /// The inputs of some readers' ratings, reader by reader: of each the ratings that the model was fitted to, then
  /// those that it tells, both in their order.
  package func inputs(ofReaders readers: [Int]) -> SideFeatures {
    var starts = [0]
    for reader in readers { starts.append(starts[starts.count - 1] + count(ofReader: reader)) }
    let inputs = SideFeatures(count: starts[readers.count], featureCount: featureCount)
    write(readers, to: inputs) { [starts] _, index in Array(starts[index]..<starts[index + 1]) }
    return inputs
  }

  private func count(ofReader reader: Int) -> Int {
    own.histories.places(of: reader).count + told.places(of: reader).count
  }

  /// Writes the inputs of readers.
  ///
  /// - Parameter rows: The rows of one reader's ratings, given with their place among `readers`.
  private func write(
    _ readers: [Int], to inputs: SideFeatures,
    rows: @Sendable (_ reader: Int, _ index: Int) -> [Int]
  ) {
    let features = (0..<threads).map { _ in ReaderFeatures(model, table: table) }
    let tellers = (0..<threads).map { _ in FeatureEncoder.Worker(teller, table) }
    Parallel.forEachWithWorker(readers.count, threads: threads) { worker, index in
      let reader = readers[index]
      let rows = rows(reader, index)
      let ownCount = own.histories.places(of: reader).count
      own.write(reader, to: inputs, rows: Array(rows[..<ownCount]), features[worker])
      let books = told[reader].books
      guard !books.isEmpty else { return }
      tellers[worker].write(
        zip(rows[ownCount...], books).map { (place: $0, reader: UInt32(reader), book: $1) },
        of: UInt32(reader), to: inputs)
    }
  }
}
