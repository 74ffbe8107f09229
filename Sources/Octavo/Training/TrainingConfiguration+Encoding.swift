import BookData
import Features
import Parallelism
import Training

extension TrainingConfiguration {
  /// What a hybrid network is told of the ratings that it may know, and of pairs later; nil for a plain one.
  ///
  /// Training ratings are known: the features of each leave its own rating out, and with it the reader's
  /// later ones where the split is by time. A validation rating is told what a test rating is told, given
  /// ratings of its reader included.
  ///
  /// - Parameters:
  ///   - ratings: All ratings, divided; the test part is not looked at.
  ///   - split: What `parts` were made by.
  ///   - catalog: What is known of the books of the ratings' vocabulary, in its order.
  /// - Returns: The encoder, and inputs for the rows before the test part.
  package func encoding(
    of ratings: Ratings, _ parts: Split, by split: SplitConfiguration.Kind, catalog: Catalog,
    threads: Int
  ) -> PairEncoding? {
    fittedEncoder(to: ratings, parts, by: split, catalog: catalog, threads: threads)?.encoding
  }

  /// As ``encoding(of:_:by:catalog:threads:)``, with what makes the inputs in their place.
  package func fittedEncoder(
    to ratings: Ratings, _ parts: Split, by split: SplitConfiguration.Kind, catalog: Catalog,
    threads: Int
  ) -> FittedEncoder? {
    guard network.architecture == .hybrid else { return nil }
    var material = encodingMaterial(ratings, catalog: catalog, threads: threads)
    return FeatureEncoder.fitted(
      to: ratings.rows[parts.train], telling: ratings.rows[parts.validation],
      given: ratings.rows[parts.given], space: material.books, readers: material.readers,
      order: split.historyOrder,
      FactorConfiguration(), threads: threads, using: &material.generator)
  }

  /// What a hybrid network may know of the readers and books of `ratings` beside their ratings.
  func encodingMaterial(
    _ ratings: Ratings, catalog: Catalog, threads: Int
  ) -> EncodingMaterial {
    // A book that nobody knows: what unknown books are taken for.
    var catalog = catalog
    catalog.add(bookOfID: "")
    catalog.bookAttributes.removeAll { withoutColumns.contains($0.name) }
    catalog.readerAttributes.removeAll { withoutColumns.contains($0.name) }
    return EncodingMaterial(
      books: BookSpace(
        catalog, using: Set(bookParts), seed: mixed(seed &+ Stream.bookSpace), threads: threads),
      readers: ReaderSpace(
        toRead: bookParts.contains(.toRead) ? catalog.toRead : nil,
        attributes: AttributeColumns(catalog.readerAttributes, rows: ratings.readers.count)),
      generator: SeededGenerator(seed: seed, stream: Stream.kernelSearch))
  }
}

/// What an encoder is made from, beside ratings.
struct EncodingMaterial {
  /// What is known of books; the last one is a book that nobody knows.
  let books: BookSpace
  /// What is known of readers.
  let readers: ReaderSpace
  /// What the start of factors, folds and samples depend on.
  var generator: SeededGenerator
}

extension SplitConfiguration.Kind {
  /// What histories' order means where ratings are divided so.
  ///
  /// Models that follow each other night by night pass their gate more steadily without an order.
  fileprivate var historyOrder: HistoryOrder {
    switch self {
    case .random, .stableRandom, .stableChronological, .readers: .none
    case .chronological, .time: .chronological
    }
  }
}
