import Foundation
import Testing

/// Data cannot drive a terminal or a page, whatever command prints them.
@Suite struct SafeOutputTests {
  private static let unsafe = "\u{1B}[31m\u{7}\r\u{9B}2J\u{202E}\u{1B}]0;owned\u{7}"
  private let program: Program
  private let nasty = unsafe + String(repeating: "t", count: 5000)

  init() throws {
    program = try Program()
    var ratings = "user_id,book_id,rating\n"
    for reader in 0..<20 {
      for book in 0..<12 where (reader + book) % 3 != 0 {
        ratings += "r\(Self.unsafe)\(reader),b\(Self.unsafe)\(book),\(1 + (reader * book) % 5)\n"
      }
    }
    // A carriage return inside of quotes is none at a line's end.
    ratings = ratings.replacingOccurrences(of: "\r", with: "")
    let clean = Self.unsafe.replacingOccurrences(of: "\r", with: "")
    _ = try program.write(ratings, to: "data/ratings.csv")
    let books = (0..<12).map {
      "b\(clean)\($0),\"\(nasty)\n\($0)\",\"\(nasty)\",\(Self.unsafe),x\(Self.unsafe)\n"
    }
    _ = try program.write(
      "book_id,title,authors,language_code,original_publication_year\n" + books.joined(),
      to: "data/books.csv")
    _ = try program.write("user_id,book_id\nr\(clean)1,b\(clean)1\n", to: "pairs.csv")
    _ = try program.write("a\(clean): 1\n", to: "nasty.yaml")
  }

  private func expectSafe(_ arguments: [String], longest: Int = 4000) throws -> Program.Outcome {
    let outcome = try program.run(arguments: arguments)
    for text in [outcome.output, outcome.errors] {
      let found = text.unicodeScalars.first { scalar in
        [.control, .format].contains(scalar.properties.generalCategory) && scalar != "\n"
          && scalar != "\t"
      }
      #expect(found == nil, "\(arguments.first ?? ""): \(String(describing: found))")
      let line = text.split(separator: "\n").map(\.count).max() ?? 0
      #expect(line < longest, "\(arguments.first ?? ""): a line of \(line) characters")
    }
    return outcome
  }

  @Test func everyCommandPrintsSafely() throws {
    let (data, run, model) = (program.path("data"), program.path("run"), program.path("run/model"))
    let clean = Self.unsafe.replacingOccurrences(of: "\r", with: "")
    let trained = try expectSafe([
      "train", "--data", data, "--run", run, "--epochs", "2", "--no-comparison",
      "--embedding-dimension", "8", "--hidden", "8", "--report", program.path("run.html"),
    ])
    try #require(trained.status == 0, "\(trained.errors)")
    for format in ["text", "json"] {
      #expect(
        try expectSafe(["explore", "--data", data, "--format", format], longest: 1 << 20).status
          == 0)
      #expect(
        try expectSafe(
          ["evaluate", "--model", model, "--data", data, "--format", format], longest: 1 << 20
        )
        .status == 0)
      let lists = ["recommend", "--model", model, "--all", "--explain", "--top", "3"]
      #expect(
        try expectSafe(lists + ["--format", format], longest: format == "text" ? 4000 : 1 << 20)
          .status == 0)
      let similar = ["similar", "--model", model, "--book", "b\(clean)1"]
      #expect(
        try expectSafe(similar + ["--format", format], longest: format == "text" ? 4000 : 1 << 20)
          .status == 0)
    }
    for arguments in [
      ["recommend", "--model", model, "--reader", nasty],
      ["recommend", "--model", model, "--title", "ttttttttt\(clean)=3"],
      ["recommend", "--model", model, "--title", "zz\(clean)=3"],
      ["similar", "--model", model, "--book", clean],
      ["predict", "--model", clean, "--pairs", clean],
      ["retrain", "--config", program.path("nasty.yaml")], ["retrain", "--config", clean],
      ["models", "list", "--models", clean], ["evaluate", "--model", model, "--data", clean],
      ["explore", "--data", clean], ["train", "--data", clean, "--run", clean], [clean],
      ["train", "--\(clean)"], ["synthesize", "--seed", clean], ["report", "--run", clean],
      ["retrain", "--config", "x", "--set", clean], ["benchmark", "--compare", clean],
    ] {
      let outcome = try expectSafe(arguments, longest: 6000)
      #expect(outcome.status != 132, "\(arguments)")
    }
  }

  @Test func pagesHoldNothingUnsafe() throws {
    let page = program.path("page.html")
    #expect(
      try program.run("explore", "--data", program.path("data"), "--report", page).status == 0)
    let text = String(decoding: try program.contents("page.html"), as: UTF8.self)
    #expect(text.contains("\u{FFFD}"))
    #expect(
      !text.unicodeScalars.contains { scalar in
        [.control, .format].contains(scalar.properties.generalCategory) && scalar != "\n"
          && scalar != "\t"
      })
  }

  // MARK: Streams that are closed or full

  private func shell(_ redirection: String, _ arguments: [String]) throws -> Program.Outcome {
    try program.run(
      executable: URL(fileURLWithPath: "/bin/sh"),
      arguments: ["-c", "\"$@\" \(redirection)", "sh", Program.executable.path] + arguments)
  }

  @Test(arguments: [
    "2>/dev/full", "2>&-", ">/dev/full", ">&-", ">&- 2>&-", ">/dev/full 2>&1", "<&- >&- 2>&-",
  ])
  func aMessageThatCannotBeWrittenNeverEndsTheWork(redirection: String) throws {
    let data = try program.write(
      "user_id,book_id,rating\n1,2,3\n2,2,4\n1,3,5\n", to: "three/ratings.csv")
    let folder = URL(fileURLWithPath: data).deletingLastPathComponent().path
    let run = program.path("run")
    let trained = try shell(
      redirection,
      [
        "train", "--data", folder, "--run", run, "--architecture", "plain", "--epochs", "2",
        "--test-fraction", "0", "--validation-fraction", "0", "--no-lists",
      ])
    // A result that nobody gets is a failure to write; a message is not.
    let losesOutput =
      redirection.contains(">&-") && !redirection.hasPrefix("2")
      || redirection.hasPrefix(">/dev/full")
    #expect(trained.status == (losesOutput ? 74 : 0), "\(trained.errors)")
    #expect(FileManager.default.fileExists(atPath: run + "/model/model.json"))
    #expect(try program.contents("run/.lock").isEmpty, "messages went into the lock")
    #expect(
      try shell(redirection, ["predict", "--model", run + "/model", "--pairs", "nosuch"]).status
        == 66)
    #expect(try shell(redirection, ["recommend", "--nonsense"]).status == 64)
    #expect(try shell(redirection, ["retrain", "--config", "/nosuch"]).status == 66)
    #expect(try shell(redirection, ["--version"]).status == (losesOutput ? 74 : 0))
  }

  @Test func aResultToADeviceLeavesTheDevice() throws {
    let page = try program.run("explore", "--data", program.path("data"), "--report", "/dev/null")
    #expect(page.status == 0, "\(page.errors)")
    let full = try program.run("explore", "--data", program.path("data"), "--report", "/dev/full")
    #expect(full.status == 74, "\(full.errors)")
    var status = stat()
    #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }
}
