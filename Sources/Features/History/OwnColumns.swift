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

  /// The ratings, by reader.
  let histories: Histories
  private let fit: HistoryFit
  private let readers: ReaderSpace
  private let step: Int
  /// The columns of every `step`-th reader's parts.
  private let sample: [[FeatureColumns]]

  /// The scaling is found from so many ratings, or a few more.
  private static let sampledRatings = 1 << 17

  /// - Parameter table: The cosines of books, where they are known.
  init(
    _ histories: Histories, _ fit: HistoryFit, readers: ReaderSpace, table: CosineTable?,
    threads: Int
  ) {
    (self.histories, self.fit, self.readers) = (histories, fit, readers)
    let step = max(1, histories.books.count / Self.sampledRatings)
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

  /// Writes the ratings of one reader to `rows` of `inputs`, in their order.
  ///
  /// - Parameter features: What makes the columns of the model that was fitted, for one task at a time.
  func write(_ reader: Int, to inputs: SideFeatures, rows: [Int], _ features: ReaderFeatures) {
    let parts =
      reader % step == 0
      ? sample[reader / step] : Self.columns(of: reader, histories, fit, readers, features)
    var first = 0
    for columns in parts {
      let end = first + columns.offsets.count
      columns.write(to: inputs, rows: Array(rows[first..<end]), scaledBy: scaling)
      first = end
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
