import Foundation
import Retraining
import Support
import Testing
import Training

@testable import OctavoCommand

/// `train --config FILE`.
@Suite struct TrainingFileTests {
  let program: Program

  init() throws { program = try Program() }

  private func train(_ text: String, _ more: String...) throws -> Train {
    let file = try program.write(text, to: "options.yaml")
    let arguments = ["train", "--config", file, "--data", "x", "--run", "y"] + more
    return try Train.parse(Array(try TrainingFile.expanded(arguments).dropFirst()))
  }

  @Test func everyKeyOfTheTablesSetsItsOption() throws {
    let command = try train(
      """
      # Comments are fine.
      epochs: 7
      hidden: [32, 16]
      l2: 3.5
      patience: none
      oversample: [1=3, 2=1.5]
      architecture: plain
      split: chronological
      test_fraction: 0.3
      """)
    var expected = TrainingConfiguration(.plain)
    (expected.epochs, expected.network.hidden, expected.l2) = (7, [32, 16], 3.5)
    expected.ratingWeights = RatingWeights([
      .init(rating: 1, weight: 3), .init(rating: 2, weight: 1.5),
    ])
    #expect(try command.configuration() == expected)
    var split = SplitConfiguration()
    (split.kind, split.testFraction) = (.chronological, 0.3)
    #expect(try command.splitConfiguration() == split)
  }

  @Test func theCommandLineCountsMoreThanTheFile() throws {
    let command = try train("epochs: 7\nseed: 3\n", "--epochs", "9")
    let configuration = try command.configuration()
    #expect((configuration.epochs, configuration.seed) == (9, 3))
  }

  @Test func anEmptyListIsNone() throws {
    #expect(try train("hidden: []\n").configuration().network.hidden == [])
  }

  @Test(arguments: [
    ("epoch: 7\n", ":1: there is no key 'epoch', expected a known one such as 'epochs'"),
    ("epochs: 7\nbatch-size: 3\n", ":2: there is no key 'batch-size'"),
    ("l2: high\n", ":1: l2 is 'high', expected a number, at least 0, or auto"),
    ("epochs: 0\n", ":1: epochs is '0', expected a whole number, 1 to 100000"),
    ("epochs: [\n", "expected YAML"),
  ])
  func wrongLinesAreNamed(text: String, words: String) throws {
    let file = try program.write(text, to: "options.yaml")
    let outcome = try program.run("train", "--data", "x", "--run", "y", "--config=" + file)
    #expect(outcome.status == 78 && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.contains(file))
  }

  @Test func aFileThatIsNotThereIsMissing() throws {
    let outcome = try program.run("train", "--config", program.path("none.yaml"), "--data", "x")
    #expect(outcome.status == 66 && outcome.errors.contains("none.yaml: no such file"))
  }

  @Test func theConfigurationOfARunMakesItsModelAgain() throws {
    let shelf = program.path("shelf")
    _ = try program.run(
      "synthesize", "--output", shelf, "--readers", "60", "--books", "40", "--ratings", "900")
    let first = try program.run(
      "train", "--data", shelf, "--run", program.path("first"), "--architecture", "plain",
      "--epochs", "2", "--hidden", "8,4", "--embedding-norm-limit", "2", "--no-lists",
      "--oversample", "5=2", "--test-fraction", "0.25", "--seed", "7", "--report",
      program.path("page.html"))
    try #require(first.status == 0, "\(first.errors)")
    // The page is that of the first run, and so it stays.
    let page = try program.write("the first run's", to: "page.html")
    let again = try program.run(
      "train", "--config", program.path("first/config.json"), "--run", program.path("again"))
    try #require(again.status == 0, "\(again.errors)")
    #expect(try String(contentsOfFile: page, encoding: .utf8) == "the first run's")
    for name in ["model.safetensors", "model.json"] {
      #expect(
        try program.contents("first/model/\(name)") == program.contents("again/model/\(name)"))
    }
  }

  @Test func aRunWhoseConfigurationCameFromAFileIsResumedWithoutIt() throws {
    let shelf = program.path("shelf")
    _ = try program.run(
      "synthesize", "--output", shelf, "--readers", "60", "--books", "40", "--ratings", "900")
    let file = try program.write("architecture: plain\nepochs: 3\n", to: "options.yaml")
    let run = program.path("run")
    let begun = try program.run("train", "--config", file, "--data", shelf, "--run", run)
    try #require(begun.status == 0, "\(begun.errors)")
    try FileManager.default.removeItem(atPath: file)
    let resumed = try program.run("train", "--resume", run)
    #expect(resumed.status == 0, "\(resumed.errors)")
  }
}
