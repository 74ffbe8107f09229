import BookData
import Support
import Testing

@Suite struct EntityTableTests {
  private func read(_ text: String, _ table: TableDescription) throws -> EntityTable {
    let folder = try TemporaryFolder([table.file: text])
    return try EntityTable(reading: .file(folder.path + "/" + table.file), table)
  }

  private func table(_ columns: [(String, ColumnRole)]) -> TableDescription {
    TableDescription(file: "movies.csv", columns: columns.map { .init($0, $1) })
  }

  @Test func columnsBecomeDetailsAndAttributes() throws {
    let table = try read(
      """
      movieId,name,people,cycle,genres,minutes,colour,plot
      7,"Fargo (1996)","Coen, Joel; Coen, Ethan",,Crime | Drama,98,yes,Snow
      9,Solaris,Tarkovsky,Lem,,x,,Sea

      """,
      table([
        ("movieId", .id), ("name", .title), ("people", .creators(separator: ";")),
        ("cycle", .series), ("genres", .categories(separator: "|")), ("minutes", .number),
        ("colour", .flag),
      ]))
    #expect(table.ids == ["7", "9"] && table.unusedColumns == ["plot"])
    let (fargo, solaris) = (table.details[0], table.details[1])
    #expect(fargo.authors == ["Coen, Joel", "Coen, Ethan"] && fargo.year == 1996)
    #expect(solaris.series == Series(name: "Lem") && solaris.year == nil)
    #expect(
      table.attributes == [
        Attribute(name: "genres", values: .categories(CategoryRows([["Crime", "Drama"], []]))),
        Attribute(name: "minutes", values: .numbers([98, nil])),
        Attribute(name: "flags", values: .categories(CategoryRows([["colour"], []]))),
      ])
  }

  @Test func attributesFollowTheVocabulary() throws {
    let table = try read("id,n\n3,30\n1,10\n3,31\n", self.table([("id", .id), ("n", .number)]))
    let aligned = table.attributes(for: Vocabulary(integers: [1, 2, 3]))
    #expect(aligned == [Attribute(name: "n", values: .numbers([10, nil, 31]))])
  }

  @Test func aFileWithoutAHeaderHasNumberedColumns() throws {
    var table = table([("1", .id), ("3", .category)])
    (table.separator, table.hasHeader) = ("::", false)
    let read = try read("1::x::F\n2::y::M\n", table)
    #expect(read.ids == ["1", "2"] && read.unusedColumns == ["2"])
    #expect(
      read.attributes == [
        Attribute(name: "3", values: .categories(CategoryRows([["F"], ["M"]])))
      ])
  }

  @Test func aColumnThatSomebodyDescribedMustBeThere() {
    let error = #expect(throws: DataError.self) {
      try read("id\n1\n", table([("id", .id), ("n", .number)]))
    }
    guard case .missingColumn(_, 1, "n", ["id"])? = error else {
      Issue.record("\(String(describing: error)), expected a missing column")
      return
    }
  }

  @Test(arguments: [
    ("1994", 1994), ("1994.0", 1994), ("01-Jan-1995", 1995), ("2001-05-17", 2001), ("-380", -380),
    ("Fargo (1996)", 1996), ("soon", nil), ("", nil), ("99999", nil), ("1990-1995", nil),
  ])
  func yearsAreNumbersDatesOrStandAtTheEndOfATitle(text: String, year: Int?) throws {
    let read = try read("id,when\n1,\(text)\n", table([("id", .id), ("when", .year)]))
    #expect(read.details[0].year == year)
  }
}

@Suite struct CatalogFolderTests {
  private func folder(_ files: [String: String], _ description: DataDescription) throws -> (
    files: CatalogFolder, catalog: Catalog
  ) {
    let folder = try TemporaryFolder(files)
    let tables = DataTables(folder: folder.path, fileNames: description.fileNames)
    var files = try CatalogFolder(tables, description)
    let catalog = try files.catalog(
      readers: Vocabulary(integers: [1, 2]), books: Vocabulary(integers: [7, 8]), threads: 1)
    return (files, catalog)
  }

  @Test func tagsOfADescribedTableJoinByTheBooksOwnIdAndCountRows() throws {
    var description = DataDescription()
    description.tags = TagsDescription(
      file: "words.csv", format: RatingsFormat(user: "movie", book: "tag"))
    description.tags.hasWeights = false
    let (_, catalog) = try folder(
      ["words.csv": "user,movie,tag\n1,7,dark\n2,7,dark\n2,8,sea\n"], description)
    let tags = try #require(catalog.tags)
    let named = tags.entries.map { "\($0.book) \(tags.names[Int($0.tag)]) \($0.count)" }
    #expect(named == ["0 dark 2.0", "1 sea 1.0"])
  }

  @Test func whatIsNotUsedIsNamedOnce() throws {
    let (files, _) = try folder(
      [
        "books.csv": "book_id,title,publisher\n7,Emma,Murray\n", "users.csv": "id,age\n1,3\n",
        "links.csv": "a\n1\n", "notes.txt": "x",
      ], DataDescription())
    let notes = files.notes.filter { $0.contains("not used") }
    #expect(notes.count == 2)
    #expect(notes[0].contains("publisher") && notes[1].contains("links.csv, users.csv"))
  }

  @Test func aTableThatSomebodyDescribedMustBeThere() throws {
    var description = DataDescription()
    description.readers = TableDescription(file: "people.csv", columns: [.init("id", .id)])
    #expect(throws: DataError.self) { try folder([:], description) }
  }
}
