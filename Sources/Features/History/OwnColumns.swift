import BookData
import Kernels
import Parallelism

/// What is told of the ratings that a model was fitted to, each blind to its own rating.
///
/// Features are kept scaled, and the scaling is that of a sample: the ratings of every k-th reader, which are
/// computed once and kept until they can be scaled.
struct OwnColumns {
  /// The scaling that suits the sample.
  let scaling: FeatureScaling

  private let histories: Histories
  private let rowOfPlace: [Int]
  private let fit: HistoryFit
  private let readers: ReaderSpace
  private let table: CosineTable?
  private let threads: Int
  private let step: Int
  /// The columns of every `step`-th reader's parts.
  private let sample: [[FeatureColumns]]

  /// The scaling is found from so many ratings, or a few more.
  private static let sampledRatings = 1 << 17

  /// - Parameters:
  ///   - rowOfPlace: Where each place of the histories is told, among inputs.
  ///   - table: The cosines of books, where they are known.
  init(
    _ histories: Histories, _ rowOfPlace: [Int], _ fit: HistoryFit, readers: ReaderSpace,
    table: CosineTable?, threads: Int
  ) {
    (self.histories, self.rowOfPlace, self.fit) = (histories, rowOfPlace, fit)
    (self.readers, self.table, self.threads) = (readers, table, threads)
    let step = max(1, rowOfPlace.count / Self.sampledRatings)
    self.step = step
    let workers = (0..<threads).map { _ in ReaderFeatures(fit.model, table: table) }
    sample = Parallel.mapWithWorker((histories.count + step - 1) / step, threads: threads) {
      worker, index in
      Self.columns(of: index * step, histories, fit, readers, workers[worker])
    }
    let parts = sample.flatMap(\.self)
    scaling = FeatureScaling(columns: fit.model.featureNames.count) { column in
      parts.map { $0[column] }
    }
  }

  /// Writes all ratings to their places in `inputs`.
  func write(to inputs: SideFeatures) {
    let workers = (0..<threads).map { _ in ReaderFeatures(fit.model, table: table) }
    Parallel.forEachWithWorker(histories.count, threads: threads) { worker, reader in
      let parts =
        reader % step == 0
        ? sample[reader / step]
        : Self.columns(of: reader, histories, fit, readers, workers[worker])
      var place = histories.offsets[reader]
      for columns in parts {
        let end = place + columns.offsets.count
        columns.write(to: inputs, rows: Array(rowOfPlace[place..<end]), scaledBy: scaling)
        place = end
      }
    }
  }

  private static func columns(
    of reader: Int, _ histories: Histories, _ fit: HistoryFit, _ readers: ReaderSpace,
    _ features: ReaderFeatures
  ) -> [FeatureColumns] {
    let details = readers[reader]
    return histories[reader].parts.map {
      features.ownColumns(of: $0, factors: fit.crossFit[reader], details: details)
    }
  }
}
