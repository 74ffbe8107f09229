import BookData
import Foundation
import Support
import Testing

/// A folder of files for one test, removed at its end.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory.path + "/octavo-catalog-\(UUID().uuidString)"

  init(_ files: [String: String]) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

private let books = """
  title,book_id,authors,language_code,original_publication_year,goodreads_book_id,average_rating,\
  work_text_reviews_count,books_count,ratings_1,ratings_2,ratings_3,ratings_4,ratings_5
  "Emma, Again (Emma, #2)",7,"Jane Austen , Anna Smith",eng,1816.0,700,4.1,12,6,1,2,3,4,5
  Beowulf,9,Anonymous,,-999999,900,much,,-4,1,2,x,4,5
  """

@Test func booksAreReadByColumnNameWithDamagedFieldsMissing() throws {
  let folder = try TemporaryFolder(["books.csv": books])
  let table = try EntityTable(reading: .file(folder.path + "/books.csv"), .goodbooks)
  let read = table.details
  #expect(table.missingColumns.isEmpty && table.unusedColumns.isEmpty)
  let emma = try #require(read.first)
  #expect(emma.title == "Emma, Again (Emma, #2)")
  #expect(emma.authors == ["Jane Austen", "Anna Smith"])
  #expect(emma.series == Series(name: "Emma", number: 2))
  #expect(emma.language == "eng" && emma.year == 1816 && emma.averageRating == 4.1)
  #expect(emma.reviewCount == 12 && emma.editionCount == 6)
  #expect(emma.starCounts == [1, 2, 3, 4, 5] && emma.ratingCount == 15)
  let beowulf = read[1]
  #expect(beowulf.language == nil && beowulf.year == nil && beowulf.averageRating == nil)
  #expect(beowulf.editionCount == nil && beowulf.starCounts.isEmpty && beowulf.series == nil)
}

@Test func booksSurviveWritingAndReading() throws {
  let folder = try TemporaryFolder(["books.csv": books])
  let read = try BooksFile.read(folder.path + "/books.csv")
  let copy = try TemporaryFolder(["books.csv": BooksFile.encoded(read)])
  #expect(try BooksFile.read(copy.path + "/books.csv") == read)
}

@Test func aBooksFileOfIdsAloneNamesTheColumnsItLacks() throws {
  let folder = try TemporaryFolder(["books.csv": "book_id\n1\n"])
  let table = try EntityTable(reading: .file(folder.path + "/books.csv"), .goodbooks)
  #expect(table.details == [BookDetails(id: "1")])
  #expect(table.missingColumns.contains("authors") && table.missingColumns.contains("ratings_5"))
}

@Test(arguments: [
  ("Mockingjay (The Hunger Games, #3)", "The Hunger Games", 3.0),
  ("Clash (A Song of Ice and Fire #2)", "A Song of Ice and Fire", 2.0),
  ("Fire (Red, #1.5; Blue, #7)", "Red", 1.5),
  ("All of it (Red, #1-3)", "Red", nil),
])
func seriesAreParsedFromTitles(title: String, name: String, number: Double?) {
  #expect(Series(ofTitle: title) == Series(name: name, number: number))
}

@Test(arguments: ["Emma", "Emma (Penguin Classics)", "(#1)", "Emma (, #1)", "", ")", "(", "a)("])
func titlesWithoutASeriesHaveNone(title: String) {
  #expect(Series(ofTitle: title) == nil)
}

@Test func tagsAreJoinedByTheOtherCataloguesID() throws {
  let folder = try TemporaryFolder([
    "books.csv": books,
    "book_tags.csv": "goodreads_book_id,tag_id,count\n900,3,5\n700,4,2\n555,3,9\n700,3,-1\n",
    "tags.csv": "tag_id,tag_name\n3,\"old, epic\"\n",
  ])
  var files = try CatalogFolder(DataTables(folder: folder.path))
  let catalog = try files.catalog(
    readers: Vocabulary(integers: [1]), books: Vocabulary(integers: [7, 8, 9]), threads: 2)
  let tags = try #require(catalog.tags)
  let named = tags.entries.map { "\($0.book) \(tags.names[Int($0.tag)]) \($0.count)" }
  #expect(named == ["0 4 2.0", "2 old, epic 5.0"])
  #expect(catalog.books.map(\.title) == ["Emma, Again (Emma, #2)", "", "Beowulf"])
  #expect(files.notes == ["no \(folder.path)/to_read.csv"])
}

@Test func listsToReadKeepUnknownReadersAndDropUnknownBooks() throws {
  let folder = try TemporaryFolder([
    "to_read.csv": "user_id,book_id\n5,9\n2,7\n5,7\n5,9\n2,1\n6,1\n"
  ])
  let lists = try ToReadLists(
    reading: .file(folder.path + "/to_read.csv"), readers: Vocabulary(integers: [1, 5]),
    books: Vocabulary(integers: [7, 9]))
  #expect(lists.count == 2)
  #expect(lists.books(ofReader: 1) == [0, 1])
  #expect(lists.books(ofReader: 0).isEmpty)
  #expect(Array(lists[1]) == [0])
}

@Test func filesThatCannotBeUsedAreNotedOnceEach() throws {
  let folder = try TemporaryFolder(["books.csv": "name\nx\n", "to_read.csv": "a,b\n1,2\n"])
  var files = try CatalogFolder(DataTables(folder: folder.path))
  let catalog = try files.catalog(
    readers: Vocabulary(integers: [1]), books: Vocabulary(integers: [7]), threads: 1)
  #expect(catalog.books == [BookDetails(id: "7")] && catalog.tags == nil && catalog.toRead == nil)
  #expect(files.notes.count == 3)
  #expect(files.notes.allSatisfy { $0.contains(folder.path) })
}

@Test(arguments: [
  ([0xE9], "it looks like ISO-8859-1, expected UTF-8: iconv -f ISO-8859-1 -t UTF-8 converts it"),
  (
    [0x93], "it looks like Windows-1252, expected UTF-8: iconv -f WINDOWS-1252 -t UTF-8 converts it"
  ),
  ([0x81], "expected UTF-8: iconv converts a file whose encoding is known"),
])
func titlesInAnotherEncodingAreNotedOnce(byte: [UInt8], advice: String) throws {
  let folder = try TemporaryFolder([:])
  let title = Array("Les Mis".utf8) + byte + Array("rables".utf8)
  let bytes = Array("book_id,title\n1,Emma\n2,".utf8) + title + Array("\n3,".utf8) + title + [10]
  try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/books.csv"))
  let files = try CatalogFolder(DataTables(folder: folder.path))
  #expect(
    files.notes.first
      == "\(folder.path)/books.csv:3: \"Les Mis\u{FFFD}rables\" has bytes that are not UTF-8 "
      + "and are shown as \u{FFFD}; \(advice)")
  #expect(files.notes.count { $0.contains("UTF-8") } == 1)
}
