import BookData
import Support
import Testing

@Suite struct HeaderTests {
  private func header(_ text: String) throws -> Header {
    var reader = DelimitedReader(contents: Array(text.utf8), path: "a.csv")
    return Header(try #require(try reader.next()), path: "a.csv")
  }

  @Test func columnsAreFoundInAnyOrder() throws {
    let header = try header("b, a ,\"c,d\"\n")
    #expect(try header.column("a") == 1)
    #expect(try header.column("b") == 0)
    #expect(try header.column("c,d") == 2)
    #expect(header.optionalColumn("e") == nil)
  }

  @Test func aMissingColumnIsNamedWithTheColumnsFound() throws {
    let header = try header("a,b\n")
    let error = DelimitedTextError.missingColumn(
      path: "a.csv", line: 1, expected: "c", found: ["a", "b"])
    #expect(throws: error) { try header.column("c") }
    #expect(
      error.description
        == "a.csv:1: no column \"c\", expected it among the columns found: \"a\", \"b\"")
  }

  @Test func messagesAreShortAndHarmless() {
    #expect("\u{1B}[31m\n\"é".quotedForMessage == "\"\\u{1B}[31m\\n\\\"é\"")
    let long = String(repeating: "x", count: 100_000).quotedForMessage
    #expect(long == "\"" + String(repeating: "x", count: 40) + "…\"")
  }
}
