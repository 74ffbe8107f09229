import Foundation
import Octavo
import Support
import Testing

@testable import OctavoCommand

/// Several trainings, and the search for options, as a user runs them.
@Suite struct ExperimentCommandTests {
  let program: Program
  let data: String

  init() throws {
    program = try Program()
    data = program.path("data")
    let made = try program.run(
      "synthesize", "--output", data, "--readers", "80", "--books", "60", "--ratings", "1500")
    try #require(made.status == 0, "\(made.errors)")
  }

  private static let small = [
    "--architecture", "plain", "--hidden", "8", "--embedding-dimension", "4",
  ]

  private func train(_ run: String, _ more: String...) throws -> Program.Outcome {
    try program.run(
      arguments: ["train", "--data", data, "--run", program.path(run)] + Self.small + more)
  }

  private func lastLine(_ output: String) throws -> [String: Any] {
    let line = try #require(output.split(separator: "\n").last)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  private func rmses(_ event: [String: Any]) throws -> [Double] {
    try #require(event["parts"] as? [[String: Any]]).map { part in
      let result = try #require(part["result"] as? [String: Any])
      return try #require((result["test"] as? [String: Any])?["rmse"] as? Double)
    }
  }

  // MARK: Several trainings

  /// Hours lie between the first and the last of several trainings.
  @Test func trainingsOfDataThatChangedInBetweenAreNotCompared() throws {
    try #require(try train("run", "--epochs", "1", "--no-lists").status == 0)
    let first = try RunConfiguration.read(program.path("run")).run
    var other = first
    other.training.seed += 1
    try other.check(hasDataOf: first, at: data)
    other.tests = first.data
    try other.check(hasDataOf: first, .given(["u1"]), at: data)
    #expect(throws: FileError.self) { try other.check(hasDataOf: first, .seeds(2), at: data) }
    other.sideFiles["books.csv"] = "0"
    let error = #expect(throws: FileError.self) {
      try other.check(hasDataOf: first, .given(["u1"]), at: data)
    }
    #expect("\(error as Any)".contains("changed after the first training"))
  }

  @Test func foldsAreAveragedAndEachIsARunOfItsOwn() throws {
    let outcome = try train("run", "--folds", "3", "--epochs", "2", "--format", "json")
    try #require(outcome.status == 0, "\(outcome.errors)")
    let event = try lastLine(outcome.output)
    #expect(event["event"] as? String == "repeated" && event["kind"] as? String == "folds")
    let errors = try rmses(event)
    let mean = errors.reduce(0, +) / 3
    let deviation = (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2).squareRoot()
    let own = try #require((event["test"] as? [[String: Any]])?.first)
    let spread = try #require(own["rmse"] as? [String: Double])
    #expect(abs((spread["mean"] ?? 0) - mean) < 1e-12)
    #expect(abs((spread["standard_deviation"] ?? 0) - deviation) < 1e-12)
    // A fold is what a training of that fold is, and evaluate finds its test part.
    let alone = try train("alone", "--fold", "2/3", "--epochs", "2", "--no-lists")
    try #require(alone.status == 0, "\(alone.errors)")
    #expect(
      try program.contents("run/fold-2/model/model.safetensors")
        == program.contents("alone/model/model.safetensors"))
    let evaluated = try program.run(
      "evaluate", "--model", program.path("run/fold-2/model"), "--data", data, "--format", "json")
    #expect(try lastLine(evaluated.output)["rmse"] as? Double == errors[1])
  }

  @Test func seedsAreRepeatedInTheirOrder() throws {
    let outcome = try train("run", "--seeds", "2", "--seed", "7", "--epochs", "2")
    try #require(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("  seed-7") && outcome.output.contains("  seed-8"))
    #expect(outcome.output.contains("  mean") && outcome.output.contains("standard deviation"))
    let alone = try train("alone", "--seed", "8", "--epochs", "2", "--no-lists")
    try #require(alone.status == 0)
    #expect(
      try program.contents("run/seed-8/model/model.safetensors")
        == program.contents("alone/model/model.safetensors"))
  }

  @Test func givenFoldsHaveFilesOfTheirOwn() throws {
    let rows = String(decoding: try program.contents("data/ratings.csv"), as: UTF8.self)
      .split(separator: "\n").dropFirst().map { $0.replacing(",", with: "\t") }
    for fold in 1...2 {
      for (kind, part) in [
        ("base", rows.enumerated().filter { $0.offset % 4 != fold }),
        ("test", rows.enumerated().filter { $0.offset % 4 == fold }),
      ] {
        _ = try program.write(
          part.map(\.element).joined(separator: "\n") + "\n", to: "data/u\(fold).\(kind)")
      }
    }
    let outcome = try train(
      "run", "--given-folds", "u1,u2", "--no-header", "--separator", "tab", "--epochs", "2",
      "--format", "json")
    try #require(outcome.status == 0, "\(outcome.errors)")
    let event = try lastLine(outcome.output)
    let parts = try #require(event["parts"] as? [[String: Any]])
    #expect(parts.map { $0["name"] as? String } == ["u1", "u2"])
    let counts = parts.map {
      (($0["result"] as? [String: Any])?["test"] as? [String: Any])?["count"] as? Int
    }
    #expect(counts == [375, 375])
    let missing = try train("other", "--given-folds", "u1,u9", "--no-header", "--separator", "tab")
    #expect(missing.status == 66 && missing.errors.contains("u9.base"), "\(missing.errors)")
  }

  @Test func foldsThatWereKilledGoOn() throws {
    try #require(try train("whole", "--folds", "3", "--epochs", "20").status == 0)
    let process = try program.start(
      arguments: ["train", "--data", data, "--run", program.path("run"), "--folds", "3"]
        + Self.small + ["--epochs", "20"])
    let second = program.path("run/fold-2/config.json")
    for _ in 0..<2000 where !FileManager.default.fileExists(atPath: second) {
      Thread.sleep(forTimeInterval: 0.01)
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let refused = try train("run", "--folds", "3", "--epochs", "20")
    #expect(refused.status == 64 && refused.errors.contains("holds a run"), "\(refused.errors)")
    let resumed = try program.run("train", "--resume", program.path("run"))
    #expect(resumed.status == 0 && resumed.errors.contains("is finished"), "\(resumed.errors)")
    for fold in 1...3 {
      let name = "fold-\(fold)/model/model.safetensors"
      #expect(try program.contents("run/\(name)") == program.contents("whole/\(name)"))
    }
  }

  @Test(arguments: [
    (["--folds", "1"], "--folds: found '1', expected a whole number, 2 to 100, or none"),
    (["--folds", "3", "--seeds", "3"], "--seeds: found with --folds"),
    (["--folds", "3", "--test-ratings", "x"], "--folds: found with --test-ratings"),
    (["--folds", "3", "--split", "time"], "split: found time, expected one whose parts"),
    (["--given-folds", "u1,,u2"], "--given-folds: found 'u1,,u2'"),
    (["--fold", "3/2"], "--fold: found '3/2', expected a fold"),
    (["--fold", "1/3", "--test-ratings", "x"], "--fold: found with --test-ratings"),
  ])
  func whatMakesNoSenseIsRefused(options: [String], words: String) throws {
    let outcome = try program.run(
      arguments: ["train", "--data", data, "--run", program.path("run")] + options)
    #expect(outcome.status == 64 && outcome.errors.contains(words), "\(outcome.errors)")
  }

  // MARK: The search

  private func tune(_ run: String, _ more: String...) throws -> Program.Outcome {
    try program.run(
      arguments: [
        "tune", "--data", data, "--run", program.path(run), "--architecture", "plain",
        "--epochs", "2", "--hidden", "8", "--format", "json",
      ] + more)
  }

  @Test func theBestOptionsTrainTheModelThatWasTested() throws {
    let tuned = try tune(
      "tuned", "--trials", "10", "--threads", "2", "--architecture", "hybrid")
    try #require(tuned.status == 0, "\(tuned.errors)")
    let event = try lastLine(tuned.output)
    #expect(event["event"] as? String == "tuned" && event["trials"] as? Int == 10)
    #expect(tuned.output.split(separator: "\n").count == 11)
    let best = try #require(event["best"] as? [String: Any])
    let errors = tuned.output.split(separator: "\n").dropLast().compactMap {
      (try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["validation_mse"]
        as? Double
    }
    #expect(best["validation_mse"] as? Double == errors.min())
    let trained = try program.run(
      "train", "--config", program.path("tuned/best.yaml"), "--data", data, "--run",
      program.path("run"), "--format", "json", "--no-lists")
    try #require(trained.status == 0, "\(trained.errors)")
    let test = try #require(event["test"] as? [String: Any])
    let again = try #require(try lastLine(trained.output)["test"] as? [String: Any])
    #expect(test["rmse"] as? Double == again["rmse"] as? Double)
  }

  @Test func aSearchThatWasKilledGoesOnToTheSameOptions() throws {
    try #require(try tune("whole", "--trials", "12").status == 0)
    let process = try program.start(
      arguments: [
        "tune", "--data", data, "--run", program.path("run"), "--architecture", "plain",
        "--epochs", "2", "--hidden", "8", "--trials", "12",
      ])
    let trials = program.path("run/trials.jsonl")
    for _ in 0..<2000 where !FileManager.default.fileExists(atPath: trials) {
      Thread.sleep(forTimeInterval: 0.01)
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let refused = try tune("run", "--trials", "12")
    #expect(refused.status == 64 && refused.errors.contains("octavo tune --resume"))
    let resumed = try program.run("tune", "--resume", program.path("run"))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try program.contents("run/best.yaml") == program.contents("whole/best.yaml"))
    let more = try program.run("tune", "--resume", program.path("run"), "--trials", "14")
    #expect(more.status == 0 && more.output.contains("best of 14 trials"), "\(more.errors)")
  }

  @Test func aLimitOfTimeEndsASearch() throws {
    let outcome = try tune("run", "--trials", "10000", "--minutes", "0.02")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let count = try #require(try lastLine(outcome.output)["trials"] as? Int)
    #expect(count >= 4 && count < 10_000 && count % 4 == 0)
  }

  // MARK: Words for the wrong calls

  @Test(arguments: [
    (["train", "--dta", "x", "--run", "y"], 64, "Unknown option '--dta'; did you mean '--data'?"),
    (["models", "list", "--modls", "x"], 64, "Unknown option '--modls'; did you mean '--models'?"),
    (["train", "--resume"], 64, "--resume: expected the folder of a run"),
    (
      ["train", "--data", "x", "--run", "y", "--columns", "userId,movieId,rating"], 64,
      "such as user=userId,book=movieId,rating=rating"
    ),
    (
      ["train", "--data", "x", "--run", "y", "--keep-checkpoints", "many"], 64,
      "--keep-checkpoints: found 'many', expected a whole number, 1 to 1000000"
    ),
    (
      ["train", "--data", "x", "--run", "y", "--checkpoint-every", "0"], 64,
      "--checkpoint-every: found '0', expected steps, seconds or minutes, such as 500, 30s or 5m"
    ),
    (
      ["tune", "--data", "x", "--run", "y", "--trials", "-1"], 64,
      "--trials: found '-1', expected a whole number, 1 to 10000"
    ),
  ])
  func wrongCallsAreUnderstood(arguments: [String], status: Int, words: String) throws {
    let outcome = try program.run(arguments: arguments)
    #expect(outcome.status == Int32(status) && outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func anotherSeparatorIsGuessed() throws {
    let outcome = try train("run", "--separator", ";")
    #expect(outcome.status == 65 && outcome.errors.contains("did you mean --separator ','?"))
  }

  @Test func tooFewRatingsToHoldAnyOutAreSaid() throws {
    _ = try program.write("user_id,book_id,rating\n1,1,5\n1,2,4\n", to: "few/ratings.csv")
    let outcome = try program.run(
      "train", "--data", program.path("few"), "--run", program.path("run"), "--epochs", "1",
      "--architecture", "plain")
    #expect(outcome.status == 0 && outcome.errors.contains("too few to hold any out"))
  }
}
