import Foundation
import Support
import Testing

/// The nightly job as cron runs it.
@Suite struct RetrainCommandTests {
  let program: Program

  /// A small plain network, quick to train; the gate has tests of its own.
  private static let options = """
    training:
      architecture: plain
      embedding_dimension: 8
      hidden: [16]
      optimizer: adam
      epochs: 2
      threads: 2
    warm_start:
      epochs: 1
    gate:
      margin: 0.5
      resamples: 200
      low_ratings: {margin: 0.5}
    """

  init() throws {
    program = try Program()
    let outcome = try program.run("synthesize", "--output", program.path("data"))
    try #require(outcome.status == 0, "\(outcome.errors)")
    _ = try program.write(
      "data: {folder: data}\nmodels: {folder: models}\nmetrics: {file: octavo.prom}\n"
        + Self.options, to: "retrain.yaml")
  }

  private func retrain(_ more: String...) throws -> Program.Outcome {
    try program.run(arguments: arguments(more))
  }

  private func arguments(_ more: [String] = []) -> [String] {
    ["retrain", "--config", program.path("retrain.yaml")] + more
  }

  private func current() -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: program.path("models/current"))
  }

  private func metrics() throws -> String {
    String(decoding: try program.contents("octavo.prom"), as: UTF8.self)
  }

  /// Ratings without the last ones.
  private func truncate(to rows: Int) throws {
    let lines = String(decoding: try program.contents("data/ratings.csv"), as: UTF8.self)
      .split(separator: "\n").prefix(rows + 1)
    _ = try program.write(lines.joined(separator: "\n") + "\n", to: "data/ratings.csv")
  }

  // MARK: Ends

  @Test func aPromotionIs0AndTellsInOneLine() throws {
    let outcome = try retrain()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let version = try #require(current())
    #expect(outcome.output.hasPrefix("octavo retrain: promoted \(version): RMSE "))
    #expect(outcome.output.split(separator: "\n").count == 1)
    #expect(try metrics().contains("octavo_retrain_last_result"))
    let predicted = try program.run(
      "recommend", "--model", program.path("models/current"), "--reader", "1")
    #expect(predicted.status == 0, "\(predicted.errors)")
    let silent = try retrain("--quiet")
    #expect(silent.status == 0 && silent.output.isEmpty)
    #expect(current() != version)
  }

  @Test func aHybridNetworkStartsWarmWithTheSameBytesForAnyNumberOfThreads() throws {
    func models(threads: Int) throws -> [Data] {
      try (0..<2).flatMap { night in
        let outcome = try retrain(
          "--set", "training.architecture=hybrid", "--set", "training.optimizer=auto", "--set",
          "training.threads=\(threads)", "--set", "models.folder=\(program.path("m\(threads)"))",
          "--set", "training.lists=false")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("training from the model in service") == (night == 1))
        return try ["model.safetensors", "encoder.safetensors", "training.safetensors"].map {
          try program.contents("m\(threads)/current/\($0)")
        }
      }
    }
    let one = try models(threads: 1)
    #expect(one[3] == one[0], "the second night keeps the network")
    #expect(Set(one).count >= 4, "what else there is differs")
    #expect(try models(threads: 3) == one)
  }

  @Test func metricsThatCannotBeWrittenAreTold() throws {
    let outcome = try retrain("--quiet", "--set", "metrics.file=/nowhere/octavo.prom")
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("the metrics could not be written"), "\(outcome.errors)")
    #expect(outcome.output.contains("promoted") && current() != nil)
  }

  @Test func aRefusalIs3EvenSilentlyAndTheModelStays() throws {
    try #require(try retrain().status == 0)
    let version = current()
    let outcome = try retrain(
      "--quiet", "--set", "gate.rule=improvement", "--set", "warm_start.rate_share=0.000000001")
    #expect(outcome.status == 3, "\(outcome.errors)")
    #expect(outcome.output.contains("refused the candidate"), "\(outcome.output)")
    #expect(current() == version)
    #expect(try metrics().contains("exit_code{models=\"\(program.path("models"))\"} 3"))
  }

  @Test func ratingsThatLookWrongAre65UntilTheyAreAccepted() throws {
    try #require(try retrain().status == 0)
    let version = current()
    try truncate(to: 30_000)
    let outcome = try retrain("--quiet")
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("FAILED with code 65"), "\(outcome.output)")
    #expect(outcome.errors.contains("checks.fewer_rows"))
    #expect(current() == version)
    #expect(try retrain("--accept-data").status == 0)
  }

  @Test func badRowsAre65AndMissingRatings66() throws {
    _ = try program.write("user_id,book_id,rating\n1,2,x\n", to: "data/ratings.csv")
    #expect(try retrain().status == 65)
    try FileManager.default.removeItem(atPath: program.path("data/ratings.csv"))
    #expect(try retrain().status == 66)
    #expect(try retrain("--check-config").status == 66)
  }

  @Test func aBadConfigurationIs78WithEveryLine() throws {
    _ = try program.write(
      "data: {folder: data}\nmodels: {folder: models, keep: 0}\ntraning: {epochs: 2}\n",
      to: "retrain.yaml")
    for more in [[], ["--check-config"]] {
      let outcome = try program.run(arguments: arguments(more))
      #expect(outcome.status == 78)
      #expect(outcome.errors.contains("retrain.yaml:2: models.keep is '0'"), "\(outcome.errors)")
      #expect(outcome.errors.contains("retrain.yaml:3: there is no key 'traning"))
      #expect(outcome.output.isEmpty)
    }
    #expect(!FileManager.default.fileExists(atPath: program.path("models")))
  }

  @Test func wrongUsageIs64AndAMissingConfiguration66() throws {
    #expect(try program.run("retrain").status == 64)
    #expect(try program.run("retrain", "--config", "/nowhere/retrain.yaml").status == 66)
    #expect(try retrain("--log-format", "xml").status == 64)
  }

  @Test func aModelsFolderThatCannotBeCreatedIs73() throws {
    #expect(try retrain("--set", "models.folder=/proc/octavo").status == 73)
  }

  @Test func anotherRunAtWorkIs75AndNamed() throws {
    try FileManager.default.createDirectory(
      atPath: program.path("models"), withIntermediateDirectories: true)
    let lock = try FolderLock(program.path("models"))
    let outcome = try retrain()
    #expect(outcome.status == 75)
    #expect(outcome.errors.contains("process \(getpid()) since"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: program.path("octavo.prom")))
    withExtendedLifetime(lock) {}
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func aSignalEndsItWithNothingHalfDone(signal: Int32, status: Int32) throws {
    try #require(try retrain().status == 0)
    let version = current()
    let process = try program.start(
      arguments: arguments([
        "--set", "warm_start.scratch_every=1", "--set", "training.epochs=5000",
      ]))
    // Training begins within a second or so; wherever it is, the end is the same.
    Thread.sleep(forTimeInterval: 2)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == status)
    #expect(current() == version)
    let names = try FileManager.default.contentsOfDirectory(atPath: program.path("models"))
    #expect(!names.contains { $0.hasSuffix(".partial") }, "\(names)")
    #expect(try metrics().contains("exit_code{models=\"\(program.path("models"))\"} \(status)"))
    #expect(try retrain().status == 0)
  }

  @Test func afterAKillTheNextRunCleansUpAndSucceeds() throws {
    try #require(try retrain().status == 0)
    // The last one is killed while it trains, the others wherever they are.
    for (milliseconds, epochs) in [(150, 1), (300, 1), (450, 1), (600, 1), (1500, 100_000)] {
      let process = try program.start(
        arguments: arguments(["--set", "warm_start.epochs=\(epochs)"]))
      Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let predicted = try program.run(
        "recommend", "--model", program.path("models/current"), "--reader", "1")
      #expect(predicted.status == 0, "after \(milliseconds) ms: \(predicted.errors)")
    }
    let outcome = try retrain()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("took over the lock"))
  }

  /// A disk without room for bytes, and one without room for names.
  @Test(
    .enabled(if: canMount, "no right to mount a small disk"),
    arguments: ["size=1800k", "nr_inodes=32"])
  func aFullDiskIs74AndTheModelInServiceStays(room: String) throws {
    try #require(try retrain().status == 0)
    let version = current()
    // Room for the model that is there and a part of the next.
    let script = """
      mkdir "$1/disk" && mount -t tmpfs -o "$3" none "$1/disk" || exit 99
      cp -a "$1/models" "$1/disk/models" || exit 98
      for i in 1 2 3; do
        "$2" retrain --config "$1/retrain.yaml" --set models.folder="$1/disk/models" 2>"$1/errors"
        status=$?
        [ $status -eq 0 ] || break
      done
      "$2" recommend --model "$1/disk/models/current" --reader 1 >/dev/null || exit 97
      ls -a "$1/disk/models" >"$1/names"
      exit $status
      """
    let outcome = try program.run(
      executable: URL(fileURLWithPath: "/usr/bin/unshare"),
      arguments: [
        "-rm", "sh", "-c", script, "sh", program.folder.path, Program.executable.path, room,
      ])
    let errors = try? String(decoding: program.contents("errors"), as: UTF8.self)
    #expect(outcome.status == 74, "\(outcome.output)\(outcome.errors)\(errors ?? "")")
    #expect(outcome.output.contains("FAILED with code 74"), "\(outcome.output)")
    let names = String(decoding: try program.contents("names"), as: UTF8.self)
    #expect(names.contains("current") && !names.contains(".partial"), "\(names)")
    #expect(current() == version)
  }

  // MARK: Words

  @Test func theLogIsLinesOfJSONIfAskedFor() throws {
    let outcome = try retrain("--log-format", "json")
    #expect(outcome.status == 0)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count > 5)
    for line in lines {
      let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(event?["level"] != nil && event?["message"] != nil && event?["time"] != nil)
    }
    do {
      _ = try program.write("user_id,book_id,rating\n", to: "data/ratings.csv")
      let failed = try retrain("--log-format", "json")
      #expect(failed.status == 65)
      for line in failed.errors.split(separator: "\n") {
        #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(line)")
      }
    }
  }

  @Test func theExampleIsAConfigurationThatChecks() throws {
    let example = try program.run("retrain", "--example-config")
    #expect(example.status == 0)
    _ = try program.write(
      example.output.replacingOccurrences(of: "/var/lib/octavo/", with: ""), to: "retrain.yaml")
    let outcome = try retrain("--check-config")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "\(program.path("retrain.yaml")): good\n")
    #expect(!FileManager.default.fileExists(atPath: program.path("models")))
  }

  @Test func theHeldOutPartOfTheModelIsThatOfEvaluate() throws {
    try #require(try retrain().status == 0)
    let outcome = try program.run(
      "evaluate", "--model", program.path("models/current"), "--data", program.path("data"),
      "--format", "json")
    let event = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    let decision =
      try JSONSerialization.jsonObject(
        with: program.contents("models/current/decision.json")) as? [String: Any]
    let all = (decision?["comparisons"] as? [[String: Any]])?.first
    #expect(event?["part"] as? String == "test part")
    #expect(event?["count"] as? Int == all?["ratings"] as? Int)
    let (one, other) = (event?["rmse"] as? Double, all?["candidateRMSE"] as? Double)
    #expect(abs(try #require(one) - #require(other)) < 1e-6)
  }
}
