import BookData
import Kernels
import Lists
import Networks
import Octavo
import Support
import Testing
import Training

/// A checker-board of readers and books, and every way that this package ranks books with.
///
/// Readers like the books of their own parity and dislike the others. Of their own colour each lacks one book.
struct CheckerBoard {
  static let readers = 24
  static let books = 12
  let ratings: Ratings

  init() {
    var rows: [Rating] = []
    for reader in 0..<Self.readers {
      for book in 0..<Self.books where book / 2 != reader / 2 % 6 {
        let isLiked = book % 2 == reader % 2
        // Of the other colour only two books were tried, so that there is something to pick from.
        guard isLiked || book / 2 == (reader / 2 + 1) % 6 else { continue }
        rows.append(
          Rating(reader: UInt32(reader), book: UInt32(book), value: isLiked ? 5 : 1))
      }
    }
    ratings = Ratings(
      rows: rows, readers: Vocabulary(integers: (0..<Int64(Self.readers)).map { 100 + $0 }),
      books: Vocabulary(integers: (0..<Int64(Self.books)).map { 7 + $0 }))
  }

  /// The only book of the reader's own colour that they lack.
  static func missing(_ reader: UInt32) -> UInt32 { reader / 2 % 6 * 2 + reader % 2 }

  /// A recommender trained on the whole board.
  func recommender() throws -> Model {
    var training = TrainingConfiguration()
    training.epochs = 60
    training.batchSize = 32
    training.network.embeddingDimension = 8
    training.network.hidden = [16]
    training.network.dropout = 0
    let all = ratings.rows.indices
    let model = try Trainer(training, threads: 2).train(
      ratings, training: all, validation: all.upperBound..<all.upperBound
    ) { _ in }
    let manifest = ModelManifest(
      training: training, split: SplitConfiguration(), data: Fingerprint(ratings, threads: 2),
      readers: ratings.readers.count, books: ratings.books.count, model: model, metrics: [:],
      blas: "")
    let catalog = Catalog(
      books: (0..<UInt32(Self.books)).map { BookDetails(id: ratings.books.text(at: $0)) })
    var relevance = RelevanceConfiguration()
    relevance.regularization = 2
    return Model(
      manifest: manifest, network: model.network, readers: ratings.readers, books: ratings.books,
      titles: BookTitles(), rated: RatedBooks(ratings),
      lists: try ListMaterial(
        fitting: ratings.rows, readers: Self.readers, catalog: catalog, range: (1, 5),
        configuration: relevance, threads: 2))
  }
}

/// Predicted ratings as scores for every book.
struct RatingScorer: BookScorer {
  let recommender: Model

  var bookCount: Int { recommender.books.count }

  func scores(for profile: ReaderProfile) -> [Float] {
    recommender.ratings(for: profile, books: Array(0..<UInt32(bookCount)))
  }
}

/// A way to score books that the laws hold for.
enum Scorer: String, CaseIterable, Sendable {
  case popularity, regression, rating

  func make(_ recommender: Model) throws -> any BookScorer {
    let lists = try #require(recommender.lists)
    return switch self {
    case .popularity: Popularity(lists.histories)
    case .regression: lists.relevance
    case .rating: RatingScorer(recommender: recommender)
    }
  }
}
