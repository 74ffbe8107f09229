import BookData
public import Kernels
import Parallelism

/// Books as points: what is known of each but its ratings, in the form that similarities are computed from.
///
/// Rows are the books of the vocabulary. A part that is missing or switched off has no columns or no groups.
public struct BookSpace: Sendable {
  /// The standardized numbers, [books × numbers].
  public let numbers: BookNumbers
  /// Bags of tags, [books × tags]; inner products are cosines.
  public let tags: SparseRows
  /// Lists to read, [books × lists]; inner products are cosines.
  public let toRead: SparseRows
  /// The bags of tags in few dimensions, strongest first, [books × at most 32], rows of length 1 or 0.
  public let tagColumns: Matrix
  /// The first author of each book.
  public let firstAuthors: Groups
  /// The series of each book.
  public let series: Groups
  /// What else is known of books, each a term of the kernel.
  public let attributes: [BookAttribute]
  /// The same in columns, [books × columns].
  public let attributeColumns: AttributeColumns

  private static let tagDimensions = 32

  /// A space of these parts.
  public init(
    numbers: BookNumbers, tags: SparseRows, toRead: SparseRows, tagColumns: Matrix,
    firstAuthors: Groups, series: Groups, attributes: [BookAttribute],
    attributeColumns: AttributeColumns
  ) {
    self.numbers = numbers
    self.tags = tags
    self.toRead = toRead
    self.tagColumns = tagColumns
    self.firstAuthors = firstAuthors
    self.series = series
    (self.attributes, self.attributeColumns) = (attributes, attributeColumns)
  }

  /// The space of the catalogue's books.
  ///
  /// - Parameters:
  ///   - parts: What to use of the catalogue.
  ///   - seed: What the reduction of tags to few dimensions depends on.
  package init(_ catalog: Catalog, using parts: Set<BookPart>, seed: UInt64, threads: Int) {
    let count = catalog.books.count
    let nothing = SparseRows(rows: count, columns: 0, elements: [])
    let tags = parts.contains(.tags) ? catalog.tags?.bags(books: count) : nil
    let toRead = parts.contains(.toRead) ? catalog.toRead?.bags(books: count) : nil
    self.init(
      numbers: BookNumbers(catalog.books, using: parts), tags: tags ?? nothing,
      toRead: toRead ?? nothing,
      tagColumns: Self.columns(of: tags ?? nothing, seed: seed, threads: threads),
      firstAuthors: Groups(
        catalog.books.map { parts.contains(.authors) ? $0.authors.first?.lowercased() : nil }),
      series: Groups(
        catalog.books.map { parts.contains(.series) ? $0.series?.name.lowercased() : nil }),
      attributes: catalog.bookAttributes.compactMap { BookAttribute($0) },
      attributeColumns: AttributeColumns(catalog.bookAttributes, rows: count))
  }

  private static func columns(of bags: SparseRows, seed: UInt64, threads: Int) -> Matrix {
    guard bags.columns > 0, bags.rows > 0 else { return Matrix(rows: bags.rows, columns: 0) }
    var generator = SeededGenerator(seed: seed, stream: 0)
    let columns = TruncatedSVD(rank: tagDimensions)
      .embedding(of: bags, threads: threads, using: &generator)
    columns.normalizeRows()
    return columns
  }

  /// The number of books.
  public var count: Int { numbers.values.rows }
}

/// Which books belong together: each is in one group or in none.
public struct Groups: Sendable, Equatable {
  /// The group of each book; ``none`` for a book without one.
  public let ids: [UInt32]
  /// How many groups there are.
  public let count: Int

  /// What stands for "in no group".
  public static let none = UInt32.max

  /// Groups of books with the same name; nil is none.
  public init(_ names: [String?]) {
    var numbers: [String: UInt32] = [:]
    ids = names.map { name in
      guard let name else { return Self.none }
      let next = UInt32(numbers.count)
      let id = numbers[name, default: next]
      if id == next { numbers[name] = next }
      return id
    }
    count = numbers.count
  }

  /// Groups by number; every id is ``none`` or below `count`.
  public init(ids: [UInt32], count: Int) {
    precondition(ids.allSatisfy { $0 == Self.none || $0 < count }, "a group beyond \(count)")
    self.ids = ids
    self.count = count
  }

  /// Whether no book is in a group.
  public var isEmpty: Bool { count == 0 }
}
