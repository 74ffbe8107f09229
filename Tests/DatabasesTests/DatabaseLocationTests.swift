import Foundation
import Support
import Testing

@testable import Databases

/// What names a database, and what may be seen of it.
@Suite struct DatabaseLocationTests {
  @Test(arguments: [
    ("postgresql://owl:secret@host:5433/shop", "postgresql://owl@host:5433/shop"),
    (
      "postgres://owl:secret@a,b:6/shop?target_session_attrs=any",
      "postgres://owl@a,b:6/shop?target_session_attrs=any"
    ),
    ("postgresql://:secret@/shop", "postgresql://@/shop"),
    (
      "postgresql:///shop?user=owl&password=secret&sslmode=require",
      "postgresql:///shop?user=owl&sslmode=require"
    ),
    ("postgresql:///shop?pass%77ord=secret", "postgresql:///shop"),
    ("postgresql://owl@h/shop?sslpassword=secret", "postgresql://owl@h/shop"),
    ("service=shop password=secret user=owl", "service=shop user=owl"),
    ("service=shop password = 'sec ret' dbname='my shop'", "service=shop dbname='my shop'"),
    (#"service=shop password='it\'s secret'"#, "service=shop"),
  ])
  func aPasswordIsNotShown(text: String, shown: String) throws {
    let location = try #require(try DatabaseLocation(text))
    #expect(location.description == shown)
    #expect(location.absoluteDescription() == shown)
    #expect(location.holdsPassword)
    // A description names the same database, and holds nothing to hide.
    let again = try #require(try DatabaseLocation(shown))
    #expect(again.description == shown && !again.holdsPassword)
  }

  @Test(arguments: [
    "postgresql://host/shop", "postgresql:///shop?user=owl@nest", "service=shop",
    "sqlite:/var/shop.db",
  ])
  func whatHoldsNoPasswordIsShownAsItIs(text: String) throws {
    let location = try #require(try DatabaseLocation(text))
    #expect(location.description == text && !location.holdsPassword)
  }

  @Test(arguments: [
    "postgresql://owl:sec@ret@host/shop", "postgresql://owl:sec/ret@host/shop",
    "service=shop password='secret",
    "service=shop secret",
  ])
  func aMisspelledPasswordIsRefusedAndNotQuoted(text: String) {
    #expect {
      try DatabaseLocation(text)
    } throws: { error in
      let error = error as? DatabaseError
      return error?.kind == .wrongUsage && !"\(error ?? .init(.failed, at: "", ""))".contains("ret")
    }
  }

  @Test(arguments: ["data", "/data", "postgresql", "sqlite", "./sqlite:x", "http://x/y", ""])
  func foldersAreNoDatabases(text: String) throws {
    #expect(try DatabaseLocation(text) == nil)
    #expect(!DatabaseLocation.isDatabase(text))
  }

  @Test func aFileIsFoundFromElsewhereByItsAbsoluteName() throws {
    let location = try #require(try DatabaseLocation("sqlite:shop.db"))
    let folder = URL(fileURLWithPath: "/srv/books/", isDirectory: true)
    #expect(location.absoluteDescription(from: folder) == "sqlite:/srv/books/shop.db")
    #expect(DatabaseLocation.resolved("sqlite:../shop.db", from: folder) == "sqlite:/srv/shop.db")
    #expect(DatabaseLocation.resolved("postgresql://h/d", from: folder) == "postgresql://h/d")
    #expect(throws: DatabaseError.self) { try DatabaseLocation("sqlite:") }
  }

  @Test func messagesOfLibrariesAreScrubbed() throws {
    let text = "postgresql://owl:s%C3%A9cret@host/shop"
    let location = try #require(try DatabaseLocation(text))
    let scrubbed = location.scrubbed("bad \(text)\n\ts%C3%A9cret or sécret\u{1b}[2J\n")
    #expect(!scrubbed.contains("cret") && !scrubbed.contains("\u{1b}") && !scrubbed.contains("\n"))
    #expect(scrubbed.hasPrefix("bad "))
  }
}

/// How rows of a table are ordered.
@Suite struct RowOrderTests {
  private func table(times: [String], place: String? = nil, isInOrder: Bool = false)
    -> DatabaseTable
  {
    DatabaseTable(
      name: "t", columns: ["user_id", "book_id", "rating"] + times, timeColumns: times,
      place: place,
      isInOrder: isInOrder)
  }

  @Test func theOnlyTimeOrdersRowsAndIsNamed() {
    let order = RowOrder(of: table(times: ["rated_at"], place: "ctid"))
    #expect(order.clause == " order by \"rated_at\" nulls first, ctid")
    #expect(order.note?.contains("rated_at") == true)
  }

  @Test func aTimeThatSomebodyNamedNeedsNoNote() {
    let order = RowOrder(of: table(times: ["a", "b"]), timeColumn: "b\"")
    #expect(order == RowOrder(of: table(times: []), timeColumn: "b\""))
    #expect(order.clause == " order by \"b\"\"\" nulls first" && order.note == nil)
  }

  @Test func severalTimesOrNoneAreNoOrder() {
    #expect(RowOrder(of: table(times: ["a", "b"])).note?.contains("\"a\" and \"b\"") == true)
    #expect(RowOrder(of: table(times: [], place: "ctid")).clause == "")
  }

  @Test func rowsThatAreNumberedComeInTheirOrder() {
    let order = RowOrder(of: table(times: [], place: "rowid", isInOrder: true))
    #expect(order.clause == " order by rowid" && order.note == nil)
  }
}

/// The file of passwords that systemd hands over.
@Suite struct PasswordFileTests {
  @Test func aCredentialIsReadWhateverItsRights() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let environment = ["CREDENTIALS_DIRECTORY": folder]
    #expect(try PasswordFile(environment: environment) == nil)
    try AtomicFile.write("*:*:*:owl:secret\n".utf8, to: folder + "/pgpass")
    #expect(chmod(folder + "/pgpass", 0o440) == 0)
    let file = try #require(try PasswordFile(environment: environment))
    // As libpq asks: a regular file that nobody else may read.
    var status = stat()
    #expect(stat(file.path, &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFREG && status.st_mode & 0o777 == 0o600)
    let text = try String(contentsOfFile: file.path, encoding: .utf8)
    #expect(text == "*:*:*:owl:secret\n")
    #expect(try PasswordFile(environment: environment.merging(["PGPASSFILE": "/x"]) { $1 }) == nil)
  }
}
