import Foundation
import Testing

/// `octavo export`, and the card that a training leaves beside its model.
@Suite struct ExportCommandTests {
  private let program: Program
  private let model: String

  /// A plain model of three dozen ratings.
  init() throws {
    program = try Program()
    model = program.path("run/model")
    let rows = (0..<36).map { "\($0 / 6),\($0 % 7),\($0 % 5 + 1)\n" }
    _ = try program.write("user_id,book_id,rating\n" + rows.joined(), to: "data/ratings.csv")
    try train("plain", "run")
  }

  @discardableResult
  private func train(_ architecture: String, _ run: String) throws -> String {
    let trained = try program.run(
      "train", "--data", program.path("data"), "--run", program.path(run), "--architecture",
      architecture, "--epochs", "2", "--no-lists")
    try #require(trained.status == 0, "\(trained.errors)")
    return trained.output
  }

  private func export(_ arguments: String...) throws -> Program.Outcome {
    try program.run(arguments: ["export", "--model", model] + arguments)
  }

  @Test func aFileGoesToStandardOutputAsItGoesToAFile() throws {
    for form in [["--format", "onnx"], ["--format", "csv", "--part", "books"]] {
      let file = program.path("file")
      let arguments = ["export", "--model", model] + form + ["--output"]
      #expect(try program.run(arguments: arguments + [file]).status == 0)
      let copied = try program.run(
        executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: ["-c", "\"$@\" - | cmp - '\(file)'", "sh", Program.executable.path] + arguments)
      #expect(copied.status == 0, "\(copied.output)\(copied.errors)")
    }
  }

  @Test func aHybridModelIsNoGraphAndIsToldWhatToUse() throws {
    try train("hybrid", "hybrid")
    let outcome = try program.run(
      "export", "--model", program.path("hybrid"), "--format", "onnx", "--output",
      program.path("x.onnx"))
    #expect(outcome.status == 64 && outcome.errors.contains("--format safetensors"))
    #expect(!FileManager.default.fileExists(atPath: program.path("x.onnx")))
    let factors = try program.run(
      "export", "--model", program.path("hybrid"), "--format", "csv", "--part", "readers",
      "--vectors", "factors", "--output", program.path("factors.csv"))
    #expect(factors.status == 0, "\(factors.errors)")
    #expect(try program.contents("factors.csv").split(separator: 10).count == 1 + 6)
  }

  @Test(arguments: [
    (["--format", "csv"], "--part"), (["--format", "onnx", "--part", "books"], "--part"),
    (["--format", "safetensors", "--vectors", "factors"], "--vectors"),
    (["--format", "csv", "--part", "books", "--vectors", "factors"], "no factors"),
    (["--format", "pickle"], "--format"), (["--format", "csv", "--part", "authors"], "--part"),
  ])
  func wrongUsageIs64(arguments: [String], words: String) throws {
    let outcome = try program.run(
      arguments: ["export", "--model", model, "--output", program.path("x")] + arguments)
    #expect(outcome.status == 64 && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: program.path("x")))
  }

  @Test func aFolderCannotGoToStandardOutput() throws {
    let outcome = try export("--format", "safetensors", "--output", "-")
    #expect(outcome.status == 64 && outcome.errors.contains("--output -"))
  }

  @Test func onlyAnEarlierExportIsReplaced() throws {
    let before = try program.contents("run/model/model.safetensors")
    let refused = try export("--format", "safetensors", "--output", model)
    #expect(
      refused.status == 73 && refused.errors.contains("expected nothing"), "\(refused.errors)")
    #expect(try program.contents("run/model/model.safetensors") == before)
    for _ in 0..<2 {
      let outcome = try export("--format", "safetensors", "--output", program.path("exported"))
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: program.path("exported"))
    #expect(
      names.sorted() == ["books.txt", "model.json", "model.safetensors", "readers.txt", "score.py"])
  }

  @Test(arguments: ["onnx", "safetensors", "csv"])
  func whatCannotBeReadOrWrittenHasItsCode(format: String) throws {
    let part = format == "csv" ? ["--part", "readers"] : []
    func status(_ model: String, _ output: String) throws -> Int32 {
      try program.run(
        arguments: ["export", "--model", model, "--format", format, "--output", output] + part
      ).status
    }
    #expect(try status(program.path("nowhere"), program.path("x")) == 66)
    #expect(try status(model, "/proc/octavo/x") == 73)
    if format != "safetensors" { #expect(try status(model, "/dev/full") == 74) }
    var bytes = try program.contents("run/model/rated.safetensors")
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: program.folder.appendingPathComponent("run/model/rated.safetensors"))
    #expect(try status(model, program.path("x")) == 65)
    #expect(!FileManager.default.fileExists(atPath: program.path("x")))
  }

  @Test(arguments: ["plain", "hybrid"])
  func theCardSaysWhatTheTerminalSaysOfTestRatings(architecture: String) throws {
    let output = try train(architecture, "other")
    let card = String(decoding: try program.contents("other/model/README.md"), as: UTF8.self)
    let lines = output.split(separator: "\n").filter { $0.hasPrefix("  ") }
      .map { $0.split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) } }
      .filter { $0.count == 4 }
    #expect(lines.count >= 3)
    for line in lines {
      #expect(card.contains(line.suffix(3).joined(separator: " | ")), "\(line)\n\(card)")
      #expect(card.contains("\(line[0]), test ratings"))
    }
    #expect(card.contains("| trained by | octavo 0."))
  }

  @Test func theSameTrainingHasTheSameCard() throws {
    try train("plain", "again")
    #expect(
      try program.contents("run/model/README.md") == program.contents("again/model/README.md"))
  }
}
