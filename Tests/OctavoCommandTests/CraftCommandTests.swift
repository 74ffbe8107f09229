import Foundation
import Support
import Testing

/// Samples, overfitting, weights, logs and tables, as a user meets them.
@Suite struct CraftCommandTests {
  let program: Program
  let shelf: String

  init() throws {
    program = try Program()
    shelf = program.path("shelf")
    let outcome = try program.run("synthesize", "--output", shelf)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  private func train(_ run: String, _ more: String...) throws -> Program.Outcome {
    let outcome = try program.run(
      arguments: ["train", "--data", shelf, "--run", program.path(run)] + more)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome
  }

  private func evaluation(_ run: String) throws -> [String: Any] {
    let outcome = try program.run(
      "evaluate", "--model", program.path("\(run)/model"), "--data", shelf, "--format", "json")
    try #require(outcome.status == 0, "\(outcome.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(object as? [String: Any])
  }

  @Test(arguments: ["hybrid", "plain"])
  func aThousandRatingsAreLearnedByHeart(architecture: String) throws {
    let outcome = try train(
      "run", "--overfit", "1000", "--architecture", architecture, "--format", "json")
    let last = try #require(outcome.output.split(separator: "\n").last)
    let event = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
    let train = try #require(event?["train"] as? [String: Any])
    #expect(try #require(train["mse"] as? Double) < 0.01)
    #expect(train["count"] as? Int == 1000)
    #expect(outcome.errors.contains("learned by heart"))
    let manifest = String(decoding: try program.contents("run/model/model.json"), as: UTF8.self)
    #expect(manifest.contains("\"architecture\" : \"\(architecture)\""))
  }

  @Test func aSampleTrainsOnAShareOfTheReaders() throws {
    let outcome = try train("run", "--sample", "0.1", "--epochs", "1")
    let rows =
      String(decoding: try program.contents("shelf/ratings.csv"), as: UTF8.self)
      .split(separator: "\n").count - 1
    let parts = try #require(
      outcome.errors.split(separator: "\n").first { $0.hasPrefix("parts:") })
    let counts = parts.replacingOccurrences(of: ",", with: "").split(separator: " ")
      .compactMap { Int($0) }
    #expect(Double(counts.reduce(0, +)) / Double(rows) > 0.06)
    #expect(Double(counts.reduce(0, +)) / Double(rows) < 0.14)
    #expect(try #require(try evaluation("run")["count"] as? Int) == counts.last)
  }

  @Test func oversamplingLowRatingsLowersTheirError() throws {
    _ = try train("plain", "--epochs", "8")
    _ = try train("weighted", "--epochs", "8", "--oversample", "1=3,2=2")
    func error(_ run: String, ofRating rating: Double) throws -> Double {
      let table = try #require(try evaluation(run)["by_rating"] as? [[String: Any]])
      let group = try #require(table.first { $0["from"] as? Double == rating })
      return try #require(group["mse"] as? Double)
    }
    for low in [1.0, 2.0] {
      #expect(try error("weighted", ofRating: low) < error("plain", ofRating: low))
    }
    #expect(try error("weighted", ofRating: 5) > error("plain", ofRating: 5))
  }

  @Test func evaluateSaysHowManyRatingsAreNoNews() throws {
    _ = try train("run", "--epochs", "1", "--no-comparison", "--no-lists")
    let lines = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: shelf + "/ratings.csv")), as: UTF8.self
    )
    .split(separator: "\n")
    func notice(_ rows: [Substring]) throws -> String {
      _ = try program.write(
        ([lines[0]] + rows).joined(separator: "\n") + "\n", to: "other/ratings.csv")
      return try program.run(
        "evaluate", "--model", program.path("run/model"), "--data", program.path("other")
      ).errors
    }
    #expect(try notice([lines[1], lines[2], "-5,1,4"]).contains("2 of 3 ratings"))
    #expect(try !notice(["-5,1,4", "-6,2,3"]).contains("ratings are of books"))
  }

  @Test func evaluateShowsWhereTheErrorsLie() throws {
    _ = try train("run", "--epochs", "2")
    let text = try program.run(
      "evaluate", "--model", program.path("run/model"), "--data", shelf)
    for heading in [
      "by true rating", "by training ratings of the reader", "by training ratings of the book",
      "calibration",
    ] { #expect(text.output.contains(heading), "\(text.output)") }
    // The first line names the folder, however long its path is.
    let lines: [Substring] = text.output.split(separator: "\n")
    #expect(lines.dropFirst().allSatisfy { $0.count <= 80 })
    let json = try evaluation("run")
    for table in ["by_rating", "by_reader_ratings", "by_book_ratings", "calibration"] {
      let groups = try #require(json[table] as? [[String: Any]])
      #expect(groups.reduce(0) { $0 + ($1["count"] as? Int ?? 0) } == json["count"] as? Int)
    }
  }

  @Test func divergenceNamesTheStepAndTheCheckpoint() throws {
    let outcome = try program.run(
      "train", "--data", shelf, "--run", program.path("run"), "--optimizer", "sgd",
      "--learning-rate", "0.4", "--embedding-learning-rate", "2000", "--l2", "0",
      "--checkpoint-every", "1")
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("octavo: step "), "\(outcome.errors)")
    #expect(outcome.errors.contains(" with the learning rate 0.39"), "\(outcome.errors)")
    #expect(outcome.errors.firstMatch(of: /[0-9]{6}\.|\.[0-9]{6}/) == nil, "\(outcome.errors)")
    let words = try #require(outcome.errors.split(separator: "\n").last)
    let path = try #require(words.split(separator: " ").last)
    #expect(FileManager.default.fileExists(atPath: String(path) + "/checkpoint.json"), "\(words)")
  }

  @Test func aLogHoldsNoTraceOfTheProgressBar() throws {
    let outcome = try train("run", "--epochs", "2")
    #expect(!outcome.errors.contains("\r") && !outcome.errors.contains("\u{1B}"))
  }

  @Test(.enabled(if: hasScript, "no program 'script' to make a terminal with"))
  func aTerminalShowsTheProgressBar() throws {
    // Narrower than the bar would like to be.
    let command =
      "stty columns 72; \(Program.executable.path) train --data \(shelf) --run \(program.path("run")) "
      + "--epochs 40 --threads 1 --no-comparison --no-lists"
    let outcome = try program.run(
      executable: URL(fileURLWithPath: "/usr/bin/script"),
      arguments: ["-qec", command, "/dev/null"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(" left  MSE "), "\(outcome.output)")
    for stage in ["histories", "test"] {
      #expect(outcome.output.contains("\r\(stage) … 0 s\u{1B}[K"), "\(outcome.output)")
    }
    // A bar that fills the line wraps, and then nothing wipes its first half.
    let bars = outcome.output.components(separatedBy: "\u{1B}[K")
      .compactMap { $0.components(separatedBy: "\r").last }.filter { $0.contains(" left  MSE ") }
    #expect(bars.allSatisfy { $0.count < 72 && $0.contains("[") }, "\(bars)")
    // Every line that stays is free of the bar: what a carriage return and the wipe leave.
    let lines = outcome.output.split(whereSeparator: \.isNewline)
      .map { $0.components(separatedBy: "\u{1B}[K").last ?? "" }
    #expect(!lines.contains { $0.contains(" left  MSE ") })
    #expect(lines.contains { $0.hasPrefix("epoch 40/40: train MSE") })
  }

  @Test(.enabled(if: tensorBoard != nil, "OCTAVO_PYTHON names no Python with tensorboard"))
  func tensorBoardReadsWhatMetricsHold() throws {
    let python = try #require(tensorBoard)
    // Stopped twice, so that there are several files.
    for limit in ["0.4", "0.8"] {
      _ = try program.run(
        executable: URL(fileURLWithPath: "/usr/bin/timeout"),
        arguments: [
          "-s", "KILL", limit, Program.executable.path, "train", "--data", shelf, "--run",
          program.path("run"), "--epochs", "4", "--checkpoint-every", "10", "--log-every", "19",
          "--resume",
        ])
    }
    _ = try train(
      "run", "--epochs", "4", "--checkpoint-every", "10", "--log-every", "19", "--resume",
      "--projector")
    let read = try program.run(
      executable: URL(fileURLWithPath: python), arguments: ["-c", reader, program.path("run")])
    try #require(read.status == 0, "\(read.errors)")
    let board = try #require(
      try JSONSerialization.jsonObject(with: Data(read.output.utf8)) as? [String: Any])
    let scalars = try #require(board["scalars"] as? [String: [[Double]]])
    let lines = try String(decoding: program.contents("run/metrics.jsonl"), as: UTF8.self)
      .split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    for (tag, key) in [
      ("train: epoch/mse", "train_mse"), ("validation: epoch/mse", "validation_mse"),
      ("epoch/learning_rate", "learning_rate"),
      ("epoch/ratings_per_second", "ratings_per_second"),
    ] {
      let wanted = try lines.map { Float(try #require($0[key] as? Double)) }
      #expect(scalars[tag]?.map { Float($0[1]) } == wanted, "\(tag)")
      #expect(scalars[tag]?.map { $0[0] } == [38, 76, 114, 152], "\(tag)")
    }
    for tag in ["step/train_mse", "step/learning_rate", "step/ratings_per_second"] {
      #expect(scalars[tag]?.map { $0[0] } == (1...8).map { Double(19 * $0) }, "\(tag)")
    }
    // Two windows of 19 steps make an epoch; the last batch of one is smaller.
    let windows = try #require(scalars["step/train_mse"])
    let first = windows.prefix(2).reduce(0) { $0 + $1[1] } / 2
    #expect(abs(first - (try #require(scalars["train: epoch/mse"]?[0][1]))) < 0.01)
    let histograms = try #require(board["histograms"] as? [String: [Double]])
    let tensors =
      ["readers.embedding", "books.embedding"]
      + (0..<3).flatMap { ["dense.\($0).weight", "dense.\($0).bias"] }
    #expect(
      Set(histograms.keys) == Set(tensors.flatMap { ["weights/\($0)", "gradients/\($0)"] }))
    #expect(histograms["weights/books.embedding"] == [Double](repeating: 336 * 16, count: 4))
    #expect(histograms["weights/dense.1.weight"] == [Double](repeating: 128 * 64, count: 4))
    // The last batch of an epoch has the rest of 38,000 ratings.
    #expect(histograms["gradients/readers.embedding"] == [Double](repeating: 112 * 16, count: 4))
    #expect(try #require(board["text"] as? String).contains("\"epochs\" : 4"))
    let finished = try #require(
      try JSONSerialization.jsonObject(with: program.contents("run/finished.json"))
        as? [String: Any])
    let errors = try #require(finished["test"] as? [String: Any])
    #expect(
      scalars["final/test_rmse"]?.map { Float($0[1]) }
        == [Float(try #require(errors["rmse"] as? Double))])
    let hyperparameters = try #require(board["hyperparameters"] as? [String: Any])
    #expect(hyperparameters["epochs"] as? Double == 4 && hyperparameters["l2"] as? Double == 100)
    #expect(hyperparameters["architecture"] as? String == "hybrid")
    #expect((board["metrics"] as? [String])?.contains("final/test_rmse") == true)
    #expect(board["status"] as? Int == 1)
    #expect(board["points"] as? Int == 336 && board["titles"] as? Int == 336)
  }
}

/// Prints all that TensorBoard finds in a folder as JSON.
private let reader = """
  import json, os, sys
  from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
  run = sys.argv[1]
  events = EventAccumulator(run, size_guidance={"scalars": 0, "histograms": 0, "tensors": 0})
  events.Reload()
  from google.protobuf import text_format
  from tensorboard.plugins.projector.projector_config_pb2 import ProjectorConfig
  config = text_format.Parse(open(os.path.join(run, "projector_config.pbtxt")).read(), ProjectorConfig())
  table = config.embeddings[0]
  lines = lambda name: open(os.path.join(run, name), encoding="utf-8").read().splitlines()
  assert all(len(line.split("\\t")) == 16 for line in lines(table.tensor_path))
  scalars = {t: [[e.step, e.value] for e in events.Scalars(t)] for t in events.Tags()["scalars"]}
  for part in ["train", "validation"]:
      below = EventAccumulator(os.path.join(run, part), size_guidance={"scalars": 0})
      below.Reload()
      for t in below.Tags()["scalars"]:
          scalars[part + ": " + t] = [[e.step, e.value] for e in below.Scalars(t)]
  from tensorboard.plugins.hparams import metadata
  def session(tag):
      return events.summary_metadata[tag].plugin_data.content
  start = metadata.parse_session_start_info_plugin_data(session("_hparams_/session_start_info"))
  experiment = metadata.parse_experiment_plugin_data(session("_hparams_/experiment"))
  end = metadata.parse_session_end_info_plugin_data(session("_hparams_/session_end_info"))
  value = lambda v: getattr(v, v.WhichOneof("kind"))
  assert {i.name for i in experiment.hparam_infos} == set(start.hparams)
  print(json.dumps({
      "hyperparameters": {name: value(v) for name, v in start.hparams.items()},
      "metrics": [m.name.tag for m in experiment.metric_infos], "status": end.status,
      "scalars": scalars,
      "histograms": {t: [e.histogram_value.num for e in events.Histograms(t)]
                     for t in events.Tags()["histograms"]},
      "text": events.Tensors("options")[0].tensor_proto.string_val[0].decode(),
      "points": len(lines(table.tensor_path)), "titles": len(lines(table.metadata_path)) - 1}))
  """

/// A Python with the package `tensorboard`, where `OCTAVO_PYTHON` names one.
private let tensorBoard: String? = {
  guard let python = ProcessInfo.processInfo.environment["OCTAVO_PYTHON"] else { return nil }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: python)
  process.arguments = ["-c", "import tensorboard"]
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return nil }
  process.waitUntilExit()
  return process.terminationStatus == 0 ? python : nil
}()

private let hasScript = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")
