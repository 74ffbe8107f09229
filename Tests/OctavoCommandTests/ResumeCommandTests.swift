import Foundation
import Kernels
import Support
import Testing

/// Stopping and resuming trainings as a user does it.
@Suite struct ResumeCommandTests {
  let program: Program
  let shelf: String

  /// Long enough to be stopped on the way, even by a debug build's clock.
  private let options = [
    "--epochs", "6", "--optimizer", "adam", "--learning-rate", "0.003", "--dropout", "0.1",
    "--checkpoint-every", "20",
  ]

  init() throws {
    program = try Program()
    shelf = program.path("shelf")
    let outcome = try program.run("synthesize", "--output", shelf)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  private func arguments(_ run: String, _ more: [String] = []) -> [String] {
    ["train", "--data", shelf, "--run", program.path(run)] + options + more
  }

  private func model(_ run: String) throws -> Data {
    try program.contents("\(run)/model/model.safetensors")
  }

  private func epochs(_ run: String) throws -> [Int] {
    try String(decoding: program.contents("\(run)/metrics.jsonl"), as: UTF8.self)
      .split(separator: "\n").map { line in
        let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return try #require(event?["epoch"] as? Int)
      }
  }

  /// Waits until a training has saved a checkpoint.
  private func awaitCheckpoint(_ run: String, of process: Process) throws {
    let deadline = Date(timeIntervalSinceNow: 120)
    while Date() < deadline {
      let saved = try? FileManager.default.contentsOfDirectory(
        atPath: program.path("\(run)/checkpoints"))
      if saved?.contains(where: { $0.hasPrefix("step-") && !$0.hasSuffix(".partial") }) == true {
        return
      }
      try #require(
        process.isRunning, "ended with \(process.terminationStatus) before its first checkpoint")
      Thread.sleep(forTimeInterval: 0.02)
    }
    Issue.record("no checkpoint in two minutes")
  }

  @Test func killedTrainingsEndInTheSameBytes() throws {
    try #require(try program.run(arguments: arguments("whole")).status == 0)
    for threads in 1...4 {
      let process = try program.start(arguments: arguments("run", ["--resume"]))
      // Kills later and later, whatever the training is at.
      Thread.sleep(forTimeInterval: 0.15 * Double(threads))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let resumed = try program.run(
        "train", "--resume", program.path("run"), "--threads", "\(threads)")
      if resumed.status == 66 { continue }  // Killed before it had begun.
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(try model("run") == model("whole"))
      #expect(try epochs("run") == Array(1...6))
      try FileManager.default.removeItem(atPath: program.path("run"))
    }
  }

  @Test(arguments: [(Int32(SIGINT), Int32(130)), (Int32(SIGTERM), Int32(143))])
  func aSignalSavesAndTheRunGoesOn(signal: Int32, status: Int32) throws {
    try #require(try program.run(arguments: arguments("whole")).status == 0)
    let process = try program.start(arguments: arguments("run"))
    try awaitCheckpoint("run", of: process)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == status)
    // Whatever the folder the user stands in, and without data or options.
    let resumed = try program.run("train", "--run", program.path("run"), "--resume")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("goes on from"))
    #expect(try model("run") == model("whole"))
    #expect(try epochs("run") == Array(1...6))
  }

  @Test(.enabled(if: Precision.bfloat16.isAvailable))
  func aTrainingOfRoundedProductsGoesOnWithThem() throws {
    let options = ["--precision", "bfloat16"]
    try #require(try program.run(arguments: arguments("whole", options)).status == 0)
    try #require(try program.run(arguments: arguments("single")).status == 0)
    #expect(try model("whole") != model("single"))
    let process = try program.start(arguments: arguments("run", options + ["--threads", "1"]))
    try awaitCheckpoint("run", of: process)
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    let resumed = try program.run("train", "--resume", program.path("run"), "--threads", "2")
    try #require(resumed.status == 0, "\(process.terminationStatus), then \(resumed.errors)")
    #expect(try model("run") == model("whole"))
    let manifest = try String(decoding: program.contents("run/model/model.json"), as: UTF8.self)
    #expect(manifest.contains("\"precision\" : \"bfloat16\""))
  }

  @Test func aSecondSignalEndsAtOnce() throws {
    let process = try program.start(
      arguments: arguments("run", ["--batch-size", "38000", "--hidden", "512,512"]))
    // Steps of a second or more each; the first signal would wait for the end of one.
    let path = program.path("run/metrics.jsonl")
    for _ in 0..<600 where !FileManager.default.fileExists(atPath: path) {
      Thread.sleep(forTimeInterval: 0.02)
    }
    kill(process.processIdentifier, SIGTERM)
    Thread.sleep(forTimeInterval: 0.05)
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(process.terminationStatus == 143)
    let names = try FileManager.default.contentsOfDirectory(atPath: program.path("run"))
    #expect(!names.contains("checkpoints"), "\(names)")
  }

  @Test func aFinishedRunSaysSoAndStaysAsItIs() throws {
    try #require(try program.run(arguments: arguments("run")).status == 0)
    let before = try model("run")
    let outcome = try program.run("train", "--resume", program.path("run"), "--format", "json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try model("run") == before)
    #expect(outcome.errors.contains("is finished") && !outcome.errors.contains("parts:"))
    #expect(outcome.output.split(separator: "\n").count == 1)
    #expect(outcome.output.contains("\"event\":\"finished\""))
    #expect(try epochs("run") == Array(1...6))
  }

  @Test func otherOptionsAreRefusedByName() throws {
    try #require(try program.run(arguments: arguments("run", ["--epochs", "1"])).status == 0)
    let outcome = try program.run(
      "train", "--resume", program.path("run"), "--epochs", "9", "--l2", "3", "--threads", "1")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--epochs was 1, is 9"), "\(outcome.errors)")
    #expect(outcome.errors.contains("--l2 was auto, is 3"))
  }

  @Test func otherDataAreRefusedByName() throws {
    try #require(try program.run(arguments: arguments("run", ["--epochs", "1"])).status == 0)
    let ratings = String(decoding: try program.contents("shelf/ratings.csv"), as: UTF8.self)
    _ = try program.write(ratings + "1,336,5\n", to: "shelf/ratings.csv")
    let outcome = try program.run("train", "--resume", program.path("run"))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("data.digest was"), "\(outcome.errors)")
  }

  @Test func otherFilesAboutBooksAreRefusedByName() throws {
    try #require(try program.run(arguments: arguments("run", ["--epochs", "1"])).status == 0)
    let books = String(decoding: try program.contents("shelf/books.csv"), as: UTF8.self)
    _ = try program.write(books + "\n", to: "shelf/books.csv")
    let outcome = try program.run("train", "--resume", program.path("run"))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("sideFiles.books.csv was"), "\(outcome.errors)")
  }

  @Test func anotherFileToTestOnIsRefusedByName() throws {
    let tests = try program.write("user_id,book_id,rating\n1,1,4\n", to: "tests.csv")
    let begun = arguments("run", ["--epochs", "1", "--test-ratings", tests])
    try #require(try program.run(arguments: begun).status == 0)
    _ = try program.write("user_id,book_id,rating\n1,1,5\n", to: "tests.csv")
    let outcome = try program.run("train", "--resume", program.path("run"))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("tests.digest was"), "\(outcome.errors)")
  }

  @Test func anAlteredCheckpointIsRefusedByName() throws {
    try #require(try program.run(arguments: arguments("run", ["--epochs", "1"])).status == 0)
    let checkpoints = try FileManager.default.contentsOfDirectory(
      atPath: program.path("run/checkpoints")
    ).filter { $0.hasPrefix("step-") }.sorted()
    let name = "run/checkpoints/\(try #require(checkpoints.last))/state.safetensors"
    var bytes = try program.contents(name)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: program.path(name)))
    let outcome = try program.run("train", "--resume", program.path("run"), "--epochs", "2")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("state.safetensors"), "\(outcome.errors)")
  }

  @Test func nothingToResumeIs66AndNoFolderIs64() throws {
    #expect(try program.run("train", "--resume", "/nowhere").status == 66)
    #expect(try program.run("train", "--resume").status == 64)
  }

  @Test func aSecondRunInTheSameFolderIs75() throws {
    let process = try program.start(arguments: arguments("run", ["--epochs", "500"]))
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    try awaitCheckpoint("run", of: process)
    let second = try program.run(arguments: arguments("run"))
    #expect(second.status == 75)
    #expect(second.errors.contains("another process"), "\(second.errors)")
  }

  @Test(.enabled(if: canMount, "no right to mount a small disk"))
  func aFullDiskIs74AndTheCheckpointBeforeStillLoads() throws {
    let (octavo, run) = (Program.executable.path, program.path("run"))
    try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: true)
    // Room for one checkpoint and a model, not for many; what is left is copied out of the namespace.
    let script = """
      mount -t tmpfs -o size=4m none "$1" || exit 99
      "$2" train --data "$3" --run "$1" --epochs 6 --optimizer adam --keep-checkpoints 20 \
        --checkpoint-every 20 --log-every 100000
      status=$?
      cp -r "$1" "$4"
      exit $status
      """
    let outcome = try program.run(
      executable: URL(fileURLWithPath: "/usr/bin/unshare"),
      arguments: [
        "-rm", "sh", "-c", script, "sh", run, octavo, shelf, program.path("left"),
      ])
    #expect(outcome.status == 74, "\(outcome.errors)")
    #expect(outcome.errors.contains("writing failed"), "\(outcome.errors)")
    let left = try FileManager.default.contentsOfDirectory(atPath: program.path("left/checkpoints"))
    #expect(left.contains { $0.hasPrefix("step-") } && !left.contains { $0.hasSuffix(".partial") })
    let resumed = try program.run("train", "--resume", program.path("left"))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("goes on from"))
    let whole = try program.run(
      "train", "--data", shelf, "--run", program.path("whole"), "--epochs", "6", "--optimizer",
      "adam")
    #expect(whole.status == 0)
    #expect(try model("left") == model("whole"))
  }
}

/// Whether a small disk can be mounted in a namespace of its own.
let canMount: Bool = {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
  process.arguments = ["-rm", "sh", "-c", "mount -t tmpfs -o size=1m none /mnt"]
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return false }
  process.waitUntilExit()
  return process.terminationStatus == 0
}()
