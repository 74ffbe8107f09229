import Foundation
import Support
import Testing

@testable import BookData

@Suite struct ChangingRatingsTests {
  /// Between counting lines and reading them the same bytes get twice as many lines.
  @Test func moreLinesThanWereCountedAreAnErrorAndNoOverflow() throws {
    let header = "user_id,book_id,rating\n"
    let scratch = try ScratchFile(header + String(repeating: "100,200,3.25\n", count: 1000))
    let file = try InputFile(scratch.path)
    var records = DelimitedReader(FileStream(file), separator: ",")
    let parser = try RowParser(
      header: Header(try #require(try records.next()), path: scratch.path),
      format: RatingsFormat(), path: scratch.path)
    let chunked = FileChunks(file: file, workers: 2)
    let chunks = try #require(try chunked.cut(from: records.offset, line: 2, length: 4096))
    let descriptor = open(scratch.path, O_WRONLY)
    let shorter = Array(String(repeating: "1,2,3\n", count: 2167).utf8)
    #expect(pwrite(descriptor, shorter, shorter.count, off_t(header.utf8.count)) == shorter.count)
    close(descriptor)
    let (_, outcomes) = PlainRatings(parser: parser, skipBadRows: false).read(chunked, chunks)
    let error = try #require(outcomes.lazy.compactMap(\.fileError).first)
    #expect("\(error)".contains("changed while it was read"))
  }

  /// A loop of links cannot be followed, by root neither.
  @Test(arguments: ["books.csv", "tags.csv", "book_tags.csv", "to_read.csv"])
  func aSideFileThatCannotBeReadIsNotMissing(name: String) throws {
    let folder = try TemporaryFolder([
      "books.csv": "book_id,title\n7,Emma\n", "tags.csv": "tag_id,tag_name\n3,old\n",
      "book_tags.csv": "goodreads_book_id,tag_id,count\n900,3,5\n",
    ])
    try SymbolicLink.create(folder.path + "/" + name, to: name)
    let error = #expect(throws: DataError.self) {
      var files = try CatalogFolder(DataTables(folder: folder.path))
      _ = try files.catalog(
        readers: Vocabulary(integers: [1]), books: Vocabulary(integers: [7]), threads: 1)
    }
    guard case .file(.unreadable(let path, _))? = error else {
      Issue.record("\(String(describing: error)), expected unreadable")
      return
    }
    #expect(path.hasSuffix(name))
  }
}
