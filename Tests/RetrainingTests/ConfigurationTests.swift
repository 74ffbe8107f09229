import Foundation
import Support
import Testing
import Training

@testable import Retraining

/// What keys a file, the environment and the command line may hold, and what is said about others.
@Suite struct ConfigurationTests {
  private let minimal = "data: {folder: data}\nmodels: {folder: models}\n"

  private func read(
    _ text: String, environment: [String: String] = [:], settings: [String] = []
  ) throws -> RetrainingConfiguration {
    try RetrainingConfiguration(
      text: text, path: "/etc/octavo/retrain.yaml", environment: environment, settings: settings)
  }

  private func problems(
    _ text: String, environment: [String: String] = [:], settings: [String] = []
  ) -> [String] {
    do {
      _ = try read(text, environment: environment, settings: settings)
      return []
    } catch {
      return (error as? ConfigurationFileError)?.problems.map(\.description) ?? ["\(error)"]
    }
  }

  // MARK: The example

  private static let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Scripts/retrain.example.yaml").standardizedFileURL

  @Test func theExampleFileIsThatOfTheProgram() throws {
    let text = String(decoding: try Data(contentsOf: Self.example), as: UTF8.self)
    #expect(
      text == RetrainingConfiguration().documentedFile,
      "octavo retrain --example-config > Scripts/retrain.example.yaml makes it anew")
  }

  @Test func theExampleHasEveryKeyWithItsDefault() throws {
    let text = String(decoding: try Data(contentsOf: Self.example), as: UTF8.self)
    var reading = ConfigurationReading<RetrainingConfiguration>()
    reading.take(text: text, path: "/etc/octavo/retrain.yaml")
    #expect(reading.problems.isEmpty)
    #expect(reading.given.map(\.option.name) == RetrainingConfiguration.options.map(\.name))
    var expected = RetrainingConfiguration()
    expected.data.folder = "/var/lib/octavo/data"
    expected.models.folder = "/var/lib/octavo/models"
    #expect(try read(text) == expected)
  }

  @Test func everyKeyHasWordsAVariableAndASection() {
    let keys = RetrainingConfiguration.options
    #expect(Set(keys.map(\.name)).count == keys.count)
    #expect(Set(keys.map { $0.variable("OCTAVO_RETRAIN_") }).count == keys.count)
    for key in keys {
      #expect(!key.help.isEmpty && !key.expected.isEmpty && !key.defaultWords.isEmpty)
    }
    for (section, _, options) in RetrainingConfiguration.sections {
      #expect(options.allSatisfy { $0.name.hasPrefix(section + ".") }, "\(section)")
    }
  }

  /// Every key moves what it should: a value other than the default is shown again, and changes one key only.
  @Test func everyKeyIsTakenToItsPlace() throws {
    let samples = [
      "data.header": "false", "data.separator": ";", "training.architecture": "plain",
      "training.without": "[tags]",
      "training.hidden": "[7]", "training.optimizer": "sgd", "training.precision": "bfloat16",
      "training.cut": "readers",
      "training.schedule": "cosine",
      "holdout.kind": "random", "gate.rule": "improvement", "gate.confidence": "0.75",
      "lists.format": "json", "training.lists": "false", "training.oversample": "[1=3]",
    ]
    let before = try read(minimal)
    for key in RetrainingConfiguration.options {
      let candidates = [samples[key.name], "/elsewhere", "0.4", "123", "true"].compactMap(\.self)
      var after = before
      let taken = candidates.first { word in
        let value: ConfigurationValue =
          word.hasPrefix("[") ? .list([String(word.dropFirst().dropLast())]) : .init(word: word)
        guard let setting = key.setting(value) else { return false }
        after = before
        setting.apply(&after)
        return key.value(after) != key.value(before)
      }
      #expect(taken != nil, "\(key.name)")
      // Without a header columns have numbers.
      let moved = key.name == "data.header" ? "_column" : key.name
      for other in RetrainingConfiguration.options
      where other.name != key.name && !other.name.hasSuffix(moved) {
        #expect(other.value(after) == other.value(before), "\(key.name) moves \(other.name)")
      }
    }
  }

  // MARK: Values

  @Test func defaultsHoldWhereNothingIsSaid() throws {
    let configuration = try read(minimal)
    #expect(configuration.models.keep == 7)
    #expect(configuration.gate.confidence == 0.95)
    #expect(configuration.training.epochs == nil)
    #expect(configuration.warm.epochs == 5)
    #expect(
      configuration.warm.optimizer.denseRate == 0.5 * configuration.training.optimizer.denseRate)
    #expect(configuration.warm.optimizer.embeddingLearningRate == 0.5e-4)
    #expect(configuration.holdOut.split.kind == .stableChronological)
  }

  @Test func valuesOfEveryKindAreTaken() throws {
    let configuration = try read(
      """
      data: {folder: data, separator: tab, skip_bad_rows: true, user_column: "user"}
      models:
        folder: models
        keep: 3
      training:
        hidden: [32, 16]
        without: [tags, to-read]
        optimizer: adagrad
        dropout: 0.25
        patience: 2
        batch_size: auto
      holdout: {kind: random}
      gate:
        low_ratings: {up_to: -1.5, margin: 1e-2}
      metrics:
        file: "none"
      checks:
      """)
    #expect(configuration.data.format.separator == "\t" && configuration.data.skipBadRows)
    #expect(configuration.data.format.user == "user" && configuration.models.keep == 3)
    let training = configuration.training
    #expect(training.network.hidden == [32, 16] && training.bookParts.count == 4)
    #expect(training.optimizer.kind == .adagrad && training.network.dropout == 0.25)
    #expect(training.patience == 2 && training.batchSize == 1024)
    #expect(configuration.gate.lowRatingsUpTo == -1.5)
    #expect(configuration.gate.lowRatingsMargin == 0.01)
    #expect(configuration.metricsFile == "/etc/octavo/none", "a text in quotes is a path")
  }

  @Test func patienceNeedsAValidationPart() throws {
    let text = minimal + "training: {patience: 2}\nholdout: {validation_fraction: 0}\n"
    #expect(throws: (any Error).self) { try read(text) }
    _ = try read(text.replacing("fraction: 0", with: "fraction: 0.1"))
  }

  @Test func aFileWithoutAHeaderHasNumberedColumns() throws {
    let text = """
      data: {folder: d, book_column: 4, header: false, separator: "::"}
      models: {folder: m}
      """
    #expect(
      try read(text).data.format == .withoutHeader(book: 4, separator: "::"),
      "wherever header stands")
    #expect(throws: ConfigurationFileError.self) {
      try read("data: {folder: d, separator: '-'}\nmodels: {folder: m}")
    }
  }

  /// What an architecture's defaults are does not depend on where in the file it stands.
  @Test func theArchitectureBringsItsDefaultsForWhatIsNotSaid() throws {
    let text = minimal + "training: {batch_size: 7, l2: auto, architecture: plain, dropout: 0.2}\n"
    let plain = try read(text).training
    #expect(plain.network.architecture == .plain && plain.network.embeddingDimension == 32)
    #expect(plain.batchSize == 7 && plain.l2 == 0.42 && plain.network.dropout == 0.2)
    #expect(plain.optimizer.kind == .sgd && plain.optimizer.embeddingLearningRate == nil)
    let settings = ["training.architecture=hybrid", "training.dropout=auto"]
    let hybrid = try read(text, settings: settings).training
    #expect(hybrid.network.embeddingDimension == 16 && hybrid.network.dropout == 0.2)
    #expect(hybrid.batchSize == 7 && hybrid.l2 == 100)
  }

  @Test func environmentAndCommandLineTakeTheFilesPlaceInThatOrder() throws {
    let text = minimal + "gate: {margin: 0.1, resamples: 100, seed: 1}\n"
    let configuration = try read(
      text,
      environment: [
        "OCTAVO_RETRAIN_GATE_MARGIN": "0.2", "OCTAVO_RETRAIN_GATE_SEED": "2",
        "OCTAVO_RETRAIN_TRAINING_HIDDEN": "8, 4", "OCTAVO_REAL_DATA": "x", "PATH": "y",
        "OCTAVO_RETRAIN_GATE_COLD_READERS_BELOW": "9",
      ], settings: ["gate.seed=3", "gate.rule=improvement", "training.without=tags,authors"])
    #expect(configuration.gate.resamples == 100)
    #expect(configuration.gate.margin == 0.2)
    #expect(configuration.gate.seed == 3)
    #expect(configuration.gate.rule == .improvement)
    #expect(configuration.gate.coldReadersBelow == 9)
    #expect(configuration.training.network.hidden == [8, 4])
    #expect(configuration.training.without == [.authors, .tags])
  }

  @Test func pathsCountFromTheFilesFolderOthersFromThePresentOne() throws {
    let configuration = try read(
      "data: {folder: ../data}\nmodels: {folder: /var/models}\nmetrics: {file: a.prom}\n")
    #expect(configuration.data.folder == "/etc/data")
    #expect(configuration.models.folder == "/var/models")
    #expect(configuration.metricsFile == "/etc/octavo/a.prom")
    let set = try read(minimal, settings: ["data.folder=here", "metrics.file=none"])
    #expect(set.data.folder == "here" && set.metricsFile == nil)
    #expect(try read(minimal, settings: ["data.folder=a=b"]).data.folder == "a=b")
  }

  // MARK: What is refused

  @Test(arguments: [
    ("gate: {margn: 0.1}", "gate.margn", "gate.margin"),
    ("gate: {mragin: 0.1}", "gate.mragin", "gate.margin"),
    ("epochs: 3", "epochs", "training.epochs"), ("trainig: 5", "trainig", "training"),
    ("trainng: {epochs: 3}", "trainng", "training"),
    ("gate: {cold_reader: {below: 3}}", "gate.cold_reader", "gate.cold_readers"),
  ])
  func unknownKeysAreRefusedWithTheNearestName(text: String, name: String, nearest: String) {
    #expect(
      problems(minimal + text + "\n") == [
        "/etc/octavo/retrain.yaml:3: there is no key '\(name)', expected a known one such as "
          + "'\(nearest)'"
      ])
  }

  @Test(arguments: [
    ("models: {folder: m, keep: 0}", "models.keep is '0', expected a whole number, 1 to 10000"),
    ("models: {folder: m, keep: many}", "models.keep is 'many', expected a whole number"),
    ("models: {folder: m, keep: 2.5}", "models.keep is '2.5', expected a whole number"),
    ("models: {folder: m, keep: \"7\"}", "models.keep is the text \"7\", expected a whole number"),
    ("models: {folder: m, keep: [1]}", "models.keep is [1], expected a whole number"),
    ("models: {folder: m, keep: {a: 1}}", "models.keep is keys below it, expected a whole"),
    ("models: {folder: m, keep: }", "models.keep is nothing, expected a whole number"),
    ("models: {folder: }", "models.folder is nothing, expected a path"),
    ("models: 5", "models is '5', expected keys below it such as models.folder"),
    ("models: {folder: m}\ngate: {margin: nan}", "gate.margin is 'nan', expected a number"),
    (
      "models: {folder: m}\ngate: {margin: -1}",
      "gate.margin is '-1', expected a number, 0 to 1000000"
    ),
    ("models: {folder: m}\ngate: {confidence: 1}", "at least 0.5 and below 1"),
    ("models: {folder: m}\ngate: {rule: none}", "'none', expected no-loss, improvement"),
    ("models: {folder: m}\ntraining: {lists: yes}", "'yes', expected true or false"),
    ("models: {folder: m}\ntraining: {hidden: [8, x]}", "[8, x], expected a list of"),
    ("models: {folder: m}\ntraining: {without: [covers]}", "expected a list of authors"),
    ("models: {folder: m}\ntraining: {threads: 0}", "expected a whole number, 1 to 4096, or all"),
    ("models: {folder: m}\ndata: {separator: ab}", "expected a character or several signs"),
    (
      "models: {folder: m}\nwarm_start: {rate_share: 0}", "expected a number, above 0 and at most 1"
    ),
  ])
  func wrongValuesAreRefusedWithLineFoundAndExpected(text: String, words: String) {
    let found = problems(text + "\n").joined(separator: "\n")
    #expect(found.contains("/etc/octavo/retrain.yaml:"), "\(found)")
    #expect(found.contains(words), "\(found)")
  }

  @Test func everyProblemIsNamedWithItsLine() {
    let found = problems("models:\n  keep: 0\n  kep: 1\ngate:\n  seed: x\n")
    #expect(
      found == [
        "/etc/octavo/retrain.yaml:2: models.keep is '0', expected a whole number, 1 to 10000",
        "/etc/octavo/retrain.yaml:3: there is no key 'models.kep', expected a known one such as "
          + "'models.keep'",
        "/etc/octavo/retrain.yaml:5: gate.seed is 'x', expected a whole number",
        "/etc/octavo/retrain.yaml: data.folder is missing, expected a path",
        "/etc/octavo/retrain.yaml: models.folder is missing, expected a path",
      ])
  }

  @Test(arguments: [
    ("data: [", ":2"), ("a: b: c\n", ":1"), ("data: {folder: x}\ndata: {folder: y}\n", "twice"),
    ("\tdata: x\n", ":1"), ("- a\n- b\n", "no keys"), ("just words\n", "no keys"),
    ("a: \"\u{1}\"", "control"),
    ("&a [*a]", "alias"),
  ])
  func whatIsNoYAMLIsRefused(text: String, words: String) {
    let found = problems(text).joined(separator: "\n")
    #expect(found.contains("/etc/octavo/retrain.yaml"), "\(found)")
    #expect(found.contains(words), "\(found)")
  }

  @Test(arguments: ["", "# nothing\n", "---\n", "data:\nmodels:\n"])
  func anEmptyFileLacksItsPaths(text: String) {
    #expect(problems(text).count == 2, "\(problems(text))")
  }

  @Test func wrongVariablesAndSettingsAreNamed() {
    let found = problems(
      minimal,
      environment: ["OCTAVO_RETRAIN_GATE_MARGINS": "1", "OCTAVO_RETRAIN_MODELS_KEEP": "x"],
      settings: ["gate.margin", "gate.seed=", "gat.seed=1"])
    #expect(
      found == [
        "the environment: there is no key 'OCTAVO_RETRAIN_GATE_MARGINS', expected a known one such "
          + "as 'OCTAVO_RETRAIN_GATE_MARGIN'",
        "OCTAVO_RETRAIN_MODELS_KEEP: models.keep is 'x', expected a whole number, 1 to 10000",
        "--set: gate.margin is no value, expected KEY=VALUE",
        "--set: gate.seed is '', expected a whole number",
        "--set: there is no key 'gat.seed', expected a known one such as 'gate.seed'",
      ])
  }

  @Test func valuesThatContradictEachOtherAreRefused() {
    let held = problems(minimal + "holdout: {test_fraction: 0.6, validation_fraction: 0.5}\n")
    #expect(held.first?.contains("leave something to learn from") == true, "\(held)")
    let wide = problems(
      minimal + "training: {hidden: [\(Array(repeating: "8", count: 17).joined(separator: ","))]}\n"
    )
    #expect(wide.first?.contains("at most 16 widths") == true, "\(wide)")
  }

  @Test func aMissingFileIsAFileError() {
    #expect(throws: (any Error).self) { try RetrainingConfiguration(reading: "/nowhere/r.yaml") }
  }

  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("margin", "mragin", 1), ("ab", "ba", 1),
    ("flaw", "lawn", 2),
  ])
  func editDistancesAreThoseOfDamerauAndLevenshtein(first: String, second: String, distance: Int) {
    #expect(editDistance(first, second) == distance)
    #expect(editDistance(second, first) == distance)
  }
}
