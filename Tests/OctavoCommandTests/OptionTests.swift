import BookData
import Foundation
import Support
import Testing
import Training

@testable import OctavoCommand

/// The options of `octavo train` are those of the tables.
@Suite struct OptionTests {
  /// An option as `--experimental-dump-help` tells of it.
  private struct Argument: Decodable {
    struct Name: Decodable { var name: String }

    var preferredName: Name?
    var abstract: String?
  }

  private func arguments(of command: String) throws -> [String: String] {
    struct Dump: Decodable {
      struct Command: Decodable { var arguments: [Argument] }

      var command: Command
    }
    let text = try Program().run(command, "--experimental-dump-help").output
    let dump = try JSONDecoder().decode(Dump.self, from: Data(text.utf8))
    return Dictionary(
      dump.command.arguments.map { ($0.preferredName?.name ?? "", $0.abstract ?? "") },
      uniquingKeysWith: { $0 + $1 })
  }

  private func train(_ more: String...) throws -> Train {
    try Train.parse(["--data", "x", "--run", "y"] + more)
  }

  @Test func theHelpIsThatOfTheTables() throws {
    let help = try arguments(of: "train")
    func check<Root: Configurable>(_ type: Root.Type) throws {
      for option in Root.options where !option.name.hasSuffix("_column") && option.name != "header"
      {
        let words = try #require(help[option.argument], "\(option.name)")
        #expect(
          words.hasSuffix(" (\(option.expected); default: \(option.defaultWords))"), "\(words)")
        // The seed has more to do in a command, where it is also that of what is held out.
        #expect(words.hasPrefix(option.help) || option.name == "seed", "\(words)")
      }
    }
    try check(TrainingConfiguration.self)
    try check(SplitConfiguration.self)
    try check(ThreadCount.self)
    try check(RatingsFormat.self)
  }

  @Test func whatIsNotGivenHasTheDefaultOfTheConfiguration() throws {
    let command = try train()
    #expect(try command.configuration() == TrainingConfiguration(.hybrid))
    #expect(try command.splitConfiguration() == SplitConfiguration())
    #expect(try command.data.form.format() == RatingsFormat())
    let plain = try train("--architecture", "plain")
    #expect(try plain.configuration() == TrainingConfiguration(.plain))
  }

  @Test(arguments: [
    "architecture=plain", "without=tags,authors", "embedding_dimension=7", "hidden=9,8",
    "hidden=none", "dropout=0.25", "epochs=3", "batch_size=64", "optimizer=adagrad",
    "learning_rate=0.5", "embedding_learning_rate=0.25", "l2=3", "schedule=step", "warm_up=5",
    "final_rate_share=0.5", "rate_decay=0.25", "rate_interval=2", "patience=4",
    "minimum_change=0.001", "oversample=1=3,2=1.5", "embedding_norm_limit=2", "seed=7",
  ])
  func whatIsGivenGoesWhereTheTableSays(text: String) throws {
    let (name, word) = (text.prefix { $0 != "=" }, String(text.drop { $0 != "=" }.dropFirst()))
    let option = try #require(TrainingConfiguration.options.first { $0.name == name })
    let command = try train("--\(option.argument)", word)
    let setting = try #require(option.setting(ConfigurationValue(word: word)))
    #expect(try command.configuration() == TrainingConfiguration([setting]))
    #expect(try command.configuration() != TrainingConfiguration(.hybrid))
    #expect(try command.splitConfiguration().seed == command.configuration().seed)
  }

  @Test func whatIsHeldOutGoesWhereTheTableSays() throws {
    let command = try train(
      "--split", "stable-random", "--test-fraction", "0.3", "--validation-fraction", "0.1",
      "--sample", "0.5", "--overfit", "10")
    var split = SplitConfiguration()
    (split.kind, split.testFraction, split.validationFraction) = (.stableRandom, 0.3, 0.1)
    (split.sample, split.overfit) = (0.5, 10)
    #expect(try command.splitConfiguration() == split)
    #expect(try command.configuration().l2 == 0)
    #expect(try train("--test-ratings", "z").splitConfiguration().testFraction == 0)
  }

  /// Where an option is given twice the last counts, and the architecture may come behind.
  @Test func orderDecidesBetweenEqualOptionsAlone() throws {
    let command = try train(
      "--l2", "auto", "--epochs", "3", "--architecture", "plain", "--epochs", "5")
    var configuration = TrainingConfiguration(.plain)
    configuration.epochs = 5
    #expect(try command.configuration() == configuration)
  }

  @Test(arguments: [
    ("--epochs", "-3", "a whole number, 1 to 100000, or auto"),
    ("--epochs", "0", "a whole number, 1 to 100000, or auto"),
    ("--epochs", "many", "a whole number, 1 to 100000, or auto"),
    ("--epochs", "", "a whole number, 1 to 100000, or auto"),
    ("--learning-rate", "-1", "a number, above 0, or auto"),
    ("--hidden", "128x64", "a list of at most 16 widths, 1 to 16384"),
    (
      "--oversample", "1:3",
      "a list such as 1=3,2=2: each rating once, weights above 0 and at most 1000"
    ),
    ("--without", "genres", "a list of authors, series, language, numbers, tags, to-read"),
    ("--seed", "abc", "a whole number"),
    ("--schedule", "square", "constant, linear, step, cosine, plateau"),
    ("--threads", "0", "a whole number, 1 to 4096, or all"),
    ("--sample", "1.5", "a number, above 0 and at most 1"),
    ("--separator", "-", "a character or several signs, no quote and no part of a number, or tab"),
  ])
  func wrongWordsAreToldWithTheOptionAndWhatWasExpected(
    option: String, word: String, expected: String
  ) throws {
    let outcome = try Program().run("train", "--data", "x", "--run", "y", option, word)
    #expect(outcome.status == 64)
    let line = outcome.errors.split(separator: "\n").first.map(String.init)
    #expect(line == "Error: \(option): found '\(word)', expected \(expected)")
  }
}
