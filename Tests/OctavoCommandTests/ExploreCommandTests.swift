import Foundation
import Support
import Testing

@Suite struct ExploreCommandTests {
  let program: Program
  let shelf: String

  init() throws {
    program = try Program()
    shelf = program.path("shelf")
    let outcome = try program.run("synthesize", "--output", shelf)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func theTerminalGetsPlainTextOfEightyColumns() throws {
    let outcome = try program.run("explore", "--data", shelf)
    try #require(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("ratings.csv: 50,000 rows, 3 columns"))
    #expect(!outcome.output.contains("\u{1B}"))
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func jsonIsOneObjectOnOneLine() throws {
    let outcome = try program.run("explore", "--data", shelf, "--format", "json")
    #expect(outcome.output.split(separator: "\n").count == 1)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let ratings = (object as? [String: Any])?["ratings"] as? [String: Any]
    #expect(ratings?["ratings"] as? Int == 50_000)
  }

  @Test func exitCodesAreThoseOfTheContract() throws {
    #expect(try program.run("explore").status == 64)
    let missing = try program.run("explore", "--data", program.path("nowhere"))
    #expect(missing.status == 66)
    let unwritable = try program.run("explore", "--data", shelf, "--report", "/proc/x.html")
    #expect(unwritable.status == 73, "\(unwritable.errors)")
    _ = try program.write("user_id,book_id,rating\n1,1,\"5\n", to: "bad/ratings.csv")
    let bad = try program.run("explore", "--data", program.path("bad"))
    #expect(bad.status == 65)
    #expect(bad.errors.contains("ratings.csv:2:"), "\(bad.errors)")
  }

  @Test func aSideFileWithoutItsColumnIs65() throws {
    _ = try program.write("user_id,book_id,rating\n1,1,5\n", to: "data/ratings.csv")
    _ = try program.write("user_id,book\n1,1\n", to: "data/to_read.csv")
    let outcome = try program.run("explore", "--data", program.path("data"))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("to_read.csv:1:"), "\(outcome.errors)")
  }

  @Test func aHeaderOfAMillionColumnsIs65() throws {
    _ = try program.write("user_id,book_id,rating\n1,1,5\n2,1,4\n", to: "data/ratings.csv")
    let columns = String(repeating: ",", count: 1_000_000)
    _ = try program.write("book_id,title\(columns)\n1,a\(columns)\n", to: "data/books.csv")
    let outcome = try program.run("explore", "--data", program.path("data"))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("a header of 1000002 columns, expected at most 10000"))
  }

  @Test func trainAndReportMakeTheSamePage() throws {
    let run = program.path("run")
    let trained = try program.run(
      "train", "--data", shelf, "--run", run, "--epochs", "2", "--report", program.path("a.html"))
    try #require(trained.status == 0, "\(trained.errors)")
    let reported = try program.run(
      "report", "--run", run, "--data", shelf, "--output", program.path("b.html"))
    try #require(reported.status == 0, "\(reported.errors)")
    #expect(try program.contents("a.html") == program.contents("b.html"))
    let page = String(decoding: try program.contents("a.html"), as: UTF8.self)
    #expect(page.contains("Calibration") && page.contains("Predicted against actual"))

    _ = try program.write("user_id,book_id,rating\n1,1,5\n", to: "other/ratings.csv")
    let other = try program.run(
      "report", "--run", run, "--data", program.path("other"), "--output", program.path("c.html"))
    #expect(other.status == 64, "\(other.errors)")
    #expect(
      try program.run("report", "--run", "/nowhere", "--output", program.path("d.html")).status
        == 66
    )
    let line = String(decoding: try program.contents("run/metrics.jsonl"), as: UTF8.self)
    for damage in [
      "not json\n", line.replacingOccurrences(of: "\"train_mse\":", with: "\"train_mse\":-"),
    ] {
      _ = try program.write(damage, to: "run/metrics.jsonl")
      let damaged = try program.run("report", "--run", run, "--output", program.path("e.html"))
      #expect(damaged.status == 65 && damaged.errors.contains("metrics.jsonl"), "\(damaged.errors)")
    }
  }
}
