import Foundation
import OctavoTestSupport
import Support
import Testing

@testable import Databases

/// Reading tables and queries, the same of every kind of database.
@Suite struct DatabaseReaderTests {
  @Test(arguments: ShopKind.usable)
  func aTableIsTextOfSeparatedFields(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    _ = try shop.run("create table books (book_id bigint, title text, price real)")
    _ = try shop.run(
      "insert into books values (1, 'Emma, \"a novel\"', 4.5), (2, 'two' || chr(10) || 'lines', null), (3, '', 4)"
        .replacing("chr(10)", with: kind == .sqlite ? "char(10)" : "chr(10)"))
    let reader = DatabaseReader(shop.location)
    // A number is written as each database writes it, which is one number to every reader.
    let text = try reader.text(.table("books")).replacing("4.0\n", with: "4\n")
    #expect(
      text == "book_id,title,price\n1,\"Emma, \"\"a novel\"\"\",4.5\n2,\"two\nlines\",\n3,\"\",4\n")
    #expect(
      try reader.text(.query("select title from books where book_id = 3; ")) == "title\n\"\"\n")
    #expect(try reader.text(.query("select 1 as a -- a comment")) == "a\n1\n")
    #expect(reader.notes == [])
  }

  @Test(arguments: ShopKind.usable)
  func allPartsAreOfOneState(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    if kind == .sqlite { _ = try shop.run("pragma journal_mode = wal") }
    _ = try shop.run("create table a (x bigint)")
    _ = try shop.run("create table b (x bigint)")
    let reader = DatabaseReader(shop.location)
    #expect(try reader.text(.table("a")) == "x\n")
    _ = try shop.run("insert into b values (1)")
    #expect(try reader.text(.table("b")) == "x\n")
    reader.close()
    #expect(try reader.text(.table("b")) == "x\n1\n")
  }

  @Test(arguments: ShopKind.usable)
  func rowsComeInTheOrderOfTheirTime(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    _ = try shop.run("create table ratings (x bigint, rated_at timestamp)")
    _ = try shop.run(
      "insert into ratings values (3, '2026-03-01'), (1, '2026-01-01'), (2, '2026-01-01'), (0, null)"
    )
    let reader = DatabaseReader(shop.location)
    let rows = try reader.text(.table("ratings"), isOrdered: true).split(separator: "\n")
      .dropFirst()
    #expect(rows.map { $0.prefix(1) } == ["0", "1", "2", "3"])
    #expect(reader.notes.count == 1 && reader.notes[0].contains("\"rated_at\""))
  }

  @Test func aTableOfPostgreSQLWithoutATimeHasNoOrder() throws {
    guard PostgreSQLShop.isThere else { return }
    let shop = try PostgreSQLShop()
    defer { withExtendedLifetime(shop) {} }
    try shop.run("create table ratings (x bigint)")
    let reader = DatabaseReader(shop.location)
    _ = try reader.text(.table("ratings"), isOrdered: true)
    #expect(reader.notes.count == 1 && reader.notes[0].contains("has no order"))
    _ = try reader.text(.query("select x from ratings order by x"), isOrdered: true)
    #expect(reader.notes.count == 1)
  }

  @Test(arguments: ShopKind.usable)
  func aReadingThatIsGivenUpLeavesTheNextOne(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    _ = try shop.run("create table numbers (x bigint)")
    let many = "with recursive n(x) as (select 1 union all select x + 1 from n where x < 300000)"
    _ = try shop.run(
      "insert into numbers \(many) select x from n".replacing(
        "insert into numbers \(many)",
        with: kind == .sqlite ? "\(many) insert into numbers" : "insert into numbers \(many)"))
    let reader = DatabaseReader(shop.location)
    let first = try reader.stream(.table("numbers"))
    #expect(try first.next().count > 100_000)
    let second = try reader.stream(.query("select max(x) as most from numbers"))
    #expect(throws: FileError.self) { try first.next() }
    #expect(String(decoding: try second.next(), as: UTF8.self) == "most\n300000\n")
    #expect(try second.next() == [] && second.next() == [])
    #expect(try reader.text(.table("numbers")).utf8.count == 1_988_897)
  }

  @Test(arguments: ShopKind.usable)
  func troubleIsASentenceOfItsKind(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    _ = try shop.run("create table ratings (x text)")
    _ = try shop.run("insert into ratings values ('a')")
    let cases: [(relation: DatabaseRelation, kind: DatabaseError.Kind, words: String)] = [
      (.table("nothing"), .missing, "found no table nothing"),
      (.query("select * from nobody"), .missing, "nobody"),
      (.query("select nobody from ratings"), .wrongData, "nobody"),
      (.query("selec 1"), .wrongUsage, "selec"),
      (.query("delete from ratings"), .wrongUsage, "query"),
    ]
    for trouble in cases {
      let reader = DatabaseReader(shop.location)
      let error = try #require(throws: FileError.self) { try reader.text(trouble.relation) }
      let cause = try #require(reader.cause(of: error) as? DatabaseError, "\(trouble.relation)")
      #expect(cause.kind == trouble.kind, "\(cause)")
      #expect(cause.description.contains(trouble.words), "\(cause)")
      #expect(cause.description.hasPrefix("\(shop.location)"), "\(cause)")
      #expect(reader.cause(of: error) is FileError, "what was told is over")
    }
    #expect(try shop.run("select count(*) from ratings")[0][0] == "1")
  }

  @Test(arguments: ShopKind.usable)
  func whoWaitsCanBeInterrupted(_ kind: ShopKind) throws {
    struct Enough: Error {}
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    _ = try shop.run("create table a (x bigint)")
    let reader = DatabaseReader(shop.location) { throw Enough() }
    let query =
      kind == .sqlite ? "select 1" : "select pg_sleep(60)"
    let error = try #require(throws: FileError.self) { try reader.text(.query(query)) }
    #expect(reader.cause(of: error) is Enough)
  }

  @Test func aMissingFileIsMissingAndAnotherFileIsNone() throws {
    let shop = try SQLiteShop()
    defer { withExtendedLifetime(shop) {} }
    let reader = DatabaseReader(shop.location)
    #expect(throws: FileError.missing(path: shop.path)) { try reader.has(.table("a")) }
    try Data("no database, but as long as one must be".utf8).write(
      to: URL(fileURLWithPath: shop.path))
    let error = try #require(throws: FileError.self) { try reader.has(.table("a")) }
    _ = reader.cause(of: error)
    let second = try #require(throws: FileError.self) { try reader.has(.table("a")) }
    #expect((reader.cause(of: second) as? DatabaseError)?.kind == .wrongData)
  }

  @Test func aServerThatIsGoneIsAFailure() throws {
    guard PostgreSQLShop.isThere else { return }
    let shop = try PostgreSQLShop()
    defer { withExtendedLifetime(shop) {} }
    let reader = DatabaseReader(shop.location)
    let stream = try reader.stream(
      .query("select pg_backend_pid() from generate_series(1, 3000000)"))
    let text = String(decoding: try stream.next(), as: UTF8.self)
    let process = try #require(text.split(separator: "\n").dropFirst().first)
    try shop.run("select pg_terminate_backend(\(process))")
    let error = try #require(throws: FileError.self) { while try !stream.next().isEmpty {} }
    #expect((reader.cause(of: error) as? DatabaseError)?.kind == .failed)
  }

  @Test func aServerThatIsNotThereIsAFailureWithoutPassword() throws {
    let location = try #require(try DatabaseLocation("postgresql://owl:secret@127.0.0.1:1/shop"))
    let reader = DatabaseReader(location)
    let error = try #require(throws: FileError.self) { try reader.has(.table("a")) }
    let cause = reader.cause(of: error)
    #expect(!"\(cause)".contains("secret") && !"\(error)".contains("secret"))
    #expect("\(cause)".hasPrefix("postgresql://owl@127.0.0.1:1/shop"))
  }
}

extension DatabaseReader {
  /// All text of a relation.
  fileprivate func text(_ relation: DatabaseRelation, isOrdered: Bool = false) throws -> String {
    let stream = try stream(relation, isOrdered: isOrdered)
    var bytes: [UInt8] = []
    while true {
      let block = try stream.next()
      if block.isEmpty { return String(decoding: bytes, as: UTF8.self) }
      bytes += block
    }
  }
}
