import BookData
import Features
import Lists
import Support

extension Model: RatingPredictor {
  /// Predicted ratings; those of a reader without index by the profile's ratings.
  package func ratings(for profile: ReaderProfile, books: [UInt32]) -> [Float] {
    if let reader = profile.reader { return predictions(books.map { (reader, $0) }) }
    let history = History(
      books: profile.ratings.map(\.book), values: profile.ratings.map(\.value))
    return predictions(for: books, history: history)
  }

  /// What makes lists.
  ///
  /// - Parameter forOne: Whether it will be asked for one reader alone. Else a plain network is passed over all
  ///   books, after which many readers' lists are made faster. The default is no.
  /// - Throws: ``ModelError/noLists``.
  package func listMaker(forOne: Bool = false) throws(ModelError) -> ListMaker {
    guard let lists else { throw .noLists }
    return ListMaker(
      relevance: lists.relevance, ratings: self, books: lists.books, histories: lists.histories,
      allBooks: forOne
        ? nil : AllBooksRatings(network, books: books.count, range: manifest.ratingRange))
  }
}

extension Model {
  /// For each book whether a filter admits it; nil where it admits all, and for a model without lists.
  ///
  /// - Parameter folder: The model's folder, where tags are.
  /// - Throws: `DelimitedTextError`.
  package func admitted(by filter: BookFilter, in folder: PinnedFolder) throws -> [Bool]? {
    guard !filter.admitsAll, let known = lists?.books else { return nil }
    let tags = filter.tags.isEmpty ? [] : try ModelFolder.tags(folder, books: books)
    return filter.admitted(known, tagsOfBook: { tags[$0] }, membersOf: members)
  }

  /// For each book whether it is in a category; of a plain model, which keeps no columns, none is.
  private func members(of category: BookFilter.Category) -> [Bool] {
    let columns = encoder?.model.space.attributeColumns
    let wanted = BookFilter.folded("\(category.column) \(category.name)")
    guard let columns,
      let place = columns.names.firstIndex(where: { BookFilter.folded($0) == wanted })
    else { return Array(repeating: false, count: books.count) }
    // Columns are 1 or 0 less their mean, and 0 where nothing is known.
    return (0..<books.count).map { columns.values[$0, place] > 0 }
  }
}
