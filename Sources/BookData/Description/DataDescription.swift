/// What the files of a folder of data are called, and what their columns hold.
///
/// What it leaves out is as in goodbooks-10k.
package struct DataDescription: Sendable, Equatable {
  /// The file of ratings, in the folder.
  ///
  /// The default is `ratings.csv`.
  package var ratingsFile = "ratings.csv"
  /// How the file of ratings is written; nil for goodbooks-10k's form.
  package var ratings: RatingsFormat?
  /// The table of books.
  package var books = TableDescription.goodbooks
  /// The table of readers; nil without one.
  package var readers: TableDescription?
  /// The tags of books.
  package var tags = TagsDescription.goodbooks
  /// Which books readers marked to be read.
  package var toRead = ListsDescription.goodbooks

  /// The CRC-32C of its text, in hexadecimal; nil where nobody wrote one.
  package var checksum: String?

  /// The description of goodbooks-10k's files.
  package init() {}

  /// What a description is called in a folder of data.
  package static let fileName = "data.yaml"

  /// What the tables' files are called.
  package var fileNames: [Table: String] {
    var names: [Table: String] = [
      .ratings: ratingsFile, .books: books.file, .bookTags: tags.file, .toRead: toRead.file,
    ]
    names[.readers] = readers?.file
    return names
  }
}

/// A table of books' tags: a row for each tag of a book.
package struct TagsDescription: Sendable, Equatable {
  /// The file, in the folder.
  package var file: String
  /// The columns of books (`user`), tags (`book`) and weights (`rating`), and how the file is written.
  package var format: RatingsFormat
  /// Whether rows have a weight; else each row counts once.
  package var hasWeights = true
  /// Whether rows name books by ``ColumnRole/tagID``, and tags by the ids of a table of names.
  package var usesTagIDs = false
  /// Whether a person wrote this: then the file must be there and as described.
  package var isDescribed = true

  /// A table of these parts.
  package init(file: String, format: RatingsFormat) {
    (self.file, self.format) = (file, format)
  }

  /// `book_tags.csv` and `tags.csv`.
  package static let goodbooks: Self = {
    var tags = Self(
      file: "book_tags.csv",
      format: RatingsFormat(user: "goodreads_book_id", book: "tag_id", rating: "count"))
    (tags.usesTagIDs, tags.isDescribed) = (true, false)
    return tags
  }()
}

/// A table of readers' lists: a row for each book that a reader marked.
package struct ListsDescription: Sendable, Equatable {
  /// The file, in the folder.
  package var file: String
  /// The columns of readers and books, and how the file is written.
  package var format: RatingsFormat
  /// Whether a person wrote this: then the file must be there and as described.
  package var isDescribed = true

  /// A table of these parts.
  package init(file: String, format: RatingsFormat) {
    (self.file, self.format) = (file, format)
  }

  /// `to_read.csv`.
  package static let goodbooks: Self = {
    var lists = Self(file: "to_read.csv", format: RatingsFormat())
    lists.isDescribed = false
    return lists
  }()
}

/// A table of books or readers.
package struct TableDescription: Sendable, Equatable {
  /// A column and what it holds.
  package struct Column: Sendable, Equatable {
    /// The header's name; its number from 1 in a file without a header.
    package var name: String
    /// What it holds.
    package var role: ColumnRole

    /// A column of these parts.
    package init(_ name: String, _ role: ColumnRole) { (self.name, self.role) = (name, role) }
  }

  /// The file, in the folder.
  package var file: String
  /// What stands between two fields.
  ///
  /// The default is a comma.
  package var separator = ","
  /// Whether the first row names the columns.
  ///
  /// The default is true.
  package var hasHeader = true
  /// The columns, in the order in which they were written.
  package var columns: [Column]
  /// Whether every column that is named must be there.
  package var isComplete = true

  /// A table of these parts.
  package init(
    file: String, separator: String = ",", hasHeader: Bool = true, columns: [Column]
  ) {
    (self.file, self.separator, self.hasHeader) = (file, separator, hasHeader)
    self.columns = columns
  }

  /// The first column of a role.
  package func column(_ role: ColumnRole) -> Column? {
    columns.first { $0.role == role }
  }

  /// `books.csv` of goodbooks-10k, of which all columns but the id may be missing.
  package static let goodbooks: TableDescription = {
    let columns: [Column] =
      [
        Column("book_id", .id), Column("title", .title),
        Column("authors", .creators(separator: ",")), Column("language_code", .language),
        Column("original_publication_year", .year), Column("goodreads_book_id", .tagID),
        Column("average_rating", .averageRating),
        Column("work_text_reviews_count", .reviewCount), Column("books_count", .editionCount),
      ] + (1...5).map { Column("ratings_\($0)", .starCount($0)) }
      + [
        "id", "best_book_id", "work_id", "isbn", "isbn13", "original_title", "ratings_count",
        "work_ratings_count", "image_url", "small_image_url",
      ].map { Column($0, .unused) }
    var table = TableDescription(file: "books.csv", columns: columns)
    table.isComplete = false
    return table
  }()
}
