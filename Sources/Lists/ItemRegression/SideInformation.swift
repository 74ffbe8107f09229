import BookData
import Foundation
import Kernels

extension ItemRegression {
  /// What a catalogue says about which books belong together, weighted as `configuration` asks.
  ///
  /// It does not take the place of readers: it is worth a few of them, and decides for books that have few.
  package static func sideInformation(
    of catalog: Catalog, _ configuration: RelevanceConfiguration
  ) -> [SideMatrix] {
    let books = catalog.books
    var matrices = [
      shared(books.map { $0.authors.first }, weight: configuration.authorWeight),
      shared(books.map { $0.series?.name }, weight: configuration.seriesWeight),
    ]
    if let tags = catalog.tags {
      matrices.append(
        SideMatrix(rows: tags.columnsOfBooks(books.count), weight: configuration.tagWeight))
    }
    if let lists = catalog.toRead {
      matrices.append(
        SideMatrix(
          offsets: lists.offsets, books: lists.books, bookCount: books.count,
          weight: configuration.toReadWeight))
    }
    return matrices
  }

  /// Books with the same value: a row for each value, in the order of first appearance.
  private static func shared(_ values: [String?], weight: Float) -> SideMatrix {
    var rowOfValue: [String: UInt32] = [:]
    let elements = values.enumerated().compactMap {
      book, value -> (row: UInt32, column: UInt32, value: Float)? in
      guard let value else { return nil }
      let next = UInt32(rowOfValue.count)
      let row = rowOfValue[value, default: next]
      rowOfValue[value] = row
      return (row, UInt32(book), 1)
    }
    return SideMatrix(
      rows: SparseRows(rows: rowOfValue.count, columns: values.count, elements: elements),
      weight: weight)
  }
}

extension BookTags {
  /// Tags on more than this share of the books are shelves like "to-read" that say nothing about content.
  private static let largestShare = 0.3
  /// Tags on fewer books than this connect too few.
  private static let leastBooks = 5

  /// Tags × books, log(1 + count) · log(books / books with the tag), each book's column of length 1, so
  /// that the Gram matrix holds cosines.
  fileprivate func columnsOfBooks(_ books: Int) -> SparseRows {
    var frequencies = [Int](repeating: 0, count: names.count)
    for entry in entries { frequencies[Int(entry.tag)] += 1 }
    let usable = Self.leastBooks...max(Self.leastBooks, Int(Double(books) * Self.largestShare))
    let kept = entries.lazy.filter { usable.contains(frequencies[Int($0.tag)]) }
    let elements = kept.map { entry -> (row: UInt32, column: UInt32, value: Float) in
      let rarity = log(Float(books) / Float(frequencies[Int(entry.tag)]))
      return (entry.book, entry.tag, log(1 + entry.count) * rarity)
    }
    return SparseRows(rows: books, columns: names.count, elements: elements).normalized().transposed
  }
}
