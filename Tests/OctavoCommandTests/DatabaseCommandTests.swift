import BookData
import Databases
import Foundation
import OctavoTestSupport
import Support
import Testing

/// Commands that read databases and write to them, as users run them, on the sample shelf.
@Suite struct DatabaseCommandTests {
  /// One training for all tests; its folder goes with the process.
  private static let trained: Result<Program, any Error> = Result {
    let program = try Program()
    // What is static is never deinitialized.
    atexit {
      guard let program = try? DatabaseCommandTests.trained.get() else { return }
      try? FileManager.default.removeItem(at: program.folder)
    }
    let synthesized = try program.run("synthesize", "--output", program.path("shelf"))
    try #require(synthesized.status == 0, "\(synthesized.errors)")
    let trained = try program.run(
      arguments: Self.training(program, program.path("shelf"), "run"))
    try #require(trained.status == 0, "\(trained.errors)")
    return program
  }

  private let program: Program

  init() throws { program = try Self.trained.get() }

  private static func training(_ program: Program, _ data: String, _ run: String) -> [String] {
    ["train", "--data", data, "--run", program.path(run), "--epochs", "1", "--no-comparison"]
  }

  /// The files of the shelf as tables of a database.
  private func load(_ shop: any Shop) throws {
    for table in Table.allCases where try FileStatus.exists(program.path("shelf/\(table.fileName)"))
    {
      var records = DelimitedReader(
        contents: Array(try program.contents("shelf/\(table.fileName)")), path: table.fileName)
      let header = try #require(try records.next()).fields
      var rows: [[String]] = []
      while let record = try records.next() { rows.append(record.fields) }
      try shop.create(table.rawValue, header, rows)
    }
  }

  @Test(arguments: ShopKind.usable)
  func aModelHasTheSameBytesFromTablesAsFromFiles(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    try load(shop)
    let run = "run-\(kind)"
    let outcome = try program.run(arguments: Self.training(program, shop.url, run))
    try #require(outcome.status == 0, "\(outcome.errors)")
    let isOrdered = kind == .sqlite
    #expect(outcome.errors.contains("has no order") == !isOrdered)
    let file = "model/model.safetensors"
    #expect(try program.contents("\(run)/\(file)") == program.contents("run/\(file)"))
    // A run finds its data again, whose tables may be under other names.
    let again = try program.run("train", "--resume", program.path(run), "--epochs", "2")
    #expect(again.status == 0, "\(again.errors)")
    let evaluated = try program.run(
      "evaluate", "--model", program.path(run), "--data", shop.url, "--table", "ratings=ratings")
    #expect(evaluated.status == 0 && evaluated.output.contains(shop.location.description))
  }

  @Test(arguments: ShopKind.usable)
  func aCheckLooksAtTheTableOfLists(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    func check(_ table: String) throws -> Program.Outcome {
      let file = try program.write(
        """
        data: {folder: shelf}
        models: {folder: models-\(kind)}
        lists: {file: "\(shop.url)", table: \(table)}

        """, to: "check-\(kind).yaml")
      return try program.run("retrain", "--config", file, "--check-config")
    }
    let new = try check("lists")
    #expect(new.status == 0, "\(new.errors)")
    try shop.create("others", ["name"], [["1"]])
    let other = try check("others")
    #expect(other.status == 65 && other.errors.contains("table others"), "\(other.errors)")
  }

  @Test(arguments: ShopKind.usable)
  func aQueryNamesColumnsAndOrder(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    try load(shop)
    _ = try shop.run("create table stars as select user_id u, book_id b, rating r from ratings")
    let outcome = try program.run(
      "explore", "--data", shop.url, "--query",
      "ratings=select u as user_id, b as book_id, r as rating from stars order by u, b; ",
      "--table",
      "books=BOOKS")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("ratings.csv: 50,000 rows"))
    let twice = try program.run(
      "explore", "--data", shop.url, "--query", "ratings=select 1", "--table", "ratings=stars")
    #expect(twice.status == 64)
    let folder = try program.run(
      "explore", "--data", program.path("shelf"), "--table", "ratings=stars")
    #expect(folder.status == 64 && folder.errors.contains("expected a database"))
  }

  @Test(arguments: ShopKind.usable)
  func troubleHasItsCode(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    _ = try shop.run("create table other (x bigint)")
    let empty = try program.run("explore", "--data", shop.url)
    #expect(
      empty.status == 66 && empty.errors.contains("found no table ratings"), "\(empty.errors)")
    try shop.create("ratings", ["user_id", "book_id", "stars"], [["1", "2", "3"]])
    let column = try program.run("explore", "--data", shop.url)
    #expect(
      column.status == 65 && column.errors.contains("no column \"rating\""), "\(column.errors)")
    _ = try shop.run("alter table ratings rename column stars to rating")
    let side = try program.run("explore", "--data", shop.url, "--table", "books=nothing")
    #expect(side.status == 66 && side.errors.contains("table nothing"), "\(side.errors)")
    let value = try program.run(
      "train", "--data", shop.url, "--run", program.path("bad"), "--query",
      "ratings=select user_id, book_id, 'good' as rating from ratings")
    #expect(value.status == 65 && value.errors.contains("rating is \"good\""), "\(value.errors)")
    #expect(try !FileStatus.exists(program.path("bad")))
  }

  @Test(arguments: ShopKind.usable)
  func listsAndPredictionsGoToTables(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    let recommend = ["recommend", "--model", program.path("run"), "--top", "2", "--all"]
    let table = try program.run(
      arguments: recommend + ["--output", shop.url, "--table", "lists=everyone"])
    #expect(table.status == 0, "\(table.errors)")
    let text = try program.run(arguments: recommend + ["--format", "csv"]).output
    let rows = try shop.run(
      "select user_id, rank, book_id, model_version from everyone order by user_id, rank")
    let lines = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").prefix(3) }
    #expect(rows.map { $0.prefix(3).map { $0 ?? "" } } == lines.map { $0.map(String.init) })
    #expect(rows.allSatisfy { $0[3] == "run" })

    let pairs = try program.write("user_id,book_id\n1,2\nnobody,3\n", to: "pairs-\(kind).csv")
    let predict = ["predict", "--model", program.path("run"), "--pairs", pairs]
    let predicted = try program.run(arguments: predict + ["--output", shop.url])
    #expect(predicted.status == 0, "\(predicted.errors)")
    #expect(
      try shop.run("select user_id, book_id from predictions order by book_id") == [
        ["1", "2"], ["nobody", "3"],
      ])
    let wider = try program.run(arguments: predict + ["--output", shop.url, "--uncertainty"])
    #expect(wider.status == 65 && wider.errors.contains("no column standard_deviation"))
    #expect(try shop.run("select count(*) from predictions") == [["2"]])
    let json = try program.run(arguments: recommend + ["--output", shop.url, "--format", "json"])
    #expect(json.status == 64)
  }

  @Test func aPasswordIsNowhere() throws {
    guard PostgreSQLShop.isThere else { return }
    let shop = try PostgreSQLShop()
    defer { withExtendedLifetime(shop) {} }
    try load(shop)
    let secret = "se%2Dcret"
    let url = shop.url + "&password=" + secret
    let run = "run-secret"
    let outcome = try program.run(
      arguments: Self.training(program, url, run) + ["--architecture", "plain"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    let failed = try program.run("explore", "--data", url, "--table", "ratings=nothing")
    #expect(failed.status == 66)
    let misspelt = try program.run("explore", "--data", "postgresql://me:se%2Dcret@[::1/x")
    #expect(misspelt.status == 74)
    for text in [outcome, failed, misspelt].flatMap({ [$0.output, $0.errors] }) {
      #expect(!text.contains(secret) && !text.contains("se-cret"), "\(text)")
    }
    let folder = program.path(run)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    for name in names where try FileStatus(folder + "/" + name)?.kind == .regular {
      let bytes = try program.contents(run + "/" + name)
      for word in [secret, "se-cret"] {
        #expect(bytes.range(of: Data(word.utf8)) == nil, "\(name)")
      }
    }
    let configuration = String(decoding: try program.contents(run + "/config.json"), as: UTF8.self)
    #expect(configuration.contains("postgresql:"))
  }

  @Test func othersSeeNoPasswordOnTheCommandLine() throws {
    guard PostgreSQLShop.isThere else { return }
    let shop = try PostgreSQLShop()
    defer { withExtendedLifetime(shop) {} }
    let process = try program.start(arguments: [
      "explore", "--data", shop.url + "&password=secret", "--query", "ratings=select pg_sleep(60)",
    ])
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    var seen = ""
    for _ in 0..<200 {
      let line = try InputFile.streamed("/proc/\(process.processIdentifier)/cmdline")
      seen = String(decoding: line, as: UTF8.self)
      if seen.contains("explore"), !seen.contains("secret") { break }
      usleep(20_000)
    }
    #expect(
      seen.contains("explore") && seen.contains("pg_sleep") && !seen.contains("secret"), "\(seen)")
  }

  // MARK: Every night

  private func retrain(_ data: String, _ models: String, _ more: [String]) throws -> Program.Outcome
  {
    let settings = [
      "data.folder=\(data)", "models.folder=\(program.path(models))", "training.architecture=plain",
      "training.epochs=1", "warm_start.epochs=1", "gate.margin=0.5", "gate.resamples=200",
      "gate.low_ratings.margin=0.5", "training.threads=1",
    ]
    return try program.run(
      arguments: ["retrain", "--config", try program.write("# none\n", to: "empty.yaml")]
        + (settings + more).flatMap { ["--set", $0] })
  }

  @Test(arguments: ShopKind.usable)
  func theNightlyJobReadsTablesAndWritesLists(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    try load(shop)
    _ = try shop.run("alter table ratings rename to stars")
    let models = "models-\(kind)"
    let lists = ["data.tables.ratings=stars", "lists.file=\(shop.url)", "lists.top=2"]
    let first = try retrain(shop.url, models, lists)
    #expect(first.status == 0, "\(first.errors)")
    func version() throws -> [[String?]] {
      try shop.run("select distinct model_version from lists")
    }
    func serving() throws -> String {
      try FileManager.default.destinationOfSymbolicLink(atPath: program.path(models) + "/current")
    }
    let earlier = try serving()
    #expect(try version() == [[earlier]])
    let second = try retrain(shop.url, models, lists)
    #expect(second.status == 0, "\(second.errors)")
    #expect(try version() == [[serving()]] && serving() != earlier)
    let back = try program.run("models", "rollback", "--models", program.path(models))
    #expect(back.status == 0, "\(back.errors)")
    #expect(try version() == [[earlier]] && serving() == earlier)
    #expect(try shop.run("select count(*) from lists") == [["2000"]])
  }

  @Test func listsThatATableRefusesAreTheErrorOfANightThatPromoted() throws {
    let shop = try SQLiteShop()
    defer { withExtendedLifetime(shop) {} }
    try load(shop)
    _ = try shop.run("create table lists (user_id bigint)")
    let night = try retrain(shop.url, "models-refused", ["lists.file=\(shop.url)"])
    #expect(night.status == 65 && night.errors.contains("table lists"), "\(night.errors)")
    #expect(try FileStatus.exists(program.path("models-refused/current")))
    #expect(try shop.run("select count(*) from lists") == [["0"]])
  }
}

extension InputFile {
  /// The content of a file whose size is not known before.
  fileprivate static func streamed(_ path: String) throws -> Data {
    try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).readToEnd() ?? Data()
  }
}
