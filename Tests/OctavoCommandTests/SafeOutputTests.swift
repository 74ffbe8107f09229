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
      let found = text.firstUnsafe
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

  /// What compares, searches, looks at new readers and runs at night.
  @Test func everyOtherCommandPrintsSafely() throws {
    let data = program.path("data")
    let clean = Self.unsafe.replacingOccurrences(of: "\r", with: "")
    let small = [
      "--epochs", "1", "--embedding-dimension", "8", "--hidden", "8", "--no-comparison",
    ]
    _ = try program.write("book_id,rating\nb\(clean)1,5\nb\(clean)2,1\n", to: "history.csv")
    _ = try program.write("\"a\(clean)\": 1\n", to: "options.yaml")
    _ = try program.write("x\n", to: "data/unused\(clean).csv")
    let nights = """
      data: {folder: data}
      models: {folder: models}
      training: {epochs: 1, embedding_dimension: 8, hidden: [8]}
      gate: {minimum_ratings: 1, minimum_readers: 2, margin: 10}
      """
    let config = try program.write(nights, to: "retrain.yaml")
    let (one, other) = (program.path("one"), program.path("other"))
    let (model, models) = (one + "/model", program.path("models"))
    let long = 1 << 20
    let commands: [(status: Int32, longest: Int, arguments: [String])] = [
      (0, 4000, ["train", "--data", data, "--run", one] + small),
      (
        0, long,
        ["train", "--data", data, "--run", other, "--seed", "1", "--format", "json"] + small
      ),
      (0, 4000, ["train", "--data", data, "--run", program.path("folds"), "--folds", "2"] + small),
      (0, 4000, ["tune", "--data", data, "--run", program.path("tune"), "--trials", "1"]),
      (0, 4000, ["compare", one, other, "--report", program.path("compare.html")]),
      (0, long, ["compare", one, other, "--format", "json"]),
      (0, 4000, ["evaluate", "--model", one, "--against", other, "--data", data, "--uncertainty"]),
      (0, 4000, ["recommend", "--model", model, "--page", program.path("try.html")]),
      (
        0, 4000,
        ["recommend", "--model", model, "--history", program.path("history.csv"), "--explain"]
      ),
      (0, 4000, ["report", "--run", one, "--data", data, "--output", program.path("run.html")]),
      (0, 4000, ["retrain", "--config", config]),
      (0, 4000, ["models", "list", "--models", models]),
      (0, long, ["models", "list", "--models", models, "--format", "json"]),
      (0, 4000, ["models", "report", "--models", models, "--output", program.path("nights.html")]),
      (64, 4000, ["models", "rollback", "--models", models, "--to", clean]),
      (64, 6000, ["recommend", "--model", model, "--all", "--tag", nasty]),
      (64, 6000, ["recommend", "--model", model, "--all", "--category", clean]),
      (65, 4000, ["explore", "--data", data, "--columns", "user=\(clean)"]),
      (
        78, 4000, ["train", "--data", data, "--config", program.path("options.yaml"), "--run", "x"]
      ),
      (66, 4000, ["train", "--data", "sqlite:\(clean)", "--run", "x"]),
      (64, 4000, ["train", "--data", data, "--table", "ratings=\(clean)", "--run", "x"]),
    ]
    for (status, longest, arguments) in commands {
      let outcome = try expectSafe(arguments, longest: longest)
      #expect(outcome.status == status, "\(arguments.prefix(3)): \(outcome.errors.suffix(300))")
    }
    for page in ["compare", "try", "run", "nights"] { try expectSafePage(page + ".html") }
  }

  private func expectSafePage(_ name: String) throws {
    let found = String(decoding: try program.contents(name), as: UTF8.self).firstUnsafe
    #expect(found == nil, "\(name): \(String(describing: found))")
  }

  @Test func pagesHoldNothingUnsafe() throws {
    let page = program.path("page.html")
    #expect(
      try program.run("explore", "--data", program.path("data"), "--report", page).status == 0)
    #expect(String(decoding: try program.contents("page.html"), as: UTF8.self).contains("\u{FFFD}"))
    try expectSafePage("page.html")
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

extension String {
  /// The first character that could drive a terminal, or hide; nil without any.
  fileprivate var firstUnsafe: Unicode.Scalar? {
    unicodeScalars.first { scalar in
      [.control, .format].contains(scalar.properties.generalCategory) && scalar != "\n"
        && scalar != "\t"
    }
  }
}
