import Parallelism
import Support

/// Writes a folder in goodbooks-10k's form.
struct DataFolder {
  let path: String
  let kind: String
  let seed: UInt64

  /// Writes all files; each appears whole at the end, `synthesis.json` last.
  ///
  /// - Throws: ``FileError``.
  func write(
    _ readership: inout some Readership, _ catalogue: some Catalogue
  ) throws(FileError) -> SynthesisSummary {
    try Folder.create(path)
    var tally = RatingTally(books: catalogue.count)
    var files = try writeRatings(&readership, tally: &tally)
    files.append(try CatalogueFiles.books(in: path, catalogue, tally))
    files.append(try CatalogueFiles.tags(in: path, catalogue))
    files.append(try CatalogueFiles.bookTags(in: path, catalogue, tally))
    for index in files.indices { try files[index].commit() }
    let summary = SynthesisSummary(
      kind: kind, seed: seed, readers: readership.count, tally: tally)
    try AtomicFile.write(summary.json, to: path + "/synthesis.json")
    return summary
  }

  /// Writes `ratings.csv` and `to_read.csv`, uncommitted.
  private func writeRatings(
    _ readership: inout some Readership, tally: inout RatingTally
  ) throws(FileError) -> [RowFile] {
    var ratings = try RowFile(
      folder: path, name: "ratings.csv", header: "user_id,book_id,rating")
    var toRead = try RowFile(folder: path, name: "to_read.csv", header: "user_id,book_id")
    var generator = SeededGenerator(seed: seed, stream: Stream.order)
    var window = ReaderWindow(
      readers: readership.count, ratingsPerReader: readership.mostRatings)
    var arrived = 0
    while arrived < readership.count || window.used > 0 {
      while window.hasRoom && arrived < readership.count {
        let shelf = readership.visit(arrived, tally: &tally)
        arrived += 1
        window.admit(arrived, ratings: shelf.ratings, using: &generator)
        try append(shelf.toRead, reader: arrived, to: &toRead)
      }
      let (reader, packed) = window.draw(using: &generator)
      try append(packed, reader: reader, to: &ratings)
    }
    return [ratings, toRead]
  }

  private func append(
    _ packed: UInt32, reader: Int, to file: inout RowFile
  ) throws(FileError) {
    file.append(reader)
    file.comma()
    file.append(PackedRating.book(packed) + 1)
    file.comma()
    file.append(PackedRating.rating(packed))
    try file.endRow()
  }

  private func append(
    _ books: [Int], reader: Int, to file: inout RowFile
  ) throws(FileError) {
    for book in books {
      file.append(reader)
      file.comma()
      file.append(book + 1)
      try file.endRow()
    }
  }
}

/// One sequence of random numbers for each use, so that a change in one leaves the others alone.
enum Stream {
  static let order: UInt64 = 1
  static let catalogue: UInt64 = 2
  static let activity: UInt64 = 3
  static let pilot: UInt64 = 4
  static let names: UInt64 = 5
  /// Reader r has the sequence `reader` + r.
  static let reader: UInt64 = 1 << 32
  /// Book b's description has the sequence `book` + b.
  static let book: UInt64 = 2 << 32
}
