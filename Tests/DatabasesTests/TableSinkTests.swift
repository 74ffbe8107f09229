import Foundation
import OctavoTestSupport
import Support
import Testing

@testable import Databases

/// Replacing the rows of a table, the same in every kind of database.
@Suite struct TableSinkTests {
  private let columns = [
    SinkColumn("version", .text), SinkColumn("at", .time),
    SinkColumn("user_id", .identifier(isInteger: true)), SinkColumn("rank", .integer),
    SinkColumn("score", .real),
  ]

  private func row(_ user: Int, version: String = "v1") -> [String] {
    [version, "2026-11-27T03:00:00Z", "\(user)", "1", "0.25"]
  }

  private func replace(
    _ shop: any Shop, _ table: String = "lists", with rows: [[String]], commit: Bool = true
  ) throws {
    let sink = try SinkTable(table, columns).open(in: shop.location)
    try sink.begin()
    for row in rows { try sink.write(row) }
    if commit { try sink.commit() }
  }

  @Test(arguments: ShopKind.usable)
  func aMissingTableIsMadeAndThenItsRowsAreReplaced(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    try replace(shop, with: [row(1), row(2)])
    #expect(
      try shop.run("select user_id + 1, score * 2 from lists order by user_id") == [
        ["2", "0.5"], ["3", "0.5"],
      ])
    let odd = "a, \"b\"\nc\\."
    try replace(shop, with: [row(7, version: odd), row(8, version: "")])
    #expect(try shop.run("select version from lists order by user_id") == [[odd], [""]])
    try replace(shop, with: [])
    #expect(try shop.run("select count(*) from lists") == [["0"]])
  }

  @Test(arguments: ShopKind.usable)
  func whoReadsMeanwhileSeesTheOldRowsOrTheNewOnes(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    try replace(shop, with: (0..<10).map { row($0) })
    let sink = try SinkTable("lists", columns).open(in: shop.location)
    try sink.begin()
    for user in 0..<20_000 {
      try sink.write(row(user, version: "v2"))
      if user % 5_000 == 0 {
        #expect(
          try shop.run("select count(*), min(version), max(version) from lists") == [
            ["10", "v1", "v1"]
          ])
      }
    }
    try sink.commit()
    #expect(
      try shop.run("select count(*), min(version), max(version) from lists") == [
        ["20000", "v2", "v2"]
      ])
  }

  @Test(arguments: ShopKind.usable)
  func whatIsNotCommittedLeavesAllAsItWas(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    try replace(shop, "other", with: [])
    try replace(shop, with: [row(1)], commit: false)
    #expect(throws: DatabaseError.self) { try shop.run("select count(*) from lists") }
    try replace(shop, with: [row(1)])
    try replace(shop, with: [row(2), row(3)], commit: false)
    #expect(try shop.run("select user_id from lists") == [["1"]])
  }

  @Test(arguments: ShopKind.usable)
  func aRowThatIsRefusedKeepsTheOldOnes(_ kind: ShopKind) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    _ = try shop.run(
      "create table lists (version text, at text, user_id bigint primary key, rank int, score real, note text)"
    )
    try replace(shop, with: [row(1)])
    let error = try #require(throws: DatabaseError.self) {
      try replace(shop, with: [row(2), row(2)])
    }
    #expect(error.kind == .wrongData && error.description.contains("table lists"))
    #expect(
      error.description.contains("user_id") || error.description.contains("line 2"), "\(error)")
    #expect(try shop.run("select user_id from lists") == [["1"]])
  }

  @Test(
    arguments: ShopKind.usable,
    [
      (
        "create table lists (version text, at text, user_id bigint, rank int)", "no column score",
        DatabaseError.Kind.wrongData
      ),
      (
        "create table lists (version text, at text, user_id bigint, rank int, score real, must int not null)",
        "the column must", .wrongData
      ),
      ("create view lists as select 1 as version", "view", .cannotCreate),
    ])
  func aTableThatDoesNotFitIsRefusedBeforeARow(
    _ kind: ShopKind, _ trouble: (sql: String, words: String, kind: DatabaseError.Kind)
  ) throws {
    let shop = try kind.shop()
    defer { withExtendedLifetime(shop) {} }
    _ = try shop.run(trouble.sql)
    let error = try #require(throws: DatabaseError.self) {
      try SinkTable("lists", columns).open(in: shop.location)
    }
    #expect(error.kind == trouble.kind && error.description.contains(trouble.words), "\(error)")
  }

  @Test(arguments: [
    ("rank", "text"), ("score", "int"), ("version", "int"), ("at", "int"), ("user_id", "boolean"),
  ])
  func aColumnOfPostgreSQLOfAnotherTypeIsRefused(_ column: String, _ type: String) throws {
    guard PostgreSQLShop.isThere else { return }
    let shop = try PostgreSQLShop()
    defer { withExtendedLifetime(shop) {} }
    try shop.run(
      "create table lists (version text, at timestamptz, user_id bigint, rank smallint, score numeric)"
    )
    try replace(shop, with: [row(1)])
    try shop.run("alter table lists alter \(column) type \(type) using null")
    let error = try #require(throws: DatabaseError.self) {
      try SinkTable("lists", columns).open(in: shop.location)
    }
    #expect(
      error.kind == .wrongData && error.description.contains("column \(column) of type"), "\(error)"
    )
  }

  @Test func aRoleWithoutRightsIsRefusedBeforeARow() throws {
    guard PostgreSQLShop.isThere else { return }
    let shop = try PostgreSQLShop()
    defer { withExtendedLifetime(shop) {} }
    let role = "guest_" + shop.schema
    try shop.run("create role \(role)")
    defer { _ = try? shop.run("drop owned by \(role) cascade; drop role \(role)") }
    try shop.run("grant usage on schema \(shop.schema) to \(role)")
    let url = shop.url.replacing("options=", with: "options=-crole%3D\(role)%20")
    let location = try #require(try DatabaseLocation(url))
    let error = try #require(throws: DatabaseError.self) {
      try SinkTable("lists", columns).open(in: location)
    }
    #expect(error.kind == .cannotCreate && error.description.contains("create"), "\(error)")
    try replace(shop, with: [row(1)])
    try shop.run("grant select on lists to \(role)")
    #expect(throws: DatabaseError.self) { try SinkTable("lists", columns).open(in: location) }
    try shop.run("grant insert, delete on lists to \(role)")
    _ = try SinkTable("lists", columns).open(in: location)
    let reader = DatabaseReader(location)
    try shop.run("create table hidden (x int)")
    let unread = try #require(throws: FileError.self) { try reader.stream(.table("hidden")) }
    #expect((reader.cause(of: unread) as? DatabaseError)?.kind == .failed)
  }

  @Test func aFileThatCannotBeWrittenIsNotCreated() throws {
    let shop = try SQLiteShop()
    defer { withExtendedLifetime(shop) {} }
    let location = try #require(try DatabaseLocation("sqlite:\(shop.folder)/no/shop.db"))
    let error = try #require(throws: DatabaseError.self) {
      try SinkTable("lists", columns).open(in: location)
    }
    #expect(error.kind == .cannotCreate)
    // A file that was made for a table that then was not written goes.
    do {
      let sink = try SinkTable("lists", columns).open(in: shop.location)
      try sink.begin()
      try sink.write(row(1))
    }
    #expect(try !FileStatus.exists(shop.path))
  }

  @Test func twoWhoWriteAtOnceReplaceEachOther() async throws {
    guard PostgreSQLShop.isThere else { return }
    let shop = try PostgreSQLShop()
    defer { withExtendedLifetime(shop) {} }
    try replace(shop, with: [row(0)])
    let (location, columns) = (shop.location, columns)
    try await withThrowingTaskGroup { group in
      for writer in 0..<4 {
        group.addTask {
          let sink = try SinkTable("lists", columns).open(in: location)
          try sink.begin()
          for user in 0..<100 {
            try sink.write(["v\(writer)", "2026-11-27T03:00:00Z", "\(user)", "1", "0.5"])
          }
          try sink.commit()
        }
      }
      try await group.waitForAll()
    }
    #expect(try shop.run("select count(*), count(distinct version) from lists") == [["100", "1"]])
  }
}
