import Features
public import Kernels
public import Networks
import Support

/// Everything that decides what a training makes of its data.
///
/// The number of threads is not here: it changes how long a training takes and nothing else.
public struct TrainingConfiguration: Sendable, Codable, Equatable {
  /// The shape of the network.
  public var network = NetworkConfiguration()
  /// What a hybrid network may use of the catalogue.
  ///
  /// The default is everything.
  package var bookParts = BookPart.allCases
  /// Which of the columns that the data's description gives to books and readers a hybrid network must not use.
  ///
  /// The default is none.
  package var withoutColumns: [String] {
    get { writtenWithoutColumns ?? [] }
    set { writtenWithoutColumns = newValue.isEmpty ? nil : newValue }
  }
  /// Files from before there were such columns have no list of them.
  private var writtenWithoutColumns: [String]?
  /// How parameters change.
  public var optimizer = OptimizerConfiguration()
  /// The strength of L2 regularization.
  ///
  /// The loss is the mean of squared errors + l2 / (2 √n) · the sum of squared weights and embeddings, for n
  /// training ratings. Scaled so, one value suits data of any size: on 38 thousand, 227 thousand and a
  /// million training ratings the best values of l2 · √n lay at about 60, 200 and 400. It takes the
  /// place of `OptimizerConfiguration.l2`.
  ///
  /// The default is 0.42.
  public var l2 = 0.42
  /// How often every rating is seen; nil leaves it to ``epochs(forRatings:)``.
  ///
  /// The default is nil.
  public var epochs: Int?
  /// The number of ratings of a step.
  ///
  /// The default is 512.
  public var batchSize = 512
  /// How dense layers multiply while training; predictions are of single precision.
  ///
  /// The default is single.
  public var precision: Precision {
    get { writtenPrecision ?? .single }
    set { writtenPrecision = newValue == .single ? nil : newValue }
  }
  /// Files from before there was a choice have no precision, and those of single precision still have none.
  private var writtenPrecision: Precision?
  /// How a batch is divided among threads and machines; it decides in which order gradients are added, and so the last
  /// bits of a model.
  ///
  /// The default is by places in the batch.
  package var cut: BatchCut {
    get { writtenCut ?? .batch }
    set { writtenCut = newValue == .batch ? nil : newValue }
  }
  /// Files from before there was a choice have no cut, and those by places still have none.
  private var writtenCut: BatchCut?
  /// What initial weights, the order of ratings and dropout depend on.
  ///
  /// The default is 0.
  public var seed: UInt64 = 0
  /// How learning rates change on the way.
  public var schedule = LearningRateSchedule()
  /// How many epochs in a row may bring no lower validation error before the training ends.
  ///
  /// The default is nil: the training takes all its epochs.
  public var patience: Int?
  /// By how much the validation's mean squared error must fall to count as lower, for ``patience`` and for a
  /// schedule that waits for a plateau.
  ///
  /// The default is 0.
  public var minimumChange = 0.0
  /// How much ratings of some values count.
  ///
  /// The default is the same for all.
  public var ratingWeights = RatingWeights()

  private enum CodingKeys: String, CodingKey {
    case network, bookParts, optimizer, l2, epochs, batchSize, seed, schedule, patience
    case minimumChange, ratingWeights
    case writtenPrecision = "precision"
    case writtenCut = "cut"
    case writtenWithoutColumns = "withoutColumns"
  }

  /// The defaults of a plain network.
  package init() {}

  /// The defaults of an architecture.
  ///
  /// A hybrid network has embeddings of 16, a dropout of 0.2 and batches of 1024; it learns by Adam, its
  /// embeddings a tenth as fast as its dense layers, with an L2 of 100. On 0.24 and 1.1 million ratings that
  /// was the best of what was tried; embeddings that learn as fast as dense layers only overfit.
  public init(_ architecture: Architecture) {
    network.architecture = architecture
    guard architecture == .hybrid else { return }
    network.embeddingDimension = 16
    network.dropout = 0.2
    optimizer.kind = .adam
    optimizer.embeddingLearningRate = 1e-4
    l2 = 100
    batchSize = 1024
  }

  /// Throws a sentence if a value makes no sense.
  ///
  /// - Throws: `ConfigurationError`.
  package func validate() throws(ConfigurationError) { try checkOptions() }

  /// Whether the validation error decides when the training ends, or how fast it learns.
  var followsValidation: Bool { patience != nil || schedule.kind == .plateau }

  /// Throws a sentence if the validation error decides something, and no rating is held out to measure it.
  ///
  /// - Throws: `ConfigurationError`.
  package func validate(with split: SplitConfiguration) throws(ConfigurationError) {
    let words = "%, unless ratings are held out to validate"
    guard split.overfit != nil || split.validationFraction == 0 else { return }
    try require(patience == nil, "patience", patience ?? 0, words.replacing("%", with: "none"))
    try require(
      schedule.kind != .plateau, "schedule", schedule.kind.rawValue,
      words.replacing("%", with: "another than plateau"))
  }

  /// Throws a sentence if this machine cannot train so; it can still use the model.
  ///
  /// - Throws: `ConfigurationError`.
  package func validateForThisMachine() throws(ConfigurationError) {
    try precision.validateForThisMachine()
  }

  /// Throws a sentence if so many ranks cannot train so.
  ///
  /// - Throws: `ConfigurationError`.
  package func validate(for ranks: Int) throws(ConfigurationError) {
    guard ranks > 1 else { return }
    try require(cut == .readers, "cut", cut.rawValue, "readers where \(ranks) ranks train together")
    let shards = ReaderCut(batchSize: batchSize).shards
    try require(
      ranks <= shards, "ranks", ranks,
      "at most \(shards), the shards of a batch of \(batchSize) ratings")
  }

  /// The optimizer for `count` training ratings, with every default filled in.
  ///
  /// SGD's embeddings learn 0.2 × the batch size times as fast as its dense layers: the loss is a mean over
  /// the batch of which a row meets few ratings, and so each rating moves its rows by the same amount
  /// whatever the batch size, up to 1024. Decay takes at most half of a weight in a step.
  func optimizer(forRatings count: Int) -> OptimizerConfiguration {
    var optimizer = optimizer
    if optimizer.kind == .sgd, optimizer.embeddingLearningRate == nil {
      let rows = min(batchSize, count, Self.largestScaledBatch)
      optimizer.embeddingLearningRate = optimizer.denseRate * 0.2 * Double(rows)
    }
    let largestRate = max(optimizer.denseRate, optimizer.embeddingRate)
    optimizer.l2 = min(l2 / Double(count).squareRoot(), 0.5 / largestRate)
    return optimizer
  }

  private static let largestScaledBatch = 1024

  /// How often each of `count` training ratings is seen.
  ///
  /// Where nothing else is asked for 20 times, but a hybrid network fewer from 450,000 ratings on, so that it
  /// sees 9 million ratings in all, and at least 4 times: on a million ratings 10 epochs were as good as 20, and on
  /// 4.5 million 20 only overfit.
  package func epochs(forRatings count: Int) -> Int {
    if let epochs { return epochs }
    guard network.architecture == .hybrid else { return Self.usualEpochs }
    return min(Self.usualEpochs, max(Self.fewestEpochs, Self.ratingsSeen / max(1, count)))
  }

  private static let usualEpochs = 20
  private static let fewestEpochs = 4
  private static let ratingsSeen = 9_000_000

  /// Whether this is `other` with more epochs; both numbers are filled in.
  package func isLonger(than other: Self) -> Bool {
    var longer = other
    longer.epochs = epochs
    return self == longer && epochs ?? 0 > other.epochs ?? 0
  }

  /// The same options with those filled in that depend on the number of training ratings.
  package func completed(forRatings count: Int) -> Self {
    var result = self
    result.epochs = epochs(forRatings: count)
    return result
  }
}
