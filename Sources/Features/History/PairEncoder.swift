public import BookData
public import Kernels
import Parallelism

/// An encoder with the inputs of the ratings that it was fitted to.
public struct PairEncoding: Sendable {
  /// What makes the inputs of other pairs.
  public let encoder: PairEncoder
  /// The inputs of the ratings, in their order.
  public let inputs: PairInputs
}

/// Turns pairs of readers and books into a hybrid network's inputs.
public struct PairEncoder: Sendable {
  /// What histories say of books.
  public let model: HistoryModel
  /// What each reader has rated, as far as the model may know.
  public let histories: Histories
  /// The readers' lists to read; nil if there are none.
  public let toRead: ToReadLists?
  /// How features are scaled.
  public let scaling: FeatureScaling

  /// An encoder of these parts.
  public init(
    model: HistoryModel, histories: Histories, toRead: ToReadLists?, scaling: FeatureScaling
  ) {
    precondition(
      scaling.means.count == model.featureNames.count,
      "\(scaling.means.count) scales for \(model.featureNames.count) features")
    self.model = model
    self.histories = histories
    self.toRead = toRead
    self.scaling = scaling
  }

  /// The encoder that `rows` teach, and the inputs of these rows, each blind to its own rating.
  ///
  /// Row i of the inputs belongs to the i-th of the rows.
  ///
  /// - Parameters:
  ///   - rows: The ratings that the model may know.
  ///   - readers: The number of readers.
  ///   - space: What is known of books.
  ///   - toRead: The readers' lists to read, if there are any.
  ///   - order: What the order of each reader's rows means.
  ///   - generator: What the search for the kernel's weights depends on.
  public static func fitted(
    to rows: ArraySlice<Rating>, readers: Int, space: BookSpace, toRead: ToReadLists?,
    order: HistoryOrder, threads: Int, using generator: inout some RandomNumberGenerator
  ) -> PairEncoding {
    let (histories, rowOfPlace) = Histories.grouping(rows, readers: readers)
    let model = HistoryModel.fitted(
      histories, space: space, order: order, threads: threads, using: &generator)
    let inputs = PairInputs(count: rows.count, featureCount: model.featureNames.count)
    let workers = (0..<threads).map { _ in ReaderFeatures(model) }
    Parallel.forEachWithMember(readers, threads: threads) { member, reader in
      var place = histories.offsets[reader]
      let list = toRead?.books(ofReader: UInt32(reader)) ?? []
      for part in histories[reader].parts {
        let columns = workers[member].ownColumns(of: part, toRead: list)
        columns.write(
          to: inputs, rows: rowOfPlace[place..<place + part.count].map { $0 - rows.startIndex })
        place += part.count
      }
    }
    let scaling = FeatureScaling(of: inputs.features, threads: threads)
    scaling.apply(to: inputs.features, threads: threads)
    let encoder = PairEncoder(
      model: model, histories: histories, toRead: toRead, scaling: scaling)
    return PairEncoding(encoder: encoder, inputs: inputs)
  }

  /// The inputs of pairs that readers have not rated, in the order of `pairs`.
  ///
  /// An index equal to the number of readers stands for a reader without a history.
  public func inputs(
    for pairs: [(reader: UInt32, book: UInt32)], threads: Int
  ) -> PairInputs {
    let inputs = PairInputs(count: pairs.count, featureCount: scaling.means.count)
    let byReader = Dictionary(grouping: pairs.indices) { pairs[$0].reader }
      .sorted { $0.key < $1.key }
    let workers = (0..<threads).map { _ in ReaderFeatures(model) }
    Parallel.forEachWithMember(byReader.count, threads: threads) { member, index in
      let (reader, places) = byReader[index]
      workers[member].columns(
        of: places.map { pairs[$0].book }, history: histories[Int(reader)], tookPart: true,
        toRead: toRead?.books(ofReader: reader) ?? []
      ).write(to: inputs, rows: places)
    }
    scaling.apply(to: inputs.features, threads: threads)
    return inputs
  }

  /// The inputs of one reader, who took no part in the training, and many books.
  public func inputs(
    for books: [UInt32], history: History, toRead list: ArraySlice<UInt32> = [], threads: Int
  ) -> PairInputs {
    let inputs = PairInputs(count: books.count, featureCount: scaling.means.count)
    ReaderFeatures(model).columns(of: books, history: history, tookPart: false, toRead: list)
      .write(to: inputs, rows: Array(books.indices))
    scaling.apply(to: inputs.features, threads: threads)
    return inputs
  }
}
