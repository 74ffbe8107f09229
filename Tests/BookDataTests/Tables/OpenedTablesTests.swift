import Foundation
import Support
import Testing

@testable import BookData

/// Files that somebody writes to between two readings.
@Suite struct OpenedTablesTests {
  private let folder: TemporaryFolder
  private let tables: DataTables

  init() throws {
    folder = try TemporaryFolder([
      "ratings.csv": "user_id,book_id,rating\n1,2,3\n", "books.csv": "book_id,title\n7,Emma\n",
    ])
    tables = DataTables(folder: folder.path).rereadable()
  }

  private func text(of table: Table) throws -> String {
    let source = try tables.source(of: table)
    return try String(decoding: #require(source).open().next(), as: UTF8.self)
  }

  private func write(_ text: String, to name: String, atomically: Bool) throws {
    try text.write(toFile: folder.path + "/" + name, atomically: atomically, encoding: .utf8)
  }

  @Test func aFileThatIsRenamedIntoPlaceLeavesTheOpenOne() throws {
    #expect(try text(of: .books).contains("Emma"))
    try write("book_id,title\n7,Persuasion\n", to: "books.csv", atomically: true)
    #expect(try text(of: .books).contains("Emma"))
    try tables.checkUnchanged()
    #expect(try text(of: .ratings).contains("1,2,3"))
  }

  @Test func aFileThatIsWrittenToInPlaceIsNoticed() throws {
    #expect(try text(of: .books).contains("Emma"))
    try tables.checkUnchanged()
    try write("book_id,title\n7,Anna\n", to: "books.csv", atomically: false)
    let error = #expect(throws: FileError.self) { try tables.checkUnchanged() }
    #expect("\(error as Any)".contains("books.csv: cannot be read: it changed while it was read"))
  }

  @Test func aCatalogueIsOfOneContent() throws {
    var files = try CatalogFolder(DataTables(folder: folder.path))
    try write("book_id,title\n7,Anna\n", to: "books.csv", atomically: false)
    let (readers, books) = (Vocabulary(integers: [1]), Vocabulary(integers: [7]))
    #expect(throws: DataError.self) {
      try files.catalog(readers: readers, books: books, threads: 1)
    }
  }
}
