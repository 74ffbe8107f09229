import BookData
public import Kernels
import Parallelism

/// Turns pairs of readers and books into a hybrid network's inputs.
public struct FeatureEncoder: Sendable {
  /// What histories say of books.
  public let model: HistoryModel
  /// What each reader has rated, as far as the model may know.
  public let histories: Histories
  /// What else is known of the readers.
  public let readers: ReaderSpace
  /// How features are scaled.
  public let scaling: FeatureScaling

  /// An encoder of these parts.
  package init(
    model: HistoryModel, histories: Histories, readers: ReaderSpace, scaling: FeatureScaling
  ) {
    precondition(
      scaling.means.count == model.featureNames.count,
      "\(scaling.means.count) scales for \(model.featureNames.count) features")
    self.model = model
    self.histories = histories
    self.readers = readers
    self.scaling = scaling
  }

  /// The encoder that `rows` teach, and what makes the inputs of these rows, each blind to its own rating.
  ///
  /// Row i of the inputs belongs to the i-th of the rows, and then of those that are told.
  ///
  /// - Parameters:
  ///   - rows: The ratings that the model may know.
  ///   - others: Ratings that it does not know, and that are told what any rating to come would be. The
  ///     default is none.
  ///   - given: Ratings of other readers that the model does not learn from either, and that may be known where it
  ///     tells of ratings to come. The default is none.
  ///   - space: What is known of books.
  ///   - readers: What is known of readers, all of them.
  ///   - order: What the order of each reader's rows means.
  ///   - configuration: How factors are learned.
  ///   - generator: What the search for the kernel's weights depends on.
  package static func fitted(
    to rows: ArraySlice<Rating>, telling others: ArraySlice<Rating> = [],
    given: ArraySlice<Rating> = [], space: BookSpace, readers: ReaderSpace, order: HistoryOrder,
    _ configuration: FactorConfiguration, threads: Int,
    using generator: inout some RandomNumberGenerator
  ) -> FittedEncoder {
    let (histories, rowOfPlace) = Histories.grouping(rows, readers: readers.attributes.values.rows)
    let learning = FactorLearning(
      space, readers: readers.attributes, configuration, threads: threads, using: &generator)
    let fit = HistoryModel.fitted(
      histories, space: space, readers: readers, order: order, learning, threads: threads,
      using: &generator)
    let model = fit.model
    let table = space.cosineTable(for: histories.comparisonsOfOwn, threads: threads)
    let own = OwnColumns(histories, fit, readers: readers, table: table, threads: threads)
    func encoder(knowing more: ArraySlice<Rating>) -> FeatureEncoder {
      guard !more.isEmpty else {
        return FeatureEncoder(
          model: model, histories: histories, readers: readers, scaling: own.scaling)
      }
      let known = Histories.grouping(rows + more, readers: histories.count).histories
      return FeatureEncoder(
        model: model.knowing(
          known, in: space, learning, from: fit.crossFit.start, using: &generator),
        histories: known, readers: readers, scaling: own.scaling)
    }
    let teller = encoder(knowing: given)
    return FittedEncoder(
      // Chosen by nothing that follows, the other ratings may be known from here on.
      encoder: others.isEmpty ? teller : encoder(knowing: others + given),
      inputs: RatingInputs(
        own, rows: rowOfPlace.map { $0 - rows.startIndex }, model: model, teller: teller,
        telling: others, table: table, threads: threads))
  }

  /// The inputs of pairs that readers have not rated, in the order of `pairs`.
  ///
  /// An index equal to the number of readers stands for a reader without a history.
  public func inputs(
    for pairs: [(reader: UInt32, book: UInt32)], threads: Int
  ) -> SideFeatures {
    let inputs = SideFeatures(count: pairs.count, featureCount: scaling.means.count)
    write(
      pairs.enumerated().map { (place: $0, reader: $1.reader, book: $1.book) }, to: inputs,
      table: cosineTable(for: pairs, threads: threads), threads: threads)
    return inputs
  }

  /// Writes what is told of pairs to their places in `inputs`.
  private func write(
    _ pairs: [PlacedPair], to inputs: SideFeatures, table: CosineTable?, threads: Int
  ) {
    let byReader = Dictionary(grouping: pairs, by: \.reader).sorted { $0.key < $1.key }
    let workers = (0..<threads).map { _ in Worker(self, table) }
    Parallel.forEachWithWorker(byReader.count, threads: threads) { worker, index in
      workers[worker].write(byReader[index].value, of: byReader[index].key, to: inputs)
    }
  }

  /// The inputs of one reader, who took no part in the training, and many books.
  public func inputs(
    for books: [UInt32], history: History, toRead list: ArraySlice<UInt32> = []
  ) -> SideFeatures {
    let inputs = SideFeatures(count: books.count, featureCount: scaling.means.count)
    ReaderFeatures(model)
      .columns(of: books, history: history, details: readers.newcomer(toRead: list))
      .write(to: inputs, rows: Array(books.indices), scaledBy: scaling)
    return inputs
  }
}

/// A pair, and its row among inputs.
typealias PlacedPair = (place: Int, reader: UInt32, book: UInt32)

extension FeatureEncoder {
  /// Makes inputs in one task at a time, so that each worker of a parallel loop has its own.
  public struct Worker: Sendable {
    private let encoder: FeatureEncoder
    private let features: ReaderFeatures

    init(_ encoder: FeatureEncoder, _ table: CosineTable?) {
      self.encoder = encoder
      features = ReaderFeatures(encoder.model, table: table)
    }

    /// The inputs of pairs that readers have not rated, in the order of `pairs`; fastest where the pairs of
    /// one reader follow each other.
    ///
    /// An index equal to the number of readers stands for a reader without a history.
    public func inputs(for pairs: [(reader: UInt32, book: UInt32)]) -> SideFeatures {
      let inputs = SideFeatures(
        count: pairs.count, featureCount: encoder.scaling.means.count)
      var start = 0
      while start < pairs.count {
        let reader = pairs[start].reader
        let end = pairs[start...].firstIndex { $0.reader != reader } ?? pairs.count
        write(
          (start..<end).map { (place: $0, reader: reader, book: pairs[$0].book) }, of: reader,
          to: inputs)
        start = end
      }
      return inputs
    }

    /// Writes what is told of one reader's pairs.
    func write(_ pairs: [PlacedPair], of reader: UInt32, to inputs: SideFeatures) {
      features.columns(
        of: pairs.map(\.book), history: encoder.histories[Int(reader)],
        details: encoder.readers[Int(reader)], reader: Int(reader)
      ).write(to: inputs, rows: pairs.map(\.place), scaledBy: encoder.scaling)
    }
  }

  /// A worker for each of `threads` threads, which together make the inputs of `pairs`.
  public func workers(
    for pairs: [(reader: UInt32, book: UInt32)], threads: Int
  ) -> [Worker] {
    let table = cosineTable(for: pairs, threads: threads)
    return (0..<threads).map { _ in Worker(self, table) }
  }

  /// The cosines of all books, where `pairs` need so many that it pays; else nil.
  func cosineTable(for pairs: [(reader: UInt32, book: UInt32)], threads: Int) -> CosineTable? {
    model.space.cosineTable(
      for: histories.comparisons(ofReaders: pairs.lazy.map(\.reader)), threads: threads)
  }
}
