import BookData

/// What can be wrong with data, and what training does about it: the one list of both.
public enum Problem: String, Sendable, Codable, CaseIterable {
  // Any file.
  case wrongFieldCount
  case textInNumericColumn
  case unusableRow
  case decimalId
  case roundedId
  case paddedId

  // ratings.csv
  case badRating
  case repeatedRating
  case ratingOfUnknownBook
  case readerWithOneRating
  case bookWithOneRating
  case ratingNotInOrderOfTime

  // books.csv
  case bookWithoutId
  case repeatedBook
  case repeatedGoodreadsBook
  case bookWithoutTitle
  case bookWithoutRatings
  case yearBeforeOurEra
  case impossibleYear
  case isbnWithoutLeadingZeros
  case damagedISBN
  case roundedISBN13

  // tags.csv and book_tags.csv
  case repeatedTag
  case tagWithoutBooks
  case tagOfUnknownBook
  case unknownTag
  case repeatedBookTag
  case uselessTagCount

  // to_read.csv
  case repeatedToRead
  case toReadOfUnknownBook
  case toReadOfUnknownReader
  case toReadAlreadyRated
}

extension Problem {
  /// How much a problem weighs.
  package enum Level: Int, Comparable, CaseIterable, Sendable {
    /// Something is lost, or stops a training.
    case error
    /// Worth correcting: what is learned or shown is poorer for it.
    case note
    /// Nothing to correct, but worth knowing.
    case fact

    package static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }
  }

  /// How much it weighs.
  package var level: Level {
    switch self {
    case .wrongFieldCount, .textInNumericColumn, .unusableRow, .roundedId, .badRating,
      .bookWithoutId:
      .error
    case .decimalId, .paddedId, .repeatedRating, .ratingOfUnknownBook, .repeatedBook,
      .repeatedGoodreadsBook, .bookWithoutTitle, .impossibleYear, .repeatedTag, .tagOfUnknownBook,
      .unknownTag, .repeatedBookTag, .uselessTagCount, .repeatedToRead, .ratingNotInOrderOfTime:
      .note
    case .readerWithOneRating, .bookWithOneRating, .bookWithoutRatings, .yearBeforeOurEra,
      .isbnWithoutLeadingZeros, .damagedISBN, .roundedISBN13, .tagWithoutBooks,
      .toReadOfUnknownBook, .toReadOfUnknownReader, .toReadAlreadyRated:
      .fact
    }
  }

  /// What is wrong, in a few words.
  public var title: String { words.title }

  /// What training does about it: a sentence that begins with "training".
  public var consequence: String { words.consequence }

  private var words: (title: String, consequence: String) {
    switch self {
    case .wrongFieldCount:
      (
        "rows with more or fewer fields than the header",
        "passes over rows without the fields that it needs"
      )
    case .textInNumericColumn:
      (
        "text in a column of numbers",
        "takes such a value for a missing one"
      )
    case .unusableRow:
      (
        "rows that cannot be used",
        "passes over them"
      )
    case .decimalId:
      (
        "ids like 12.0",
        "keeps ids as they are written: they join no 12"
      )
    case .roundedId:
      (
        "ids like 2.7e+08",
        "keeps ids as they are written: several may have become one"
      )
    case .paddedId:
      (
        "ids like 012 beside 12",
        "keeps ids as they are written: 012 and 12 are two"
      )
    case .badRating:
      (
        "bad rows",
        "stops at the first, or passes over them with --skip-bad-rows"
      )
    case .repeatedRating:
      (
        "ratings repeated further down",
        "keeps the last of each reader and book"
      )
    case .ratingOfUnknownBook:
      (
        "ratings of books not in books.csv",
        "uses them; recommendations lack the title"
      )
    case .readerWithOneRating:
      (
        "readers with one rating",
        "uses them; too little to learn a taste from"
      )
    case .bookWithOneRating:
      (
        "books with one rating",
        "uses them; too little to learn a book from"
      )
    case .ratingNotInOrderOfTime:
      (
        "rows after later ones",
        "takes the order of rows for that of time, unless --columns time=NAME or data.yaml names the column"
      )
    case .bookWithoutId:
      (
        "rows without a book_id",
        "passes over them"
      )
    case .repeatedBook:
      (
        "book_id repeated further down",
        "shows the title of the last"
      )
    case .repeatedGoodreadsBook:
      (
        "goodreads_book_id repeated further down",
        "gives their tags to one of them"
      )
    case .bookWithoutTitle:
      (
        "books without a title",
        "shows the id alone in recommendations"
      )
    case .bookWithoutRatings:
      (
        "books that nobody rated",
        "knows them by author, series, tags and lists alone"
      )
    case .yearBeforeOurEra:
      (
        "years before our era",
        "leaves them: old books have such years"
      )
    case .impossibleYear:
      (
        "impossible years (0, before -3000, after 2100 or not whole)",
        "takes such a year for a missing one"
      )
    case .isbnWithoutLeadingZeros:
      (
        "isbn that lost leading zeros",
        "does not use isbn"
      )
    case .damagedISBN:
      (
        "isbn with a wrong length or check digit",
        "does not use isbn"
      )
    case .roundedISBN13:
      (
        "isbn13 rounded to a decimal number",
        "does not use isbn13"
      )
    case .repeatedTag:
      (
        "tag_id repeated further down",
        "takes the name of the last"
      )
    case .tagWithoutBooks:
      (
        "tags that no book has",
        "leaves them out: they join nothing"
      )
    case .tagOfUnknownBook:
      (
        "tags of books not in books.csv",
        "drops them: they join no book"
      )
    case .unknownTag:
      (
        "tags not in tags.csv",
        "calls them by their ids"
      )
    case .repeatedBookTag:
      (
        "a book's tag repeated further down",
        "keeps the last count"
      )
    case .uselessTagCount:
      (
        "tag counts below 1",
        "drops them: nobody gave that tag"
      )
    case .repeatedToRead:
      (
        "entries repeated further down",
        "counts one of them"
      )
    case .toReadOfUnknownBook:
      (
        "entries of books not in books.csv",
        "drops them unless the book is rated"
      )
    case .toReadOfUnknownReader:
      (
        "entries of readers without ratings",
        "uses them to tell which books belong together"
      )
    case .toReadAlreadyRated:
      (
        "entries of books that the reader has rated",
        "uses both"
      )
    }
  }
}

extension NumberDress {
  /// What is wrong with such ids.
  var problem: Problem {
    switch self {
    case .decimal: .decimalId
    case .rounded: .roundedId
    case .padded: .paddedId
    }
  }
}
