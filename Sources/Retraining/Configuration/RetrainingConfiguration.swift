import BookData
public import Features
public import Kernels
public import Networks
public import Octavo
public import Training

/// Everything that decides what a nightly job does.
///
/// Keys of the configuration file are the names of these properties: ``ConfigurationKeys`` has them with
/// their words, and `octavo retrain --example-config` prints them all.
public struct RetrainingConfiguration: Sendable, Equatable {
  /// Where ratings come from.
  public var data = DataOptions()
  /// When ratings look wrong.
  public var checks = DataChecks()
  /// Where models live.
  public var models = ModelOptions()
  /// How a candidate is trained.
  public var training = TrainingOptions()
  /// When a training starts from the model in service.
  public var warmStart = WarmStartOptions()
  /// What is held out.
  public var holdOut = HoldOutOptions()
  /// What a candidate must show.
  public var gate = GateOptions()
  /// What is written for everyone after a promotion.
  public struct ListFileOptions: Sendable, Equatable {
    /// How it is written.
    public enum Format: String, Sendable, CaseIterable {
      /// A table with a row for each book of each reader.
      case csv
      /// An object a line, of one reader.
      case json
    }

    /// Where everyone's best books go; nil for nowhere.
    public var file: String?
    /// How many books.
    public var top = 10
    /// How they are written.
    public var format = Format.csv
  }

  /// What a candidate's folder must do.
  public var smokeTest = SmokeTestOptions()
  /// What is written for everyone after a promotion.
  public var lists = ListFileOptions()
  /// The file of metrics for Prometheus' textfile collector; nil for none.
  public var metricsFile: String?

  /// The defaults; ``DataOptions/folder`` and ``ModelOptions/folder`` are still to be named.
  public init() {}
}

/// Where ratings come from, and how their file is written.
public struct DataOptions: Sendable, Equatable {
  /// The folder with `ratings.csv`; empty until it is named.
  public var folder = ""
  /// The names of the columns.
  public var userColumn = "user_id", bookColumn = "book_id", ratingColumn = "rating"
  /// The byte between two fields.
  public var separator = UInt8(ascii: ",")
  /// Whether bad rows are counted and passed over.
  public var skipBadRows = false

  /// The folder as it is read.
  public var source: DataFolder {
    DataFolder(
      folder,
      format: RatingsFormat(
        user: userColumn, book: bookColumn, rating: ratingColumn, separator: separator),
      skipBadRows: skipBadRows)
  }
}

/// Where models live.
public struct ModelOptions: Sendable, Equatable {
  /// The store's folder; empty until it is named.
  public var folder = ""
  /// How many models are kept, the latest ones.
  public var keep = 7
}

/// How a candidate is trained; nil takes the default of the architecture.
public struct TrainingOptions: Sendable, Equatable {
  /// What the network makes of a reader and a book.
  public var architecture = Architecture.hybrid
  /// What a hybrid network must not use of the side files.
  public var without: [BookPart] = []
  /// The length of an embedding.
  public var embeddingDimension: Int?
  /// The widths of the dense layers.
  public var hidden = NetworkConfiguration().hidden
  /// The probability that a dense layer's output is dropped.
  public var dropout: Double?
  /// How often a training from scratch sees every rating.
  public var epochs = TrainingConfiguration().epochs
  /// The number of ratings of a step.
  public var batchSize: Int?
  /// How dense layers multiply.
  public var precision = Precision.single
  /// The rule by which gradients change parameters.
  public var optimizer: OptimizerConfiguration.Kind?
  /// The first step size of the dense layers.
  public var learningRate: Double?
  /// The first step size of the embeddings.
  public var embeddingLearningRate: Double?
  /// The strength of the pull of weights towards 0.
  public var l2: Double?
  /// How step sizes fall.
  public var schedule = LearningRateSchedule().kind
  /// How many idle epochs in a row end a training; nil for none.
  public var patience: Int?
  /// Whether the weights that lists are ranked with are fitted.
  public var lists = true
  /// What initial weights, order and dropout depend on.
  public var seed = 0
  /// How many threads work; nil for all processors.
  public var threads: Int?
}

/// When and how a training starts from the model in service.
public struct WarmStartOptions: Sendable, Equatable {
  /// Every so many runs one is from scratch; 1 for all of them.
  public var scratchEvery = 7
  /// How often a training that starts warm sees every rating.
  public var epochs = 5
  /// What its step sizes are multiplied by.
  public var rateShare = 0.5
}

/// What is held out of every training: to judge by, and to choose the best epoch by.
public struct HoldOutOptions: Sendable, Equatable {
  /// Which ratings.
  public enum Kind: String, Sendable, CaseIterable {
    /// Each reader's last.
    case chronological
    /// Any, by a hash of reader and book.
    case random
  }

  /// Which ratings.
  public var kind = Kind.chronological
  /// The share that candidate and model in service are judged by.
  public var testFraction = 0.1
  /// The share of the others that the best epoch is chosen by.
  public var validationFraction = 0.05
  /// What the choice depends on.
  ///
  /// Another seed holds out ratings that models have learned from.
  public var seed = 0

  /// How ratings are divided.
  public var split: SplitConfiguration {
    var split = SplitConfiguration()
    split.kind = kind == .random ? .stableRandom : .stableChronological
    split.testFraction = testFraction
    split.validationFraction = validationFraction
    split.seed = UInt64(bitPattern: Int64(seed))
    return split
  }
}

/// What a candidate must show to be promoted.
public struct GateOptions: Sendable, Equatable {
  /// What counts as good enough.
  public enum Rule: String, Sendable, CaseIterable {
    /// The candidate's error is not higher by more than the margin.
    case noLoss = "no-loss"
    /// The candidate's error is lower; for slices, not higher by more than their margin.
    case improvement
  }

  /// What counts as good enough.
  public var rule = Rule.noLoss
  /// The loss that is let pass, as a share of the error of the model in service.
  public var margin = 0.005
  /// How sure the bootstrap must be.
  public var confidence = 0.95
  /// How often the bootstrap draws readers anew.
  public var resamples = 2000
  /// What the draws depend on.
  public var seed = 0
  /// How many held-out ratings a judgement takes, overall and of a slice.
  public var minimumRatings = 100
  /// How many readers they must come from.
  public var minimumReaders = 20
  /// Readers with fewer training ratings than this are cold.
  public var coldReadersBelow = 20
  /// Books with fewer training ratings than this are rare.
  public var rareBooksBelow = 20
  /// Ratings up to this are low; nil for a quarter up the scale.
  public var lowRatingsUpTo: Double?
  /// The losses that are let pass in slices, as shares.
  public var coldReadersMargin = 0.03, rareBooksMargin = 0.03, lowRatingsMargin = 0.03
}

/// What a candidate's folder must do when it is loaded afresh.
public struct SmokeTestOptions: Sendable, Equatable {
  /// How many readers are given predictions and lists.
  public var readers = 20
  /// Within how many seconds each of them must have both.
  public var answerSeconds = 5.0
  /// Within how many seconds the folder must be loaded.
  public var loadSeconds = 120.0
}
