import Foundation
import Support
import Testing

@testable import BookData

@Suite struct DelimitedReaderTests {
  private func records(
    _ text: String, separator: String = ","
  ) throws -> [DelimitedRecord] {
    var reader = DelimitedReader(contents: Array(text.utf8), path: "a.csv", separator: separator)
    var records: [DelimitedRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }

  @Test(arguments: [
    ("", []),
    ("\n", [[""]]),
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a,b\n", [["a", "b"]]),
    (",\n", [["", ""]]),
    ("a,\n", [["a", ""]]),
    ("a,", [["a", ""]]),
    ("\"a,b\",c\n", [["a,b", "c"]]),
    ("\"say \"\"hi\"\"\",c\n", [["say \"hi\"", "c"]]),
    ("\"two\nlines\",c\n", [["two\nlines", "c"]]),
    ("\"two\r\nlines\",c\r\n", [["two\r\nlines", "c"]]),
    ("\"\",\"\"\n", [["", ""]]),
    ("\"a\"", [["a"]]),
    ("a\"b,c\n", [["a\"b", "c"]]),
    ("\"a\"b,c\n", [["ab", "c"]]),
    ("a\rb,c\n", [["a\rb", "c"]]),
  ])
  func fieldsAreThoseOfTheRFC(text: String, expected: [[String]]) throws {
    #expect(try records(text).map(\.fields) == expected)
  }

  @Test func tabsSeparateWhereAskedTo() throws {
    #expect(try records("a,b\tc\n", separator: "\t").map(\.fields) == [["a,b", "c"]])
  }

  @Test func recordsKnowTheLineWhereTheyStart() throws {
    let lines = try records("a\n\"b\n\nc\"\nd\r\n\ne").map(\.line)
    #expect(lines == [1, 2, 5, 6, 7])
  }

  @Test func anEmptyLineIsBlankAndEmptyQuotesAreNot() throws {
    #expect(try records("\n\"\"\n,\n").map(\.isBlank) == [true, false, false])
  }

  @Test func aQuoteThatNeverClosesIsReportedWhereItOpens() {
    let error = DelimitedTextError.unclosedQuote(path: "a.csv", line: 3)
    #expect(throws: error) { try records("a\n\"b\nc\",\"d\ne\n") }
    #expect(
      error.description == "a.csv:3: a quote opens here and never closes, expected a closing \"")
  }

  @Test func aRecordWithoutEndIsRefused() {
    var reader = DelimitedReader(contents: Array("\nxxxx\n".utf8), path: "a.csv")
    reader.recordLimit = 3
    #expect(throws: DelimitedTextError.recordTooLong(path: "a.csv", line: 2, limit: 3)) {
      while try reader.next() != nil {}
    }
  }

  @Test func aMissingFileIsAnErrorOfTheFile() {
    #expect(throws: DelimitedTextError.file(.missing(path: "/nowhere/a.csv"))) {
      try DelimitedReader(.file("/nowhere/a.csv"))
    }
  }

  @Test func blocksOfAFileJoinWithoutASeam() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let row = "\"a \"\"b\"\"\r\n\",é,c\r\n"
    let text = "\u{FEFF}" + String(repeating: row, count: 40_000)
    try AtomicFile.write(text.utf8, to: path)
    var reader = try DelimitedReader(.file(path))
    var count = 0
    while let record = try reader.next() {
      #expect(record.fields == ["a \"b\"\r\n", "é", "c"])
      #expect(record.line == 1 + 2 * count)
      count += 1
    }
    #expect(count == 40_000)
    #expect(reader.offset == text.utf8.count)
  }

  @Test(arguments: ["", "a", "a,b", "say \"hi\"", "two\nlines", "\r", "é,\"", " "])
  func whatIsQuotedReadsBack(field: String) throws {
    let row = DelimitedText.quoted(field) + "," + DelimitedText.quoted(field)
    #expect(try records(row + "\n").map(\.fields) == [[field, field]])
  }

  @Test func onlyWhatNeedsQuotesGetsThem() {
    #expect(DelimitedText.quoted("plain text") == "plain text")
    #expect(DelimitedText.quoted("a,b") == "\"a,b\"")
    #expect(DelimitedText.quoted("a,b", separator: UInt8(ascii: "\t")) == "a,b")
    #expect(DelimitedText.quoted("\"") == "\"\"\"\"")
  }
}
