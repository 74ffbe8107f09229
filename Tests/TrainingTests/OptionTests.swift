import Foundation
import Support
import Testing

@testable import Training

/// What the tables of options say, and what they let pass.
@Suite struct OptionTests {
  /// A value of each option other than its default.
  private static let others = [
    "architecture": "plain", "without": "tags,authors",
    "without_columns": "genres,age", "embedding_dimension": "7",
    "hidden": "9,8", "dropout": "0.25", "epochs": "3", "batch_size": "64", "precision": "bfloat16",
    "cut": "readers",
    "optimizer": "adagrad", "learning_rate": "0.5", "embedding_learning_rate": "0.25", "l2": "3",
    "schedule": "step", "warm_up": "5", "final_rate_share": "0.5", "rate_decay": "0.25",
    "rate_interval": "2", "patience": "4", "minimum_change": "0.001", "oversample": "1=3,2=1.5",
    "embedding_norm_limit": "2", "seed": "-1",
    "split": "chronological", "test_fraction": "0.5", "validation_fraction": "0", "sample": "0.5",
    "overfit": "10", "fold": "2/5", "given_fraction": "0.5",
  ]

  private func check<Root: Configurable & Equatable & Codable>(_ type: Root.Type) throws {
    let unchanged = Root([])
    for option in Root.options {
      let other = try #require(Self.others[option.name])
      let setting = try #require(
        option.setting(ConfigurationValue(word: other)), "\(option.name)")
      let changed = Root([setting])
      #expect(changed != unchanged, "\(option.name)")
      try changed.checkOptions()
      // What is shown can be read again.
      let again = try #require(
        option.setting(ConfigurationValue(word: option.value(changed).argument)))
      #expect(Root([again]) == changed, "\(option.name)")
      let file = try JSONEncoder().encode(changed)
      #expect(try JSONDecoder().decode(Root.self, from: file) == changed, "\(option.name)")
    }
  }

  @Test func everyOptionChangesTheConfigurationAndIsShownAndWritten() throws {
    try check(TrainingConfiguration.self)
    try check(SplitConfiguration.self)
  }

  /// The last of these values of each option is the first that makes no sense.
  @Test(arguments: [
    ("embedding_dimension", "4096", "4097"), ("embedding_dimension", "1", "0"),
    ("hidden", "none", "0"), ("hidden", "16384", "16385"), ("dropout", "0", "-0.1"),
    ("dropout", "0.99", "1"), ("epochs", "100000", "100001"), ("epochs", "1", "0"),
    ("batch_size", "4194304", "4194305"), ("learning_rate", "1e-9", "0"),
    ("embedding_learning_rate", "1e9", "-1"), ("l2", "0", "-1"), ("l2", "0", "inf"),
    ("warm_up", "0", "-1"), ("final_rate_share", "1", "1.01"), ("final_rate_share", "0", "nan"),
    ("rate_decay", "1", "0"), ("rate_interval", "1", "0"), ("patience", "none", "0"),
    ("minimum_change", "0", "-1"), ("oversample", "1=1000", "1=1001"),
    ("oversample", "1=2,2=2", "1=2,1=3"), ("embedding_norm_limit", "none", "0"),
    ("seed", "18446744073709551615", "18446744073709551616"), ("optimizer", "auto", "none"),
  ])
  func limitsAreThoseOfTheTable(name: String, last: String, beyond: String) throws {
    let option = try #require(TrainingConfiguration.options.first { $0.name == name })
    let setting = try #require(option.setting(ConfigurationValue(word: last)))
    try TrainingConfiguration([setting]).validate()
    #expect(option.setting(ConfigurationValue(word: beyond)) == nil)
  }

  @Test func validationSaysWhatWasFoundAndExpected() {
    var training = TrainingConfiguration()
    training.epochs = 0
    #expect(
      throws: ConfigurationError("epochs: found 0, expected a whole number, 1 to 100000, or auto")
    ) {
      try training.validate()
    }
    training = TrainingConfiguration(.hybrid)
    training.network.dropout = .nan
    #expect(
      throws: ConfigurationError(
        "dropout: found nan, expected a number, at least 0 and below 1, or auto")
    ) { try training.validate() }
    var split = SplitConfiguration()
    split.sample = 0
    #expect(throws: ConfigurationError("sample: found 0, expected a number, above 0 and at most 1"))
    { try split.validate() }
  }

  @Test func defaultsOfEachArchitectureAreSaidWhereTheyDiffer() throws {
    func words(_ name: String) -> String? {
      TrainingConfiguration.options.first { $0.name == name }?.defaultWords
    }
    #expect(words("epochs") == "auto")
    #expect(words("architecture") == "hybrid")
    #expect(words("batch_size") == "hybrid 1024, plain 512")
    #expect(words("learning_rate") == "adam 0.001, adagrad 0.02, sgd 0.1")
    #expect(words("without") == "none")
  }

  /// Single precision is not written, so that files are those of versions that had no other.
  @Test func singlePrecisionLeavesNoTraceInAFile() throws {
    func text(_ configuration: TrainingConfiguration) throws -> String {
      String(decoding: try JSONEncoder().encode(configuration), as: UTF8.self)
    }
    var configuration = TrainingConfiguration()
    let single = try text(configuration)
    configuration.precision = .bfloat16
    #expect(try text(configuration).contains(#""precision":"bfloat16""#))
    configuration.precision = .single
    #expect(configuration == TrainingConfiguration())
    #expect(!single.contains("recision"))
    #expect(
      try JSONDecoder().decode(TrainingConfiguration.self, from: Data(single.utf8)).precision
        == .single)
  }
}

@Suite struct EpochTests {
  @Test(arguments: [
    (40_000, 20), (450_000, 20), (860_000, 10), (2_250_000, 4), (60_000_000, 4),
  ])
  func largerDataAreSeenLessOften(ratings: Int, epochs: Int) {
    #expect(TrainingConfiguration(.hybrid).epochs(forRatings: ratings) == epochs)
    #expect(TrainingConfiguration(.plain).epochs(forRatings: ratings) == 20)
    var asked = TrainingConfiguration(.hybrid)
    asked.epochs = 7
    #expect(asked.completed(forRatings: ratings).epochs == 7)
  }
}
