public import BookData
public import Kernels

extension SparseRows {
  /// The ratings of `rows`, [readers × books], books rising within a reader; no pair of reader and book occurs twice.
  public init(ratings rows: some Sequence<Rating>, readers: Int, books: Int) {
    let byBook = SparseRows(
      rows: books, columns: readers,
      elements: rows.map { (row: $0.book, column: $0.reader, value: $0.value) })
    self = byBook.transposed
  }
}

extension ReaderProfile {
  /// The profile of one of many readers, whose ratings are a row of `histories`, [readers × books].
  ///
  /// An index that is no row stands for an unknown reader.
  public init(reader: UInt32, in histories: SparseRows) {
    guard reader < histories.rows else {
      self.init(ratings: [])
      return
    }
    self.init(
      reader: reader,
      ratings: histories[Int(reader)].map {
        BookRating(book: histories.indices[$0], value: histories.values[$0])
      })
  }
}
