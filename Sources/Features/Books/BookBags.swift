import BookData
import Foundation
public import Kernels

extension BookTags {
  /// Books as bags of tags, [books × tags], rows of length 1: log(1 + count) · √idf.
  ///
  /// idf = log(books / books with the tag). Tags on fewer than 20 books say nothing about the others; with
  /// few books, on fewer than two.
  public func bags(books: Int) -> SparseRows {
    let leastBooks = min(20, max(2, books / 100))
    var frequencies = [Int](repeating: 0, count: names.count)
    for entry in entries { frequencies[Int(entry.tag)] += 1 }
    let kept = frequencies.indices.filter {
      frequencies[$0] >= leastBooks && frequencies[$0] < books
    }
    var column = [UInt32?](repeating: nil, count: names.count)
    for (place, tag) in kept.enumerated() { column[tag] = UInt32(place) }
    let elements = entries.compactMap { entry -> (row: UInt32, column: UInt32, value: Float)? in
      guard let place = column[Int(entry.tag)] else { return nil }
      let idf = log(Float(books) / Float(frequencies[Int(entry.tag)]))
      return (entry.book, place, log(1 + entry.count) * idf.squareRoot())
    }
    return SparseRows(rows: books, columns: kept.count, elements: elements).normalized()
  }
}

extension ToReadLists {
  /// Books by the lists that they are on, [books × lists], rows of length 1.
  public func bags(books count: Int) -> SparseRows {
    SparseRows(
      rows: count, columns: self.count,
      elements: (0..<self.count).lazy.flatMap { list in
        self[list].lazy.map { (row: $0, column: UInt32(list), value: Float(1)) }
      }
    ).normalized()
  }
}
