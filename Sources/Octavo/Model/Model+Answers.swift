import BookData
import Features
import Foundation
import Lists
import Training

// What programs ask a model, by ids.

extension Model {
  /// Reads the model in a folder, as ``save(to:)`` and `octavo train` write it, checking all of it.
  ///
  /// - Throws: `FileError`, `CheckpointError` or `DataError`, each with path, found and expected.
  public init(contentsOf folder: String) throws { self = try ModelFolder.read(folder) }

  /// Writes the model to a folder, which appears whole or not at all; a model that is there is replaced.
  ///
  /// - Throws: `FileError`, `CheckpointError`.
  public func save(to folder: String) throws { try ModelFolder.write(self, to: folder) }

  /// The errors that the training measured at its end.
  public var evaluation: Evaluation { Evaluation(manifest.metrics) }

  /// The predicted rating of a book by a reader of the training.
  ///
  /// - Throws: ``ModelError`` for ids that the model does not know.
  public func rating(of book: String, by reader: String) throws -> Float {
    predictions([(try index(ofReader: reader), try index(ofBook: book))])[0]
  }

  /// The predicted rating of a book by somebody new, from what they have rated.
  ///
  /// - Throws: ``ModelError`` for unknown books, ratings out of range and plain models.
  public func rating(of book: String, by history: ReaderHistory) throws -> Float {
    guard encoder != nil else { throw ModelError.noHistories }
    let profile = try profile(history)
    return ratings(for: profile, books: [try index(ofBook: book)])[0]
  }

  /// The books that a reader of the training would want to read next, without those they have rated.
  ///
  /// - Parameters:
  ///   - reader: The reader's id.
  ///   - count: How many books. The default is 10.
  /// - Throws: ``ModelError`` for an unknown reader, and for a model without lists.
  public func recommendations(for reader: String, count: Int = 10) throws -> [Recommendation] {
    let index = try index(ofReader: reader)
    return try list(count: count, leavingOut: Set(rated[index])) { $0.profile(of: index) }
  }

  /// The books that somebody new would want to read next, without those in their history.
  ///
  /// - Parameters:
  ///   - history: What they have rated.
  ///   - count: How many books. The default is 10.
  /// - Throws: ``ModelError`` for unknown books, ratings out of range, and a model without lists.
  public func recommendations(
    for history: ReaderHistory, count: Int = 10
  ) throws -> [Recommendation] {
    let profile = try profile(history)
    return try list(count: count, leavingOut: []) { _ in profile }
  }

  /// The books most like one, best first.
  ///
  /// - Parameters:
  ///   - book: The book's id.
  ///   - count: How many books. The default is 10.
  /// - Throws: ``ModelError`` for an unknown book.
  public func similar(to book: String, count: Int = 10) throws -> [Recommendation] {
    guard count > 0 else { throw ModelError.invalidCount(count) }
    return similar(to: try index(ofBook: book), count: count).map {
      recommendation($0, reasons: [])
    }
  }

  private func list(
    count: Int, leavingOut: Set<UInt32>, _ profile: (ListMaker) -> ReaderProfile
  ) throws -> [Recommendation] {
    guard count > 0 else { throw ModelError.invalidCount(count) }
    let maker = try listMaker(forOne: true)
    var request = ListRequest()
    request.count = count
    let profile = profile(maker)
    return maker.list(for: profile, request, leavingOut: leavingOut).map { line in
      let reasons = maker.relevance.reasons(for: line.book, from: profile)
      return recommendation(line, reasons: reasons.map { name($0.rating.book) })
    }
  }

  private func recommendation(_ line: ListedBook, reasons: [String]) -> Recommendation {
    let id = books.text(at: line.book)
    return Recommendation(
      rank: line.rank, book: id, title: titles.entries[id]?.title ?? "", score: line.score,
      reasons: reasons)
  }

  private func name(_ book: UInt32) -> String {
    let id = books.text(at: book)
    return titles.entries[id]?.title ?? id
  }

  private func profile(_ history: ReaderHistory) throws -> ReaderProfile {
    let range = manifest.ratingRange
    return ReaderProfile(
      ratings: try history.ratings.sorted { $0.key < $1.key }.map { book, value in
        guard (range.lowest...range.highest).contains(value) else {
          throw ModelError.ratingOutOfRange(
            value, book: book, lowest: range.lowest, highest: range.highest)
        }
        return BookRating(book: try index(ofBook: book), value: value)
      })
  }

  private func index(ofReader id: String) throws -> UInt32 {
    guard let index = readers.index(of: id) else {
      throw ModelError.unknownReader(id, readers: readers.count)
    }
    return index
  }

  private func index(ofBook id: String) throws -> UInt32 {
    guard let index = books.index(of: id) else {
      throw ModelError.unknownBook(id, books: books.count)
    }
    return index
  }
}
