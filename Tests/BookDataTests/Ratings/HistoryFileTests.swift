import BookData
import Testing

@Suite struct HistoryFileTests {
  private func read(_ text: String) throws -> [HistoryFile.Row] { try file(text).rows }

  private func file(_ text: String) throws -> HistoryFile {
    let file = try ScratchFile(text)
    return try withExtendedLifetime(file) { try HistoryFile(reading: .file(file.path)) }
  }

  @Test func booksAndRatingsAreFoundByTheNamesOfTheirColumns() throws {
    let rows = try read("rating,note,book_id\n4.5,good,12\n\n2,,x y\n")
    #expect(rows.map(\.book) == ["12", "x y"] && rows.map(\.rating) == [4.5, 2])
  }

  @Test func aFileOfSeveralPeopleNamesThem() throws {
    let several = try file("book_id,user_id,rating\n7,ann,4\n8,bob,2\n")
    #expect(several.namesReaders && several.rows.map(\.reader) == ["ann", "bob"])
    #expect(several.rows.map(\.line) == [2, 3])
    let one = try file("book_id,rating\n7,4\n")
    #expect(!one.namesReaders && one.rows.map(\.reader) == [nil])
    #expect(try file("book_id,user_id,rating\n").namesReaders)
  }

  @Test func aFileWithoutAHeaderHasNumberedColumns() throws {
    func read(_ text: String, _ format: RatingsFormat) throws -> HistoryFile {
      let file = try ScratchFile(text)
      return try withExtendedLifetime(file) {
        try HistoryFile(reading: .file(file.path), format: format)
      }
    }
    let several = try read("ann,7,4\nbob,8,2\n", .withoutHeader())
    #expect(
      several.rows.map(\.reader) == ["ann", "bob"] && several.rows.map(\.book) == ["7", "8"])
    let one = try read("7,4\n012,2\n", .withoutHeader())
    #expect(
      !one.namesReaders && one.rows.map(\.book) == ["7", "012"] && one.rows.map(\.rating) == [4, 2])
  }

  @Test func aHeaderAloneIsSomebodyWithoutRatings() throws {
    #expect(try read("book_id,rating\n").isEmpty)
  }

  @Test func anEmptyFileIsRefused() {
    #expect(throws: DataError.self) { try read("") }
  }

  @Test(arguments: [
    ("book_id,stars\n1,2\n", 1), ("book_id,rating\n1,2\n3\n", 3),
    ("book_id,rating\n1,much\n", 2), ("book_id,rating\n,3\n", 2), ("1,2\n", 1),
    ("user_id,book_id,rating\n,1,2\n", 2),
  ])
  func aBadFileIsRefusedWithItsLine(text: String, line: Int) {
    let error = #expect(throws: DataError.self) { try read(text) }
    #expect(error?.line == line)
  }
}
