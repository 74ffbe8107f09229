import BookData
import Features
import Lists
import Networks
import Training

/// A trained model with all that it takes to answer questions about readers and books.
public struct Model: Sendable {
  /// What is known about the model.
  package var manifest: ModelManifest
  /// The network; the last row of each table stands for unknown ones.
  package var network: RatingNetwork
  /// What makes a hybrid network's inputs; nil for a plain one.
  package var encoder: FeatureEncoder?
  /// The ids of readers.
  package var readers: Vocabulary
  /// The ids of books.
  package var books: Vocabulary
  /// Titles and authors.
  package var titles: BookTitles
  /// What each reader has rated.
  package var rated: RatedBooks
  /// What lists are made from; nil for a model that was trained without.
  package var lists: ListMaterial?

  /// A recommender of these parts.
  package init(
    manifest: ModelManifest, network: RatingNetwork, encoder: FeatureEncoder? = nil,
    readers: Vocabulary, books: Vocabulary,
    titles: BookTitles, rated: RatedBooks, lists: ListMaterial? = nil
  ) {
    self.manifest = manifest
    self.network = network
    self.encoder = encoder
    self.readers = readers
    self.books = books
    self.titles = titles
    self.rated = rated
    self.lists = lists
  }

  /// Predicted ratings for pairs of ids, clipped to the range of the training ratings.
  ///
  /// An id that the model does not know counts as the average reader or book; where both are
  /// unknown the answer is the mean rating.
  public func predictions(_ pairs: [(reader: String, book: String)], threads: Int) -> [Float] {
    let (unknownReader, unknownBook) = (UInt32(readers.count), UInt32(books.count))
    return predictions(
      pairs.map { pair in
        (
          readers.index(of: pair.reader) ?? unknownReader, books.index(of: pair.book) ?? unknownBook
        )
      }, threads: threads)
  }

  /// Predicted ratings for pairs of indices; a count as index stands for an unknown one.
  ///
  /// - Parameter threads: How many threads work. The default is 1.
  package func predictions(
    _ pairs: [(reader: UInt32, book: UInt32)], threads: Int = 1
  ) -> [Float] {
    model.predictions(pairs, readers: readers.count, books: books.count, threads: threads)
  }

  private var model: TrainedModel {
    TrainedModel(
      network: network, range: manifest.ratingRange, mean: manifest.mean,
      bestEpoch: manifest.bestEpoch, encoder: encoder)
  }

  /// The `count` books with the highest predicted rating, best first; equal scores in rising book order.
  ///
  /// - Parameters:
  ///   - reader: A reader's index.
  ///   - count: How many books, or fewer where there are no more.
  ///   - includeRated: Whether books that the reader has rated may be listed. The default is false.
  /// - Returns: The list, best first.
  package func highestRated(
    for reader: UInt32, count: Int, includeRated: Bool = false
  ) -> [ListedBook] {
    let seen = includeRated ? [] : Set(rated[reader])
    let candidates = (0..<UInt32(books.count)).filter { !seen.contains($0) }
    let scores = predictions(candidates.map { (reader, $0) })
    let order = candidates.indices.sorted {
      scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1
    }
    return order.prefix(count).enumerated().map { place, index in
      ListedBook(rank: place + 1, book: candidates[index], score: scores[index])
    }
  }
}
