import BookData
import Octavo
import Testing

@Suite struct DataDescriptionTests {
  private func read(_ text: String) throws(DataError) -> DataDescription {
    try DataDescription(yaml: text, path: "data.yaml")
  }

  @Test func everySectionIsRead() throws {
    let description = try read(
      """
      ratings: { file: u.data, separator: tab, header: false, user: 1, book: 2, rating: 3, time: 4 }
      books:
        file: movies.csv
        separator: ";"
        columns:
          id: id
          "Film, long": title
          cast: { role: creators, separator: "/" }
          genres: categories
          length: number
      users:
        columns: { who: id, age: number, job: category }
      tags: { file: t.csv, book: id, tag: word }
      to_read: { file: w.csv, user: who, book: id }
      """)
    #expect(description.ratingsFile == "u.data")
    var ratings = RatingsFormat.withoutHeader(separator: "\t")
    ratings.time = "4"
    #expect(description.ratings == ratings)
    #expect(description.books.separator == ";" && description.books.isComplete)
    #expect(
      description.books.columns.map(\.role) == [
        .id, .title, .creators(separator: "/"), .categories(separator: "|"), .number,
      ])
    #expect(description.readers?.file == "users.csv")
    #expect(!description.tags.hasWeights && description.tags.format.book == "word")
    #expect(description.toRead.format.user == "who")
  }

  @Test(arguments: ["", "# nothing\n", "~\n"])
  func anEmptyDescriptionIsThatOfGoodbooks(text: String) throws {
    var description = try read(text)
    description.checksum = nil
    #expect(description == DataDescription())
  }

  @Test(arguments: [
    ("books: 3", 1, "books: found \"3\""),
    (
      "books:\n  columns: { a: id, b: colour }", 2, "b: found \"colour\", expected one of id, title"
    ),
    ("books:\n  columns: { a: title }", 2, "no column that is id"),
    ("books:\n  columns: { a: id, b: id }", 2, "one column of that role; a has it already"),
    ("users:\n  columns: { a: id, b: title }", 2, "expected one of id, number, category"),
    ("ratings:\n  reader: x", 2, "reader: found an unknown key, expected one of"),
    ("ratings: { header: false, user: userId }", 1, "the number of a column"),
    ("ratings: { separator: \"1\" }", 1, "separator: found"),
    ("ratings: { file: ../x.csv }", 1, "the name of a file in the folder"),
    ("books: [1, 2]", 1, "found a list"),
    ("books:\n\t- x", 2, "expected YAML"),
    ("books:\n  columns:\n    a: id\n    b: { role: number, separator: x }", 4, "one value"),
    ("tags: { file: t.csv, book: b }", 1, "no tag"),
    ("ratings: { user: a, user: b }", 1, "expected"),
  ])
  func whatMakesNoSenseIsNamedWithItsLine(text: String, line: Int, words: String) {
    let error = #expect(throws: DataError.self) { try read(text) }
    #expect(error?.line == line, "\(String(describing: error))")
    #expect("\(error.map { "\($0)" } ?? "")".contains(words), "\(error.map { "\($0)" } ?? "")")
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    var description = DataDescription()
    description.ratingsFile = "ratings 2.csv"
    description.ratings = RatingsFormat(
      user: "u:1", book: "yes", rating: "\"r\"\\", time: "Zeit\t", separator: "::")
    description.books = TableDescription(
      file: "m.tsv", separator: "\t",
      columns: [
        .init("id", .id), .init("*", .categories(separator: ",")), .init("a b", .unused),
        .init("#", .creators(separator: ",")),
      ])
    var users = TableDescription(
      file: "u.dat", separator: "|", hasHeader: false,
      columns: [.init("1", .id), .init("2", .number), .init("3", .flag)])
    users.isComplete = true
    description.readers = users
    description.tags = TagsDescription(
      file: "t.csv", format: RatingsFormat(user: "b", book: "t", rating: "w"))
    description.toRead = ListsDescription(
      file: "w.csv", format: RatingsFormat(user: "x", book: "y"))
    var read = try read(description.text(others: ["x\n- y.csv"]))
    read.checksum = nil
    #expect(read == description)
  }
}
