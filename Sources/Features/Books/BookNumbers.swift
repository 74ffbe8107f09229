import BookData
import Foundation
public import Kernels

/// What catalogues say of books in numbers, each column standardized over the books that have it.
///
/// A missing number counts as the mean, which is 0. A column that no book has, or that is the same for
/// every book, is left out.
public struct BookNumbers: Sendable {
  /// The columns' names.
  public let names: [String]
  /// Standardized numbers, [books × names].
  public let values: Matrix

  /// Numbers of these parts.
  public init(names: [String], values: Matrix) {
    precondition(names.count == values.columns, "\(names.count) names, \(values.columns) columns")
    self.names = names
    self.values = values
  }

  /// The numbers of `books`, without those of the parts that are switched off.
  package init(_ books: [BookDetails], using parts: Set<BookPart>) {
    var raw: [(name: String, column: [Double?])] = []
    if parts.contains(.numbers) { raw += Self.counted(books) + Self.dated(books) }
    if parts.contains(.language) { raw.append(Self.commonestLanguage(books)) }
    if parts.contains(.series) {
      raw.append(
        (
          "in a series",
          books.map {
            $0.series != nil ? 1 : $0.title.isEmpty ? nil : 0
          }
        ))
    }
    let columns = raw.compactMap { name, column in
      column.standardized.map { (name: name, column: $0) }
    }
    self.init(
      names: columns.map(\.name),
      values: Matrix(ofColumns: columns.map(\.column), rows: books.count))
  }

  /// Columns from how many readers rated the book how on Goodreads.
  private static func counted(_ books: [BookDetails]) -> [(String, [Double?])] {
    let spreads = books.map(StarSpread.init)
    let shares = (0..<5).map { star in
      ("share of \(star + 1) stars", spreads.map { $0?.shares[star] })
    }
    return [
      ("average rating", books.map(\.averageRating)),
      ("mean of stars", spreads.map { $0?.mean }),
      ("deviation of stars", spreads.map { $0?.deviation }),
      ("log of ratings", spreads.map { $0.map { log($0.count) } }),
      ("log of reviews", books.map { $0.reviewCount.map { log(1 + $0) } }),
      ("log of editions", books.map { $0.editionCount.map { log(1 + $0) } }),
    ] + shares
  }

  /// The logarithm of the book's age when the newest one was three years old; older than 1800 is old.
  private static func dated(_ books: [BookDetails]) -> [(String, [Double?])] {
    let newest = books.compactMap(\.year).max() ?? 0
    let ages = books.map { $0.year.map { log(Double(3 + newest - max($0, min(1800, newest)))) } }
    return [("log of age", ages)]
  }

  private static func commonestLanguage(_ books: [BookDetails]) -> (String, [Double?]) {
    // "en-US" and "eng" are one language.
    let codes = books.map { $0.language.map { String($0.lowercased().prefix(2)) } }
    let counts = codes.reduce(into: [String: Int]()) {
      if let code = $1 { $0[code, default: 0] += 1 }
    }
    let commonest = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return ("in the commonest language", codes.map { code in code.map { $0 == commonest ? 1 : 0 } })
  }
}

/// How a book's stars are spread on Goodreads.
private struct StarSpread {
  let count: Double
  let shares: [Double]
  let mean: Double
  let deviation: Double

  /// Nil for a book without such counts.
  init?(_ book: BookDetails) {
    guard book.ratingCount > 0 else { return nil }
    let total = book.ratingCount
    count = total
    shares = book.starCounts.map { $0 / total }
    let center = zip(shares, 1...).reduce(0) { $0 + $1.0 * Double($1.1) }
    mean = center
    deviation = zip(shares, 1...).reduce(0) {
      $0 + $1.0 * (Double($1.1) - center) * (Double($1.1) - center)
    }.squareRoot()
  }
}
