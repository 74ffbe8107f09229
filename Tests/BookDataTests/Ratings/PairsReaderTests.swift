import Testing

@testable import BookData

@Suite struct PairsReaderTests {
  private func pairs(_ text: String) throws -> [Pair] {
    let file = try ScratchFile(text)
    var reader = try PairsReader(.file(file.path))
    var pairs: [Pair] = []
    while let pair = try reader.next() { pairs.append(pair) }
    return pairs
  }

  @Test func idsAreKeptAsText() throws {
    #expect(
      try pairs("book_id,x,user_id\n\n007,,\"a,b\"\r\n8,, c \n") == [
        Pair(reader: "a,b", book: "007", line: 3), Pair(reader: "c", book: "8", line: 4),
      ])
    #expect(try pairs("user_id,book_id\n").isEmpty)
  }

  @Test func aFileWithoutAHeaderHasNumberedColumns() throws {
    let file = try ScratchFile("\n007::12::x\n8::9::y\n")
    var reader = try PairsReader(.file(file.path), format: .withoutHeader(separator: "::"))
    #expect(try reader.next() == Pair(reader: "007", book: "12", line: 2))
    #expect(try reader.next() == Pair(reader: "8", book: "9", line: 3))
    #expect(try reader.next() == nil)
  }

  @Test(arguments: [
    ("", ":1: the file is empty, expected a header with user_id,book_id"),
    (
      "1,2\n",
      ":1: no header, expected a header with user_id,book_id or that the options say there is none "
        + "(--no-header); found \"1,2\""
    ),
    ("user_id,book_id\nNA,1\n", ":2: user_id is \"NA\", which stands for no id, expected an id"),
    (
      "user_id,b\n",
      ":1: no column \"book_id\", expected it among the columns found: "
        + "\"user_id\", \"b\""
    ),
    ("user_id,book_id\n1,2\n1\n", ":3: 1 field, expected 2"),
    ("user_id,book_id\n1,\n", ":2: book_id is empty, expected a value"),
    ("user_id,book_id\n1,\0\n", ":2: \"\\0\" is not text, expected UTF-8 without zero bytes"),
    ("user_id,book_id\n1,\"\n", ":2: a quote opens here and never closes, expected a closing \""),
  ])
  func aBadRowIsAnErrorWithItsLine(text: String, message: String) {
    let error = #expect(throws: DataError.self) { try pairs(text) }
    #expect(error?.description.hasSuffix(".csv" + message) == true, "\(error?.description ?? "")")
  }
}
