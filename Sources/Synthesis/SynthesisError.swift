/// Why a data set of the sizes asked for cannot exist.
public enum SynthesisError: Error, Equatable {
  /// `asked` readers, outside 1 ... `most`.
  case readersOutOfRange(asked: Int, most: Int)
  /// `asked` books, outside 1 ... `most`.
  case booksOutOfRange(asked: Int, most: Int)
  /// Fewer ratings than readers: a reader without a rating appears in no file.
  case tooFewRatings(asked: Int, readers: Int)
  /// More ratings than pairs of a reader and a book; `most` is readers × books.
  case tooManyRatings(asked: Int, readers: Int, books: Int, most: Int)
}

extension SynthesisError: CustomStringConvertible {
  /// One sentence: what was found, where, and what was expected.
  public var description: String {
    switch self {
    case .readersOutOfRange(let asked, let most):
      "\(asked) readers were asked for; possible are 1 to \(most)"
    case .booksOutOfRange(let asked, let most):
      "\(asked) books were asked for; possible are 1 to \(most)"
    case .tooFewRatings(let asked, let readers):
      "\(asked) ratings of \(readers) readers were asked for; "
        + "every reader rates at least one book, so at least \(readers) are needed"
    case .tooManyRatings(let asked, let readers, let books, let most):
      "\(asked) ratings were asked for; \(readers) readers who rate each of \(books) books "
        + "at most once give at most \(most)"
    }
  }
}
