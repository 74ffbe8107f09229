import Foundation
import Support
import Testing

/// Data that come compressed, in parts and through pipes are the data that they stand for.
@Suite struct FilesCommandTests {
  let program: Program
  let shelf: String

  init() throws {
    program = try Program()
    shelf = program.path("shelf")
    let outcome = try program.run(
      "synthesize", "--output", shelf, "--readers", "60", "--books", "40", "--ratings", "1500")
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  private static let short = ["--epochs", "1", "--no-comparison", "--no-lists"]

  /// The model that a training gives, without its record of the training.
  private func model(
    _ name: String, data: String, _ options: [String] = [], input: [UInt8] = []
  ) throws -> Data {
    let outcome = try program.run(
      ["train", "--data", data, "--run", program.path(name)] + Self.short + options, input: input)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try program.contents("\(name)/model/model.safetensors")
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    Array(try program.contents("shelf/" + name))
  }

  @Test func everyWayToTheSameRatingsGivesTheSameModel() throws {
    let plain = try model("plain", data: shelf)
    let ratings = try bytes("ratings.csv")
    #expect(try model("piped", data: shelf, ["--ratings", "-"], input: ratings) == plain)
    #expect(try model("squeezed", data: shelf, ["--ratings", "-"], input: gzip(ratings)) == plain)

    let lines = ratings.split(separator: UInt8(ascii: "\n"))
    let header = lines[0] + [10]
    for (number, rows) in [(2, lines[1..<700]), (10, lines[700...])] {
      let part = header + rows.joined(separator: [10]) + [10]
      try program.write(
        number == 2 ? gzip(Array(part)) : Array(part),
        to: "parts/ratings-\(number).csv\(number == 2 ? ".gz" : "")")
    }
    for name in ["books.csv", "tags.csv", "book_tags.csv", "to_read.csv"] {
      try program.write(gzip(try bytes(name)), to: "parts/\(name).gz")
    }
    #expect(try model("from-parts", data: program.path("parts")) == plain)
    let pattern = program.path("parts/ratings-*")
    #expect(try model("pattern", data: shelf, ["--ratings", pattern]) == plain)
  }

  @Test func aRunFromStandardInputIsResumedFromIt() throws {
    let ratings = try bytes("ratings.csv")
    _ = try model("run", data: shelf, ["--ratings", "-"], input: ratings)
    let resume = ["train", "--resume", program.path("run")]
    let finished = try program.run(resume, input: ratings)
    #expect(finished.status == 0, "\(finished.errors)")
    let other = try program.run(resume, input: Array(ratings.dropLast(200)) + [10])
    #expect(other.status == 65 && other.errors.contains("cannot be resumed"), "\(other.errors)")
    // What is given again takes the place of what the run began with.
    let file = try program.run(resume + ["--ratings", shelf + "/ratings.csv"], input: [])
    #expect(file.status == 0, "\(file.errors)")
    let compared = try program.run("compare", program.path("run"), program.path("run"))
    #expect(
      compared.status == 64 && compared.errors.contains("standard input"), "\(compared.errors)")
  }

  @Test func trainingsOnFoldsReadStandardInputOnce() throws {
    let ratings = try bytes("ratings.csv")
    let outcome = try program.run(
      ["train", "--data", shelf, "--run", program.path("folds"), "--folds", "2", "--ratings", "-"]
        + Self.short, input: ratings)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func otherCommandsReadStandardInput() throws {
    _ = try model("run", data: shelf)
    let (model, ratings) = (program.path("run/model"), try bytes("ratings.csv"))
    for arguments in [
      ["explore", "--data", shelf, "--ratings"],
      ["evaluate", "--model", model, "--data", shelf, "--ratings"],
      ["predict", "--model", model, "--pairs"],
    ] {
      let piped = try program.run(arguments + ["-"], input: ratings)
      let named = try program.run(arguments + [shelf + "/ratings.csv"], input: [])
      #expect(piped.status == 0 && piped.output == named.output, "\(arguments): \(piped.errors)")
    }
    let twice = try program.run(
      ["predict", "--model", model, "--pairs", "-", "--history", "-"], input: ratings)
    #expect(twice.status == 74 && twice.errors.contains("was read already"), "\(twice.errors)")
  }

  @Test func aDamagedFileIs65AndOneThatIsCutOff74() throws {
    var squeezed = gzip(try bytes("ratings.csv"))
    let arguments = ["explore", "--data", shelf, "--ratings", "-"]
    let cut = try program.run(arguments, input: Array(squeezed.dropLast()))
    #expect(cut.status == 74 && cut.errors.contains("standard input: "), "\(cut.errors)")
    squeezed[squeezed.count - 6] ^= 1
    let damaged = try program.run(arguments, input: squeezed)
    #expect(
      damaged.status == 65 && damaged.errors.contains("incorrect data check"), "\(damaged.errors)")
    try program.write(squeezed, to: "shelf/ratings.csv.gz")
    let both = try program.run(["explore", "--data", shelf], input: [])
    #expect(both.status == 65 && both.errors.contains("expected one of them"), "\(both.errors)")
    let nothing = try program.run(["explore", "--data", shelf, "--ratings", "x-*.csv"], input: [])
    #expect(nothing.status == 66, "\(nothing.errors)")
  }
}

extension Program {
  /// Runs the program with `input` as its standard input.
  fileprivate func run(_ arguments: [String], input: [UInt8]) throws -> Outcome {
    try write(input, to: "input")
    let quoted = ([Self.executable.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
    return try run(
      executable: URL(fileURLWithPath: "/bin/sh"),
      arguments: ["-c", "cat '\(path("input"))' | \(quoted)"])
  }

  fileprivate func write(_ bytes: [UInt8], to name: String) throws {
    _ = try write("", to: name)
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }
}

/// `bytes` as a member of gzip (RFC 1952) that is not compressed: stored blocks of deflate (RFC 1951).
private func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
  var rest = bytes[...]
  repeat {
    let block = rest.prefix(60_000)
    rest = rest.dropFirst(block.count)
    let length = UInt16(block.count)
    member.append(rest.isEmpty ? 1 : 0)
    for number in [length, ~length] { member += [UInt8(number & 0xFF), UInt8(number >> 8)] }
    member += block
  } while !rest.isEmpty
  let checksum = bytes.reduce(UInt32.max) { state, byte in
    (0..<8).reduce(state ^ UInt32(byte)) { state, _ in
      state & 1 == 1 ? state >> 1 ^ 0xEDB8_8320 : state >> 1
    }
  }
  for number in [~checksum, UInt32(bytes.count)] {
    member += (0..<4).map { UInt8(number >> (8 * $0) & 0xFF) }
  }
  return member
}
