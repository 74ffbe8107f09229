import Foundation
import Support
import Testing

/// A run's folder is of one run at every moment, and a run can be trained longer.
@Suite struct RunFolderCommandTests {
  let program: Program
  let data: String

  init() throws {
    program = try Program()
    data = program.path("data")
    let made = try program.run(
      "synthesize", "--output", data, "--readers", "80", "--books", "60", "--ratings", "1500")
    try #require(made.status == 0, "\(made.errors)")
  }

  private func train(_ run: String, _ more: String...) throws -> Program.Outcome {
    try program.run(
      arguments: [
        "train", "--data", data, "--run", program.path(run), "--architecture", "plain",
        "--batch-size", "64", "--no-lists",
      ] + more)
  }

  private func files(_ run: String) throws -> [String: Data] {
    let names = try #require(
      FileManager.default.enumerator(atPath: program.path(run))?.allObjects as? [String])
    var files: [String: Data] = [:]
    for name in names where !name.hasSuffix(".lock") {
      files[name] = try? program.contents("\(run)/\(name)")
    }
    return files
  }

  /// Waits until a training has saved a checkpoint.
  private func awaitCheckpoint(_ run: String) {
    for _ in 0..<3000 {
      let names = try? FileManager.default.contentsOfDirectory(
        atPath: program.path("\(run)/checkpoints"))
      if names?.contains(where: { $0.hasPrefix("step-") }) == true { return }
      Thread.sleep(forTimeInterval: 0.01)
    }
    Issue.record("no checkpoint in half a minute")
  }

  // MARK: An older run in the way

  @Test func aSecondTrainingIsRefusedAndChangesNothing() throws {
    try #require(try train("run", "--epochs", "2").status == 0)
    let before = try files("run")
    let second = try train("run", "--epochs", "3")
    #expect(second.status == 64)
    #expect(
      second.errors.contains("holds a run that is finished") && second.errors.contains("--force"))
    #expect(try files("run") == before)
  }

  @Test func aForcedTrainingTakesTheOldOnesPlaceWhole() throws {
    try #require(try train("run", "--epochs", "2", "--projector").status == 0)
    try #require(try train("fresh", "--epochs", "3").status == 0)
    let forced = try train("run", "--epochs", "3", "--force")
    #expect(forced.status == 0, "\(forced.errors)")
    let (old, new) = (try files("run"), try files("fresh"))
    // TensorBoard's files have names of their own.
    func names(_ files: [String: Data]) -> Set<String> {
      Set(files.keys.filter { !$0.contains("tfevents") })
    }
    #expect(names(old) == names(new), "nothing of the old run is left")
    for name in ["config.json", "model/model.safetensors", "model/model.json"] {
      #expect(old[name] == new[name], "\(name)")
    }
    #expect(
      old.keys.count { $0.contains("tfevents") } == new.keys.count { $0.contains("tfevents") })
    #expect(!FileManager.default.fileExists(atPath: program.path("run.new")))
  }

  @Test func aForcedTrainingThatFailsLeavesTheOldRunWhole() throws {
    try #require(try train("run", "--epochs", "2").status == 0)
    let before = try files("run")
    let failed = try train(
      "run", "--epochs", "3", "--force", "--optimizer", "sgd", "--learning-rate", "1e9")
    #expect(failed.status == 4, "\(failed.errors)")
    #expect(try files("run") == before)
  }

  @Test func aForcedTrainingThatWasStoppedIsResumed() throws {
    try #require(try train("run", "--epochs", "2").status == 0)
    try #require(try train("whole", "--epochs", "60").status == 0)
    let before = try files("run")
    let process = try program.start(
      arguments: [
        "train", "--data", data, "--run", program.path("run"), "--architecture", "plain",
        "--batch-size", "64", "--no-lists", "--epochs", "60", "--checkpoint-every", "5",
        "--force",
      ])
    awaitCheckpoint("run.new")
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(try files("run") == before)
    let resumed = try program.run("train", "--resume", program.path("run"))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(
      try program.contents("run/model/model.safetensors")
        == program.contents("whole/model/model.safetensors"))
    #expect(!FileManager.default.fileExists(atPath: program.path("run.new")))
  }

  @Test func whatAProcessThatWasKilledAfterTheExchangeLeftIsRemoved() throws {
    try #require(try train("run", "--epochs", "2").status == 0)
    _ = try program.write("", to: "run/.replaces")
    _ = try program.write("old", to: "run.new/config.json")
    let resumed = try program.run("train", "--resume", program.path("run"))
    #expect(resumed.status == 0 && resumed.errors.contains("is finished"), "\(resumed.errors)")
    #expect(!FileManager.default.fileExists(atPath: program.path("run.new")))
    #expect(!FileManager.default.fileExists(atPath: program.path("run/.replaces")))
  }

  @Test func anotherFolderOfThatNameIsNeverTouched() throws {
    try #require(try train("run", "--epochs", "2").status == 0)
    _ = try program.write("mine", to: "run.new/thesis.txt")
    let forced = try train("run", "--epochs", "3", "--force")
    #expect(forced.status == 73 && forced.errors.contains("run.new"), "\(forced.errors)")
    #expect(try program.contents("run.new/thesis.txt") == Data("mine".utf8))
  }

  @Test func theFolderOfTheDataIsRefused() throws {
    for run in [data, data + "/", data + "/../data"] {
      let outcome = try program.run("train", "--data", data, "--run", run)
      #expect(outcome.status == 64 && outcome.errors.contains("the folder of the data"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: data).allSatisfy { $0 != ".lock" })
  }

  // MARK: Longer

  @Test func aFinishedRunIsTrainedLongerByTheScheduleOfAllItsEpochs() throws {
    let runs = try ["a", "b"].map { run in
      try #require(try train(run, "--epochs", "3").status == 0)
      let longer = try program.run(
        "train", "--resume", program.path(run), "--epochs", "6", "--threads",
        run == "a" ? "1" : "2")
      try #require(longer.status == 0, "\(longer.errors)")
      return try program.contents("\(run)/model/model.safetensors")
    }
    #expect(runs[0] == runs[1])
    let lines = try String(decoding: program.contents("a/metrics.jsonl"), as: UTF8.self)
      .split(separator: "\n").map {
        try #require(
          try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    #expect(lines.compactMap { $0["epoch"] as? Int } == Array(1...6))
    try #require(try train("six", "--epochs", "6").status == 0)
    let six = try String(decoding: program.contents("six/metrics.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    func rate(_ line: Substring) throws -> Double? {
      try (JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["learning_rate"]
        as? Double
    }
    for epoch in 3..<6 { #expect(try rate(six[epoch]) == lines[epoch]["learning_rate"] as? Double) }
    let config = String(decoding: try program.contents("a/config.json"), as: UTF8.self)
    #expect(config.components(separatedBy: "--epochs").count == 2, "\(config)")
    let again = try program.run("train", "--resume", program.path("a"))
    #expect(again.status == 0 && again.errors.contains("of 6"), "\(again.errors)")
  }

  @Test func aRunThatWasKilledWhileItWasTrainedLongerGoesOn() throws {
    for run in ["killed", "whole"] { try #require(try train(run, "--epochs", "3").status == 0) }
    let longer = ["train", "--resume", program.path("whole"), "--epochs", "60"]
    try #require(try program.run(arguments: longer).status == 0)
    let process = try program.start(
      arguments: ["train", "--resume", program.path("killed"), "--epochs", "60"])
    let metrics = program.path("killed/metrics.jsonl")
    for _ in 0..<600 {
      let text = (try? String(contentsOfFile: metrics, encoding: .utf8)) ?? ""
      if text.split(separator: "\n").count > 5 { break }
      Thread.sleep(forTimeInterval: 0.01)
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let resumed = try program.run("train", "--resume", program.path("killed"))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(
      try program.contents("killed/model/model.safetensors")
        == program.contents("whole/model/model.safetensors"))
  }

  @Test func whatPatienceEndedGoesOnWithPatienceAnew() throws {
    let ended = try train(
      "run", "--epochs", "50", "--patience", "2", "--optimizer", "adam", "--learning-rate", "0.05")
    try #require(ended.status == 0, "\(ended.errors)")
    #expect(ended.errors.contains("patience: ends after epoch"))
    let lines = ended.errors.split(separator: "\n").count { $0.hasPrefix("epoch ") }
    #expect(lines < 50)
    let longer = try program.run("train", "--resume", program.path("run"), "--epochs", "60")
    #expect(longer.status == 0, "\(longer.errors)")
    let more = longer.errors.split(separator: "\n").count { $0.hasPrefix("epoch ") }
    #expect(more >= 2, "patience begins to count anew: \(longer.errors)")
  }

  @Test func fewerEpochsAreRefused() throws {
    try #require(try train("run", "--epochs", "3").status == 0)
    let fewer = try program.run("train", "--resume", program.path("run"), "--epochs", "2")
    #expect(fewer.status == 64 && fewer.errors.contains("--epochs was 3, is 2"), "\(fewer.errors)")
  }

  @Test func moreEpochsWaitForTheEndOfTheFirstOnes() throws {
    let process = try program.start(
      arguments: [
        "train", "--data", data, "--run", program.path("run"), "--architecture", "plain",
        "--batch-size", "64", "--no-lists", "--epochs", "60", "--checkpoint-every", "5",
      ])
    awaitCheckpoint("run")
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let longer = try program.run("train", "--resume", program.path("run"), "--epochs", "70")
    #expect(longer.status == 64 && longer.errors.contains("has not come to the end"))
  }

  // MARK: Options without effect

  @Test(arguments: [
    (["--warm-up", "5000"], "--warm-up 5,000 is longer than the training, which has 46 steps"),
    (["--oversample", "9=3"], "--oversample 9 has no effect: the training ratings are 1, 2, 3"),
    (["--rate-interval", "2"], "--rate-interval has no effect with --schedule linear"),
    (["--rate-decay", "0.1"], "--rate-decay has no effect with --schedule linear"),
    (
      ["--schedule", "constant", "--final-rate-share", "0.5"],
      "--final-rate-share has no effect with --schedule constant"
    ),
    (["--minimum-change", "0.01"], "--minimum-change has no effect without --patience"),
    (["--patience", "7"], "--patience 7 has no effect: there are 2 epochs"),
    (["--without", "tags"], "--without has no effect with --architecture plain"),
  ])
  func optionsWithoutEffectAreSaid(options: [String], words: String) throws {
    let outcome = try program.run(
      arguments: [
        "train", "--data", data, "--run", program.path("run"), "--architecture", "plain",
        "--batch-size", "50", "--no-lists", "--epochs", "2",
      ] + options)
    #expect(outcome.status == 0 && outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func optionsWithEffectAreNotSpokenOf() throws {
    let outcome = try train(
      "run", "--epochs", "3", "--warm-up", "5", "--oversample", "1=3", "--patience", "2",
      "--minimum-change", "0.0001", "--schedule", "step", "--rate-interval", "1")
    #expect(outcome.status == 0 && !outcome.errors.contains("note:"), "\(outcome.errors)")
  }
}
