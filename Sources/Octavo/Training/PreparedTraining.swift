import BookData
import Features
import Kernels
import Lists
import Ranks
import Support
import Training

/// The steps of a training on divided data, in the order in which they are taken.
///
/// The encoder is made here, from the same parts, rows and options that the training then uses.
package struct PreparedTraining: Sendable {
  /// The ratings in their parts, and the catalogue.
  package let data: DividedDataset
  /// The options of the training.
  package private(set) var configuration: TrainingConfiguration
  /// How many threads work.
  package internal(set) var threads: Int
  /// Who trains together; the result does not depend on it.
  ///
  /// The default is this process alone.
  package var ranks: any Ranks = SingleRank()
  /// What decides the result.
  package private(set) var identity: RunIdentity
  /// The program that trains, with its revision; nil for the library.
  package var program: String?
  /// What a hybrid network is told of the ratings; nil for a plain one, on several ranks, and before ``encode()``.
  package private(set) var encoding: PairEncoding?
  /// What makes the same on several ranks; else nil.
  private var fitted: FittedEncoder?

  /// - Throws: `ConfigurationError` for columns to be left out that the data do not have.
  package init(
    _ data: DividedDataset, _ configuration: TrainingConfiguration, _ split: SplitConfiguration,
    threads: Int
  ) throws(ConfigurationError) {
    let columns = (data.catalog.bookAttributes + data.catalog.readerAttributes).map(\.name)
    let unknown = configuration.withoutColumns.first { !columns.contains($0) }
    try require(
      unknown == nil, "without_columns", unknown ?? "",
      columns.isEmpty
        ? "none, since data.yaml describes no columns"
        : "some of \(columns.joined(separator: ", "))")
    self.configuration = configuration.completed(forRatings: data.parts.train.count)
    (self.data, self.threads) = (data, threads)
    identity = RunIdentity(
      training: self.configuration, split: split, material: data, threads: threads)
  }

  /// The number of epochs.
  package var epochs: Int { configuration.epochs(forRatings: data.parts.train.count) }

  /// Fits what a hybrid network is told of its ratings; does nothing for a plain one.
  package mutating func encode() {
    let fitted = configuration.fittedEncoder(
      to: data.ratings, data.parts, by: identity.split.kind, catalog: data.catalog,
      threads: threads)
    if ranks.count > 1 { self.fitted = fitted } else { encoding = fitted?.encoding }
  }

  /// What is asked for and cannot change the result, a sentence each.
  package var notes: [String] {
    configuration.optionsWithoutEffect(on: data.ratings.rows[data.parts.train]) + emptyParts
  }

  /// Which parts have no rating though they were to have some.
  private var emptyParts: [String] {
    let (split, parts) = (identity.split, data.parts)
    guard split.overfit == nil else { return [] }
    let count = data.ratings.rows.count.grouped
    let isUntested = parts.test.isEmpty && split.testFraction > 0 && data.tests == nil
    let isUnvalidated = parts.validation.isEmpty && split.validationFraction > 0
    return (isUntested ? ["\(count) ratings are too few to hold any out: nothing is tested"] : [])
      + (isUnvalidated
        ? ["\(count) ratings are too few to validate by: the last epoch's model is kept"] : [])
  }

  /// What the encoding is made of, for people; nil where there is none.
  package var encodingSummary: EncodingSummary? {
    (encoding?.encoder ?? fitted?.encoder).map { EncodingSummary($0) }
  }

  /// Changes how the same network learns, as a start from an earlier model asks for.
  ///
  /// What the encoder was made by must stay.
  package mutating func learn(by other: TrainingConfiguration) {
    precondition(
      other.network.architecture == configuration.network.architecture
        && other.bookParts == configuration.bookParts
        && other.withoutColumns == configuration.withoutColumns
        && other.seed == configuration.seed,
      "options that another encoder belongs to")
    configuration = other.completed(forRatings: data.parts.train.count)
    identity.training = configuration
  }

  /// Trains, from the beginning, a checkpoint or an earlier model.
  ///
  /// - Throws: What `Trainer` throws.
  package func train(
    callbacks: [any TrainingCallback], from checkpoint: TrainingCheckpoint? = nil,
    startingFrom start: WarmStart? = nil
  ) throws -> TrainingResult {
    try Trainer(configuration, threads: threads, ranks: ranks).train(
      data.ratings, training: data.parts.train, validation: data.parts.validation,
      encoding: encoding, fitted: fitted, callbacks: callbacks, from: checkpoint,
      startingFrom: start)
  }

  /// On a million ratings the validation error may rise two epochs in a row and still fall to the last.
  private static let comparisonPatience = 4
  /// What is seen of large data before a network that is only compared with has taken long enough.
  private static let comparisonRatings = 40_000_000

  /// Trains the plain network with its own defaults, to compare with; it may stop where it learns no more, and takes fewer
  /// epochs from two million training ratings on.
  private func plainNetwork(_ callbacks: [any TrainingCallback]) throws -> TrainedModel? {
    var plain = TrainingConfiguration(.plain)
    plain.seed = configuration.seed
    plain.precision = configuration.precision
    if !data.parts.validation.isEmpty { plain.patience = Self.comparisonPatience }
    let count = data.parts.train.count
    plain.epochs = min(plain.epochs(forRatings: count), max(4, Self.comparisonRatings / count))
    return try Trainer(plain, threads: threads).train(
      data.ratings, training: data.parts.train, validation: data.parts.validation,
      encoding: nil, callbacks: callbacks, from: nil, startingFrom: nil
    ).model
  }

  /// Measures the errors of all parts, and the test errors of simpler ways to predict.
  package func errors(of model: TrainedModel) -> ModelTesting.Outcome {
    ModelTesting(model, on: data, encoding: encoding, threads: threads).outcome()
  }

  /// Trains the plain network, and adds its test error to those of `model`.
  ///
  /// - Parameter callbacks: Told of the plain network's training. The default is nobody.
  /// - Throws: `DivergenceError`.
  package func compare(
    _ outcome: inout ModelTesting.Outcome, of model: TrainedModel,
    callbacks: [any TrainingCallback] = []
  ) throws {
    guard let plain = try plainNetwork(callbacks) else { return }
    ModelTesting(model, on: data, encoding: encoding, threads: threads)
      .compare(&outcome, with: plain)
  }

  /// Fits what lists are made from.
  ///
  /// - Parameter earlier: A model whose item–item weights are kept, if they still speak for nearly all ratings. The
  ///   default is nil: they are fitted.
  /// - Throws: `NotPositiveDefiniteError`.
  package func lists(
    for model: TrainedModel, keepingThoseOf earlier: (model: Model, rows: KnownRows)? = nil
  ) throws -> ListMaterial {
    try data.lists(
      range: model.range,
      keeping: earlier.flatMap { earlier in
        earlier.model.lists.map { ($0.relevance, earlier.rows.books) }
      }, threads: threads)
  }

  /// The model with all that answers need.
  ///
  /// - Parameters:
  ///   - trained: What was trained.
  ///   - outcome: What it is judged by.
  ///   - lists: What lists are made from; a model from the middle of a training has none. The default is nil.
  package func model(
    _ trained: TrainedModel, _ outcome: ModelTesting.Outcome, lists: ListMaterial? = nil
  ) -> Model {
    let ratings = data.ratings
    let manifest = ModelManifest(
      training: identity.training, split: identity.split, data: identity.data,
      readers: ratings.readers.count, books: ratings.books.count, model: trained,
      metrics: outcome.metrics, baselines: outcome.baselines,
      testPairsInTraining: data.testPairsInTraining, program: program, blas: BLAS.configuration)
    return Model(
      manifest: manifest, network: trained.network, encoder: trained.encoder,
      readers: ratings.readers, books: ratings.books, titles: data.titles, rated: data.rated,
      lists: lists)
  }
}
