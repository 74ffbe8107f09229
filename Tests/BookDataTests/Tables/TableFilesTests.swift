import Foundation
import Support
import Testing

@testable import BookData

@Suite struct TableFilesTests {
  private func names(_ files: [String], of table: Table) throws -> [String] {
    let folder = try TemporaryFolder(
      Dictionary(uniqueKeysWithValues: files.map { ($0, "x\n") }))
    return try TableFiles(folder: folder.path, names: [:]).sources(of: table)
      .map { String($0.name.dropFirst(folder.path.count + 1)) }
  }

  @Test(arguments: ["books.csv", "books.csv.gz", "books.csv.zst"])
  func aTableIsPlainOrCompressed(name: String) throws {
    #expect(try names([name, "books.csv.bak"], of: .books) == [name])
  }

  @Test func whatIsThereTwiceIsRefusedByName() throws {
    for (files, table) in [
      (["books.csv", "books.csv.gz"], Table.books), (["tags.csv.gz", "tags.csv.zst"], .tags),
      (["ratings-1.csv", "ratings-1.csv.gz", "ratings-2.csv"], .ratings),
    ] {
      let error = #expect(throws: FileError.self) { try names(files, of: table) }
      #expect("\(error.map(String.init(describing:)) ?? "")".contains("expected one of them"))
    }
  }

  @Test func partsOfRatingsComeByTheNumbersInTheirNames() throws {
    let parts = ["ratings-10.csv", "ratings-2.csv.gz", "ratings-1.csv.zst", "ratings-x.txt"]
    #expect(
      try names(parts, of: .ratings) == ["ratings-1.csv.zst", "ratings-2.csv.gz", "ratings-10.csv"])
    #expect(try names(parts + ["ratings.csv"], of: .ratings) == ["ratings.csv"])
    #expect(try names(["books-1.csv"], of: .books).isEmpty)
  }

  @Test func aFolderWithoutRatingsLacksRatingsCSV() throws {
    let folder = try TemporaryFolder(["books.csv": "book_id\n1\n"])
    #expect(throws: FileError.missing(path: folder.path + "/ratings.csv")) {
      try DataTables(folder: folder.path).ratings()
    }
    #expect(throws: FileError.missing(path: "/nowhere/ratings.csv")) {
      try DataTables(folder: "/nowhere").ratings()
    }
  }

  @Test func argumentsArePathsPatternsAndStandardInput() throws {
    let folder = try TemporaryFolder([
      "r-10.csv": "", "r-9.csv": "", ".r-1.csv": "", "r[1].csv": "",
    ])
    let path = folder.path
    func named(_ words: String...) throws -> [String] { try TableSource.named(words).map(\.name) }
    #expect(try named("-", "x.csv") == ["standard input", "x.csv"])
    #expect(try named(path + "/r-*.csv") == [path + "/r-9.csv", path + "/r-10.csv"])
    #expect(try named(path + "/r[1].csv") == [path + "/r[1].csv"], "a file of that name")
    #expect(throws: FileError.missing(path: path + "/s-*.csv")) { try named(path + "/s-*.csv") }
  }

  @Test func aPipeIsReadOnceAndCanBeSpooled() throws {
    let folder = try TemporaryFolder([:])
    let path = folder.path + "/pipe"
    try #require(mkfifo(path, 0o600) == 0)
    let text = "user_id,book_id,rating\n1,2,3\n"
    Thread.detachNewThread { try? Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
    let table = TableSource.named(path)
    #expect(table.isReadOnce)
    let spooled = try table.rereadable()
    for _ in 1...2 {
      #expect(try RatingsReader(threads: 1).read([spooled]).textRows == [["1", "2", "3.0"]])
    }
    #expect(try spooled.plainFile() != nil && !spooled.isReadOnce)
  }

  /// A pipe in a folder of data, which nobody named, would wait for ever.
  @Test func aPipeInAFolderIsRefused() throws {
    let folder = try TemporaryFolder([:])
    try #require(mkfifo(folder.path + "/ratings.csv", 0o600) == 0)
    let table = try DataTables(folder: folder.path).ratings()[0]
    #expect(throws: FileError.notARegularFile(path: table.name, found: "a pipe")) {
      try table.open()
    }
  }
}
