import Support

/// `books.csv`, `tags.csv` and `book_tags.csv`.
enum CatalogueFiles {
  static let booksHeader =
    "book_id,goodreads_book_id,best_book_id,work_id,books_count,isbn,isbn13,authors,"
    + "original_publication_year,original_title,title,language_code,average_rating,ratings_count,"
    + "work_ratings_count,work_text_reviews_count,ratings_1,ratings_2,ratings_3,ratings_4,"
    + "ratings_5,image_url,small_image_url"

  /// One row a book.
  ///
  /// The counts are those of the written ratings; isbn and images are empty.
  static func books(
    in folder: String, _ catalogue: some Catalogue, _ tally: RatingTally
  ) throws(FileError) -> RowFile {
    var file = try RowFile(folder: folder, name: "books.csv", header: booksHeader)
    for book in 0..<catalogue.count {
      let record = catalogue.record(of: book)
      appendNumbers(of: book + 1, editions: record.editions, to: &file)
      appendDescription(record, to: &file)
      appendCounts(tally.histograms[book], to: &file)
      try file.endRow()
    }
    return file
  }

  /// tag_id,tag_name.
  static func tags(in folder: String, _ catalogue: some Catalogue) throws(FileError) -> RowFile {
    var file = try RowFile(folder: folder, name: "tags.csv", header: "tag_id,tag_name")
    for (number, name) in catalogue.tags.enumerated() {
      file.append(number)
      file.comma()
      file.appendQuoted(name)
      try file.endRow()
    }
    return file
  }

  /// goodreads_book_id,tag_id,count: the most used tag of a book first.
  static func bookTags(
    in folder: String, _ catalogue: some Catalogue, _ tally: RatingTally
  ) throws(FileError) -> RowFile {
    var file = try RowFile(
      folder: folder, name: "book_tags.csv", header: "goodreads_book_id,tag_id,count")
    for book in 0..<catalogue.count {
      let ratings = Double(tally.histograms[book].wrappedSum())
      let shares = catalogue.tagShares(of: book).sorted { ($1.share, $0.tag) < ($0.share, $1.tag) }
      for (tag, share) in shares {
        file.append(goodreadsNumber(ofBook: book + 1))
        file.comma()
        file.append(tag)
        file.comma()
        file.append(Int((share * ratings).rounded(.up)))
        try file.endRow()
      }
    }
    return file
  }

  private static func appendNumbers(of number: Int, editions: Int, to file: inout RowFile) {
    let goodreads = goodreadsNumber(ofBook: number)
    for value in [number, goodreads, goodreads, workNumber(ofBook: number), editions] {
      file.append(value)
      file.comma()
    }
    file.append(",,")
  }

  private static func appendDescription(_ record: BookRecord, to file: inout RowFile) {
    file.appendQuoted(record.authors)
    // goodbooks writes years as decimal numbers.
    file.append(",\(record.year).0,")
    file.appendQuoted(record.originalTitle)
    file.comma()
    file.appendQuoted(record.title)
    file.append(",eng,")
  }

  private static func appendCounts(_ histogram: SIMD8<Int32>, to file: inout RowFile) {
    let counts = (0..<5).map { Int(histogram[$0]) }
    let count = counts.reduce(0, +)
    let sum = counts.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
    let hundredths = count == 0 ? 0 : (200 * sum + count) / (2 * count)
    file.append("\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)")
    // Ratings, ratings of the work, reviews: about one rating in twelve has a text.
    for value in [count, count, count / 12] + counts {
      file.comma()
      file.append(value)
    }
    file.append(",,")
  }
}
