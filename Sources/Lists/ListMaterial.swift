import BookData
public import Kernels

/// What a model keeps for making lists, beside its network.
public struct ListMaterial: Sendable {
  /// Which books a reader would pick up.
  public var relevance: ItemRegression
  /// The ratings that the model learned from, [readers × books].
  public var histories: SparseRows
  /// What is known of each book.
  package var books: [BookDetails]
  /// The books' tags, while the model is being made; afterwards they are in the model's folder.
  package var tags: BookTags?

  /// Material of these parts.
  package init(
    relevance: ItemRegression, histories: SparseRows, books: [BookDetails], tags: BookTags? = nil
  ) {
    (self.relevance, self.histories) = (relevance, histories)
    (self.books, self.tags) = (books, tags)
  }

  /// Fits the regression to ratings and a catalogue.
  ///
  /// - Parameters:
  ///   - rows: The ratings to learn from.
  ///   - readers: The number of readers.
  ///   - catalog: The catalogue of all books.
  ///   - range: The lowest and highest rating.
  ///   - configuration: The options. The default is the defaults.
  ///   - earlier: Weights of earlier ratings, and for each book its row in them; they are kept where they speak for
  ///     nearly all ratings. The default is nil.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Throws: `NotPositiveDefiniteError`.
  package init(
    fitting rows: some Sequence<Rating>, readers: Int, catalog: Catalog,
    range: (lowest: Float, highest: Float),
    configuration: RelevanceConfiguration = RelevanceConfiguration(),
    keeping earlier: (regression: ItemRegression, rows: [Int?])? = nil, threads: Int
  ) throws(NotPositiveDefiniteError) {
    let histories = SparseRows(ratings: rows, readers: readers, books: catalog.books.count)
    let kept = earlier?.regression.taking(
      earlier?.rows ?? [], for: histories, range: range, configuration: configuration)
    guard let relevance = kept else {
      let fitted = try ItemRegression(
        fitting: histories, further: ItemRegression.sideInformation(of: catalog, configuration),
        range: range, configuration: configuration, threads: threads)
      self.init(
        relevance: fitted, histories: histories, books: catalog.books, tags: catalog.tags)
      return
    }
    self.init(
      relevance: relevance, histories: histories, books: catalog.books, tags: catalog.tags)
  }
}
