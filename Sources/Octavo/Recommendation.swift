/// One line of a list of recommendations.
public struct Recommendation: Sendable, Equatable {
  /// The place on the list, from 1.
  public var rank: Int
  /// The book's id.
  public var book: String
  /// The book's title; empty where the data gave none.
  public var title: String
  /// What the book was ranked by; without a unit, comparable within one list alone.
  public var score: Float
  /// The rated books that speak most for this one, strongest first, by title or, without one, by id.
  public var reasons: [String]
}

/// A question that a model cannot answer.
public enum ModelError: Error, Equatable, CustomStringConvertible {
  /// No reader of the training has this id.
  case unknownReader(String, readers: Int)
  /// No book of the model has this id.
  case unknownBook(String, books: Int)
  /// A rating lies outside of the ratings that the model was trained on.
  case ratingOutOfRange(Float, book: String, lowest: Float, highest: Float)
  /// The model was trained without what lists are made from.
  case noLists
  /// A plain network cannot use a history.
  case noHistories
  /// A plain network has no processes of its readers.
  case noUncertainty
  /// A list of so many books was asked for.
  case invalidCount(Int)
  /// An answer is infinite or no number: the model's numbers are too large for one another.
  case notFinite

  /// Checks predictions or scores before they are given to somebody.
  ///
  /// - Throws: ``notFinite``.
  package static func checkFinite(_ answers: some Sequence<Float>) throws(ModelError) {
    guard answers.allSatisfy(\.isFinite) else { throw .notFinite }
  }

  /// What was found and what was expected.
  public var description: String {
    switch self {
    case .unknownReader(let id, let readers):
      "found reader '\(id)', expected the id of one of the model's \(readers) readers"
    case .unknownBook(let id, let books):
      "found book '\(id)', expected the id of one of the model's \(books) books"
    case .ratingOutOfRange(let value, let book, let lowest, let highest):
      "found the rating \(value) of book '\(book)', expected \(lowest) to \(highest)"
    case .noLists:
      "the model holds no weights of lists, expected a training to its end and without --no-lists"
    case .noHistories:
      "the model is a plain network, which knows readers of its training alone; "
        + "expected a hybrid one to predict by a history"
    case .noUncertainty:
      "the model is a plain network, which does not know how sure its predictions are; expected a hybrid one"
    case .notFinite:
      "the model answers with what is no finite number, expected a sound model; train it anew"
    case .invalidCount(let count): "found a list of \(count) books, expected 1 or more"
    }
  }
}
