import BookData
import Foundation
public import Kernels
import Parallelism

/// Anything that predicts what a reader would rate books with.
package protocol RatingPredictor: Sendable {
  /// Predicted ratings of `books` by the reader of `profile`, in the order of `books`.
  func ratings(for profile: ReaderProfile, books: [UInt32]) -> [Float]
}

/// Makes lists of recommendations, with reasons, for readers known or new.
public struct ListMaker: Sendable {
  /// Which books a reader would pick up.
  public let relevance: ItemRegression
  /// What they would say of them.
  package let ratings: any RatingPredictor
  /// The catalogue, [books].
  package let books: [BookDetails]
  /// The ratings that the model knows, [readers × books].
  public let histories: SparseRows
  /// What predicts the ratings of all books by known readers at once; nil where nothing can.
  let allBooks: AllBooksRatings?

  /// How strongly a predicted rating moves a book in a blend: relevance × exp(0.3 × rating).
  private static let likingWeight: Float = 0.3
  /// In a blend, ratings are predicted for this many of the most relevant books, at least.
  private static let shortlist = 200

  /// A maker of lists from these parts.
  ///
  /// - Parameter allBooks: What predicts the ratings of all books at once, the same as `ratings` up to
  ///   rounding. The default is nil.
  package init(
    relevance: ItemRegression, ratings: any RatingPredictor, books: [BookDetails],
    histories: SparseRows, allBooks: AllBooksRatings? = nil
  ) {
    precondition(
      relevance.bookCount == books.count && histories.columns == books.count,
      "\(relevance.bookCount), \(books.count) and \(histories.columns) books")
    self.relevance = relevance
    self.ratings = ratings
    self.books = books
    self.histories = histories
    self.allBooks = allBooks
  }

  /// The profile of a reader of the training.
  package func profile(of reader: UInt32) -> ReaderProfile {
    ReaderProfile(reader: reader, in: histories)
  }

  /// The list for a reader, best first; shorter where fewer books are admitted.
  ///
  /// - Parameters:
  ///   - profile: Who it is for. Books that it has are not listed, unless the request says so.
  ///   - request: What is asked for.
  ///   - leavingOut: Books not to list besides. The default is none.
  ///   - admitted: For each book whether it may be listed; nil admits all. The default is nil.
  /// - Returns: The list.
  package func list(
    for profile: ReaderProfile, _ request: ListRequest, leavingOut: Set<UInt32> = [],
    admitted: [Bool]? = nil
  ) -> [ListedBook] {
    lists(
      for: [(profile, leavingOut)], request, admitted: admitted, threads: 1)[0]
  }

  /// As ``list(for:_:leavingOut:admitted:)`` for several readers, each with books not to list besides.
  ///
  /// - Parameter threads: How many threads work; the result does not depend on it.
  package func lists(
    for readers: [(profile: ReaderProfile, leavingOut: Set<UInt32>)], _ request: ListRequest,
    admitted: [Bool]? = nil, threads: Int
  ) -> [[ListedBook]] {
    let group = AllBooksRatings.readersAtOnce
    return Parallel.map((readers.count + group - 1) / group, threads: threads) { index in
      let part = Array(readers[index * group..<min((index + 1) * group, readers.count)])
      return rankings(for: part, request, admitted: admitted).map { ranked in
        diversified(ranked, request).enumerated().map { place, scored in
          ListedBook(rank: place + 1, book: scored.book, score: scored.score)
        }
      }
    }.flatMap { $0 }
  }

  /// The rankings of a few readers, from ratings of all books at once where they can be had.
  private func rankings(
    for readers: [(profile: ReaderProfile, leavingOut: Set<UInt32>)], _ request: ListRequest,
    admitted: [Bool]?
  ) -> [[ScoredBook]] {
    let isCandidate = { (place: Int, index: Int) in
      (admitted?[index] ?? true) && !readers[place].leavingOut.contains(UInt32(index))
        && (request.includeRated || readers[place].profile.rating(of: UInt32(index)) == nil)
    }
    // Whoever may list only some of an author's books has to look further down.
    let depth = request.maxPerAuthor == nil ? request.count : books.count
    let known = readers.compactMap(\.profile.reader)
    if request.rankBy == .rating, known.count == readers.count, let allBooks {
      return allBooks.best(depth, for: known, where: isCandidate)
    }
    return readers.enumerated().map { place, reader in
      ranking(for: reader.profile, request.rankBy, depth: depth) { isCandidate(place, $0) }
    }
  }

  private typealias ScoredBook = (book: UInt32, score: Float)

  private func ranking(
    for profile: ReaderProfile, _ rankBy: RankBy, depth: Int, where isCandidate: (Int) -> Bool
  ) -> [ScoredBook] {
    switch rankBy {
    case .rating:
      let candidates = books.indices.filter(isCandidate).map(UInt32.init)
      let scores = ratings.ratings(for: profile, books: candidates)
      return topIndices(depth, of: scores).map { (candidates[$0], scores[$0]) }
    case .relevance:
      let scores = relevance.scores(for: profile)
      return topIndices(depth, of: scores, where: isCandidate).map { (UInt32($0), scores[$0]) }
    case .blend:
      let relevant = ranking(
        for: profile, .relevance, depth: max(depth, Self.shortlist), where: isCandidate)
      let blended = blend(relevant, profile)
      return topIndices(depth, of: blended).map { (relevant[$0].book, blended[$0]) }
    }
  }

  /// relevance × exp(weight × (rating − mean of the ratings)); a relevance below 0 stays as it is.
  private func blend(_ relevant: [ScoredBook], _ profile: ReaderProfile) -> [Float] {
    let ratings = ratings.ratings(for: profile, books: relevant.map(\.book))
    let mean = ratings.reduce(0, +) / Float(max(1, ratings.count))
    return zip(relevant, ratings).map { scored, rating in
      scored.score > 0 ? scored.score * exp(Self.likingWeight * (rating - mean)) : scored.score
    }
  }

  /// The first books of a ranking, passing over those whose author or series is there often enough.
  private func diversified(_ ranked: [ScoredBook], _ request: ListRequest) -> [ScoredBook] {
    guard let limit = request.maxPerAuthor else { return Array(ranked.prefix(request.count)) }
    var authors: [String: Int] = [:]
    var series: [String: Int] = [:]
    var kept: [ScoredBook] = []
    for scored in ranked where kept.count < request.count {
      let book = books[Int(scored.book)]
      let (author, name) = (book.authors.first, book.series?.name)
      guard author.map({ authors[$0, default: 0] < limit }) ?? true,
        name.map({ series[$0, default: 0] < limit }) ?? true
      else { continue }
      if let author { authors[author, default: 0] += 1 }
      if let name { series[name, default: 0] += 1 }
      kept.append(scored)
    }
    return kept
  }
}
