import Testing

@testable import BookData

/// One test for each way in which a file of ratings can be bad.
@Suite struct BadRatingsTests {
  private let header = "user_id,book_id,rating\n"

  @Test func aMissingFile() {
    #expect(throws: DataError.file(.missing(path: "/nowhere/a.csv"))) {
      try RatingsReader().read("/nowhere/a.csv")
    }
  }

  @Test(arguments: ["", "\u{FEFF}"])
  func anEmptyFile(text: String) throws {
    #expect(
      try message(text)
        == "a.csv:1: the file is empty, expected a header with user_id,book_id,rating")
  }

  @Test(arguments: ["", "\n\n"])
  func aHeaderAlone(rest: String) throws {
    #expect(
      try message(header + rest)
        == "a.csv:1: a header and no rows, expected at least one row")
  }

  @Test func noHeader() throws {
    #expect(
      try message("1,2,5\n1,3,4\n")
        == "a.csv:1: no header, expected a header with user_id,book_id,rating "
        + "or that the options say there is none (--no-header); found \"1,2,5\"")
  }

  @Test func aMissingColumn() throws {
    #expect(
      try message("user_id,book,rating\n1,2,3\n")
        == "a.csv:1: no column \"book_id\", expected it among the columns found: "
        + "\"user_id\", \"book\", \"rating\"")
  }

  @Test func aMissingField() throws {
    #expect(try message(header + "1,2,3\n1,2\n") == "a.csv:3: 2 fields, expected 3")
  }

  @Test func aFieldTooMany() throws {
    #expect(try message(header + "1,2,3,4\n") == "a.csv:2: 4 fields, expected 3")
  }

  @Test func aLineWithOneField() throws {
    #expect(try message(header + "1,2,3\nend of file\n") == "a.csv:3: 1 field, expected 3")
  }

  @Test func anEmptyRating() throws {
    #expect(try message(header + "1,2,\n") == "a.csv:2: rating is empty, expected a value")
  }

  @Test func anEmptyId() throws {
    #expect(try message(header + ",2,3\n") == "a.csv:2: user_id is empty, expected a value")
    #expect(try message(header + "1, ,3\n") == "a.csv:2: book_id is empty, expected a value")
  }

  @Test(arguments: ["good", "1.2.3", "0x1p3", "1_000", "--1", "1e", "1 2", "."])
  func aRatingThatIsNoNumber(text: String) throws {
    #expect(
      try message(header + "1,2,\(text)\n")
        == "a.csv:2: rating is \"\(text)\", expected a finite number")
  }

  @Test(arguments: ["nan", "NaN", "inf", "-inf", "Infinity", "1e39", "-1e400"])
  func aRatingThatIsNotFinite(text: String) throws {
    #expect(
      try message(header + "1,2,\(text)\n")
        == "a.csv:2: rating is \"\(text)\", expected a finite number")
    let file = try ScratchFile(header + "1,2,\(text)\n")
    #expect(
      throws: DataError.notFinite(path: file.path, line: 2, column: "rating", found: text)
    ) { try RatingsReader().read(file.path) }
  }

  @Test(arguments: ["NULL", "null", "\\N", "NA", "N/A", "<NA>", "NaN", "nan", "None"])
  func aMissingId(text: String) throws {
    #expect(
      try message(header + "1,2,3\n 4 ,\(text),3\n")
        == "a.csv:3: book_id is \"\(text.replacing("\\", with: "\\"))\", which stands for no id, "
        + "expected an id")
    let rows = header + "1,2,3\n\(text),2,3\n\"\(text)\",4,5\n,1,1\n"
    let report = try RatingsReader(skipBadRows: true).outcome(rows).get().report
    #expect(
      report.badRows.groups.map(\.reason) == [
        "user_id is \(text), a missing id", "user_id is empty",
      ])
    #expect(report.badRows.groups.map(\.count) == [2, 1])
  }

  @Test(arguments: ["Nan", "NO", "NAN", "nULL", "-", "?"])
  func anIdThatLooksMissingButIsAName(text: String) throws {
    #expect(try RatingsReader().outcome(header + "\(text),2,3\n").get().readers.text(at: 0) == text)
  }

  @Test func aQuoteThatNeverCloses() throws {
    #expect(
      try message(header + "1,2,3\n1,\"2,3\n4,5,6\n")
        == "a.csv:3: a quote opens here and never closes, expected a closing \"")
  }

  @Test func zeroBytes() throws {
    #expect(
      try message(header + "1,2,3\n\0\0,\0,\0\n")
        == "a.csv:3: \"\\0\\0\" is not text, expected UTF-8 without zero bytes")
    #expect(
      try message("\0\u{1}ELF,\n,,\n")
        == "a.csv:1: \"\\0\\u{01}ELF,\" is not text, expected UTF-8 without zero bytes")
  }

  @Test func bytesThatAreNotUTF8() throws {
    #expect(
      try message(bytes: Array(header.utf8) + [0x31, 0x2C, 0xFF, 0xFE, 0x2C, 0x33, 0x0A])
        == "a.csv:2: \"\u{FFFD}\u{FFFD}\" is not text, expected UTF-8 without zero bytes")
  }

  @Test func aLineOf100_000Characters() throws {
    let long = String(repeating: "x", count: 100_000)
    let shown = String(repeating: "x", count: 40) + "…"
    #expect(
      try message(header + "1,2,\(long)\n")
        == "a.csv:2: rating is \"\(shown)\", expected a finite number")
    #expect(try message(header + "1,2,3\n\(long)\n") == "a.csv:3: 1 field, expected 3")
  }

  @Test func anErrorOnTheLastLineWithoutNewline() throws {
    #expect(try message(header + "1,2,3\n1,2") == "a.csv:3: 2 fields, expected 3")
  }

  @Test(arguments: [1, 2, 7])
  func theFirstOfManyErrorsIsReported(threads: Int) throws {
    let rows = (0..<5000).map { $0 % 700 == 411 ? "1,2,bad\($0)\n" : "\($0),2,3\n" }
    let bytes = Array((header + rows.joined()).utf8)
    for length in [5, 64, 1000, 1 << 20] {
      let outcome = try RatingsReader(chunkLength: length, threads: threads).outcome(bytes)
      guard case .failure(.notANumber(_, 413, "rating", "bad411")) = outcome else {
        Issue.record("chunks of \(length): \(outcome)")
        return
      }
    }
  }

  @Test(arguments: [
    (",", "user_id,book_id,rating\n1,2,4\n1,3,\"4,5\"\n"),
    (";", "user_id;book_id;rating\n1;2;4\n1;3;4,5\n"),
  ])
  func aDecimalCommaIsNamed(separator: String, text: String) throws {
    #expect(
      try message(text, format: RatingsFormat(separator: separator))
        == "a.csv:3: rating is \"4,5\", a number with a decimal comma, expected a decimal point: \"4.5\""
    )
  }

  @Test func anIdInAnotherEncodingSaysHowToConvertIt() throws {
    let bytes = Array("user_id,book_id,rating\nJos".utf8) + [0xE9] + Array(",2,3\n".utf8)
    #expect(
      try message(bytes: bytes)
        == "a.csv:2: \"Jos\u{FFFD}\" is not text, expected UTF-8 without zero bytes; "
        + "iconv -f WINDOWS-1252 -t UTF-8 converts text of older programs")
  }
}
