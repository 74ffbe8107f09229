import BookData
import Support

/// A description of the tables in a folder, from what they look like: a draft for a person to correct.
package struct DescriptionDraft: Sendable, Equatable {
  /// The description.
  package let description: DataDescription
  /// Tables that nothing was found for.
  package let others: [String]

  /// Looks at the tables in the folder at `path`.
  ///
  /// - Throws: ``DataError``: there is no table of ratings among them, or one cannot be read.
  package init(ofFolder path: String) throws(DataError) {
    var draft = DataDescription()
    var others: [String] = []
    var hasRatings = false
    let names = Self.tableNames(in: path)
    for name in names {
      let table: UnknownTable
      do {
        table = try UnknownTable(.file(path + "/" + name), name: name)
      } catch {
        throw DataError(anyOf: error, path: path + "/" + name)
      }
      switch table.kind {
      case .ratings(let format) where !hasRatings:
        (draft.ratingsFile, draft.ratings, hasRatings) = (name, format, true)
      case .books(let books) where draft.books == .goodbooks: draft.books = books
      case .readers(let readers) where draft.readers == nil: draft.readers = readers
      case .tags(let tags) where !draft.tags.isDescribed: draft.tags = tags
      case .usual: break
      default: others.append(name)
      }
    }
    guard hasRatings else {
      let ratings = path + "/" + draft.ratingsFile
      guard names.contains(draft.ratingsFile) else { throw .file(.missing(path: ratings)) }
      let reason =
        "no columns are called like readers, books and ratings, expected names such as user_id, book_id, rating"
      throw .file(.invalidContent(path: ratings, reason: reason))
    }
    (description, self.others) = (draft, others)
  }

  /// The names of files that may hold a table, those of ratings first.
  private static func tableNames(in folder: String) -> [String] {
    let names = (try? Folder.names(in: folder)) ?? []
    func isRatings(_ name: String) -> Bool { name.hasPrefix("ratings") || name.hasPrefix("u.data") }
    return names.filter { CatalogFolder.mayBeTable($0) }
      .sorted { (isRatings($0) ? 0 : 1, $0) < (isRatings($1) ? 0 : 1, $1) }
  }
}
