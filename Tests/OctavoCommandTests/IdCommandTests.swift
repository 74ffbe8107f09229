import Foundation
import Testing

/// Ids are names, from the file to the list.
@Suite struct IdCommandTests {
  let program: Program

  init() throws { program = try Program() }

  /// Ratings of 30 readers and 20 books, a row each of `row`.
  private func rows(_ row: (_ reader: Int, _ book: Int, _ rating: Int) -> String) -> String {
    (0..<300).map { row($0 % 30, ($0 % 30 + $0 / 30 * 7) % 20, 1 + $0 % 5) }.joined()
  }

  private func train(_ arguments: String...) throws -> Program.Outcome {
    try program.run(
      arguments: [
        "train", "--data", program.path("data"), "--run", program.path("run"), "--epochs", "1",
      ]
        + ["--no-comparison"] + arguments)
  }

  @Test func listsPrintAnIsbnAsTheFileHasIt() throws {
    let isbn = { (book: Int) in "00000009" + (book < 10 ? "0\(book)" : "\(book)") }
    _ = try program.write(
      "user_id,book_id,rating\n" + rows { "\($0),\(isbn($1)),\($2)\n" }, to: "data/ratings.csv")
    _ = try program.write(
      "book_id,title\n" + (0..<20).map { "\(isbn($0)),Book \($0)\n" }.joined(), to: "data/books.csv"
    )
    let trained = try train()
    try #require(trained.status == 0, "\(trained.errors)")
    let model = program.path("run/model")
    let lists = try program.run(
      "recommend", "--model", model, "--reader", "3", "--top", "3", "--format", "csv")
    let books = lists.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[2] }
    #expect(!books.isEmpty && books.allSatisfy { $0.hasPrefix("00000009") && $0.count == 10 })
    let similar = try program.run("similar", "--model", model, "--book", "0000000905")
    #expect(similar.status == 0 && similar.output.contains("Book "), "\(similar.errors)")
    #expect(try program.run("similar", "--model", model, "--book", "905").status == 64)
  }

  @Test func aFileWithoutAHeaderAndWithLongSeparatorsIsUsedEverywhere() throws {
    _ = try program.write(rows { "\($0)::\($1)::\($2)::978300760\n" }, to: "data/ratings.csv")
    let form = ["--no-header", "--separator", "::"]
    let data = ["--data", program.path("data")]
    let explored = try program.run(arguments: ["explore"] + data + form)
    #expect(explored.output.contains("300 rows, 4 columns"), "\(explored.errors)")
    let trained = try train("--no-header", "--separator", "::")
    try #require(trained.status == 0, "\(trained.errors)")
    #expect(trained.errors.contains("data: 300 ratings of 20 books by 30 readers"))
    let model = ["--model", program.path("run/model")]
    let evaluated = try program.run(arguments: ["evaluate"] + model + data + form)
    #expect(evaluated.output.hasPrefix("test part of"), "\(evaluated.errors)")
    let pairs = try program.write("x::3::4\nx::5::6\n", to: "pairs.dat")
    let predicted = try program.run(
      arguments: ["predict", "--pairs", pairs, "--columns", "user=2,book=3"] + model + form)
    #expect(
      predicted.output.split(separator: "\n").map { $0.split(separator: ",").prefix(2) }
        == [["user_id", "book_id"], ["3", "4"], ["5", "6"]], "\(predicted.errors)")
    let history = try program.write("3::5\n4::1\n", to: "history.dat")
    let unknown = try program.run(
      arguments: ["predict", "--pairs", pairs, "--history", history] + model + form)
    #expect(unknown.output.contains("new,3,"), "\(unknown.errors) \(unknown.output)")
    let report = try program.run(
      arguments: ["report", "--run", program.path("run"), "--output", program.path("a.html")] + data
        + form)
    #expect(report.status == 0, "\(report.errors)")
  }

  @Test(arguments: [
    ["--columns", "user=user_id,book=2,rating=3"], ["--columns", "user=0"],
    ["--columns", "user=01"],
  ])
  func columnsWithoutAHeaderAreNumbers(arguments: [String]) throws {
    let outcome = try program.run(arguments: ["explore", "--data", "x", "--no-header"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("expected the number of a column, from 1, with --no-header"))
  }

  @Test func aColumnThatIsNotThereIs65() throws {
    _ = try program.write("1,2,3\n", to: "data/ratings.csv")
    let outcome = try train("--no-header", "--columns", "rating=4")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("ratings.csv:1: no column \"4\""), "\(outcome.errors)")
  }

  @Test func idsThatWereTakenForNumbersAreNoted() throws {
    _ = try program.write(
      "user_id,book_id,rating\n" + rows { "\($0).0,\($1),\($2)\n" } + "2.7e+08,007,3\n7,7,2\n",
      to: "data/ratings.csv")
    _ = try program.write("book_id,title\nNA,None\n1.0,One\n2.0,Two\n", to: "data/books.csv")
    let trained = try train("--no-lists")
    try #require(trained.status == 0, "\(trained.errors)")
    for words in [
      "ratings.csv: the ids of 30 of 32 readers are whole numbers with a point, which are not the same "
        + "names as those without; the first: \"0.0\"",
      "ratings.csv: the ids of 1 of 32 readers are rounded numbers, of which several may have become one; "
        + "the first: \"2.7e+08\"",
      "ratings.csv: the ids of 1 of 21 books differ from another's by zeros or a plus sign before them "
        + "alone; the first: \"007\"",
      "books.csv: the ids of 2 of 2 books are whole numbers with a point",
      "books.csv: no rated book is listed; ids here are like \"1.0\", those of ratings like \"0\"",
    ] { #expect(trained.errors.contains(words), "\(trained.errors)") }

    let explored = try program.run("explore", "--data", program.path("data"))
    for words in [
      "ratings.csv: 300 × ids like 12.0: user_id", "ratings.csv: 1 × ids like 2.7e+08: user_id",
      "ratings.csv: 1 × ids like 012 beside 12: book_id",
      "line 302: 2.7e+08,007", "books.csv: 2 × ids like 12.0: book_id",
      "books.csv: 1 × rows without a book_id", "line 2: \"NA\"",
    ] { #expect(explored.output.contains(words), "\(explored.output.prefix(4000))") }
  }

  @Test func missingIdsAreRefusedOrSkippedByName() throws {
    _ = try program.write(
      "user_id,book_id,rating\n" + rows { "\($0),\($1),\($2)\n" }
        + "NULL,1,3\n1,\\N,3\n,1,3\nNULL,2,2\n",
      to: "data/ratings.csv")
    let refused = try train()
    #expect(refused.status == 65)
    #expect(
      refused.errors.contains(
        "ratings.csv:302: user_id is \"NULL\", which stands for no id, expected an id"),
      "\(refused.errors)")
    let skipped = try train("--skip-bad-rows", "--no-lists")
    #expect(skipped.status == 0 && skipped.errors.contains("passed over 4 bad rows"))
    let explored = try program.run("explore", "--data", program.path("data"))
    for words in [
      "2 × bad rows: user_id is NULL, a missing id", "1 × bad rows: book_id is \\N, a missing id",
      "1 × bad rows: user_id is empty",
    ] { #expect(explored.output.contains(words), "\(explored.output.prefix(3000))") }
  }
}
