import BookData
import Foundation
import Kernels
import Parallelism

@testable import Features

/// A small data folder of made-up books, readers and tastes, as a program and as another one would read it.
///
/// Every reader likes some authors and tags more than others, so that histories tell something.
final class Library: Sendable {
  let folder = FileManager.default.temporaryDirectory.path + "/library-\(UUID().uuidString)"
  let ratings: Ratings
  let catalog: Catalog

  static let bookCount = 60
  static let readerCount = 40

  /// Writes the folder and reads it.
  ///
  /// - Parameters:
  ///   - leavingOut: Names of side files that are not written.
  ///   - hasAttributes: Whether books and readers have attributes beside what the files say.
  init(leavingOut: Set<String> = [], hasAttributes: Bool = false) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, lines) in Self.files() where !leavingOut.contains(name) {
      try Data((lines.joined(separator: "\n") + "\n").utf8)
        .write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    var files = try CatalogFolder(DataTables(folder: folder))
    var ratings = try RatingsReader(threads: 1).read(folder + "/ratings.csv")
    ratings.add(books: (1...Self.bookCount).map(String.init))
    var catalog = try files.catalog(readers: ratings.readers, books: ratings.books, threads: 1)
    if hasAttributes { catalog.addAttributes(readers: ratings.readers.count) }
    catalog.add(bookOfID: "")
    (self.ratings, self.catalog) = (ratings, catalog)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The space of the books, and one that nobody knows.
  func space(_ parts: Set<BookPart> = Set(BookPart.allCases), threads: Int = 1) -> BookSpace {
    BookSpace(catalog, using: parts, seed: 3, threads: threads)
  }

  /// Few factors, soon learned.
  static var factors: FactorConfiguration {
    var factors = FactorConfiguration()
    (factors.rank, factors.implicitRank, factors.passes, factors.folds) = (4, 6, 6, 3)
    return factors
  }

  /// The encoder that `rows`, or all ratings, teach.
  func encoding(
    _ rows: [Rating]? = nil, telling others: [Rating] = [],
    parts: Set<BookPart> = Set(BookPart.allCases), order: HistoryOrder = .none, threads: Int = 1
  ) -> PairEncoding {
    var generator = SeededGenerator(seed: 6)
    return FeatureEncoder.fitted(
      to: (rows ?? ratings.rows)[...], telling: others[...],
      space: space(parts, threads: threads), readers: readers(parts), order: order, Self.factors,
      threads: threads, using: &generator
    ).encoding
  }

  /// What is known of the readers.
  func readers(_ parts: Set<BookPart> = Set(BookPart.allCases)) -> ReaderSpace {
    ReaderSpace(
      toRead: parts.contains(.toRead) ? catalog.toRead : nil,
      attributes: AttributeColumns(catalog.readerAttributes, rows: ratings.readers.count))
  }

  // MARK: The files

  private static func files() -> [String: [String]] {
    var generator = SeededGenerator(seed: 11)
    func draw(_ bound: Int) -> Int { Int(generator.next(upperBound: UInt64(bound))) }
    let books = 1...bookCount
    let authors = books.map { _ in draw(12) }
    let tags = books.map { _ in (0..<4).map { _ in draw(10) } }
    let fame = books.map { _ in generator.uniform() }
    let tastes = (0..<readerCount).map { _ in
      (level: 2 * generator.uniform() - 1, author: draw(12), tag: draw(10))
    }
    var rows = ["user_id,book_id,rating"]
    for (reader, taste) in tastes.enumerated() {
      for book in books where generator.uniform() < 0.3 {
        let liked =
          (authors[book - 1] == taste.author ? 1.5 : 0)
          + (tags[book - 1].contains(taste.tag) ? 1 : 0)
        let value = 3 + fame[book - 1] + taste.level + liked - 0.5 + generator.uniform()
        rows.append("\(reader + 1),\(book),\(min(5, max(1, Int(value))))")
      }
    }
    return [
      "ratings.csv": rows,
      "books.csv": bookLines(authors, fame),
      "tags.csv": ["tag_id,tag_name"] + (0..<10).map { "\($0 + 100),tag \($0)" },
      "book_tags.csv": ["goodreads_book_id,tag_id,count"]
        + books.flatMap { book in
          Set(tags[book - 1]).sorted().map { "\(book + 7000),\($0 + 100),\(1 + draw(50))" }
        },
      "to_read.csv": ["user_id,book_id"]
        + (1...readerCount + 5).flatMap { reader in
          books.filter { _ in generator.uniform() < 0.15 }.map { "\(reader),\($0)" }
        },
    ]
  }

  private static func bookLines(_ authors: [Int], _ fame: [Double]) -> [String] {
    let header = [
      "book_id,goodreads_book_id,authors,original_publication_year,title,language_code",
      "average_rating,books_count,work_text_reviews_count",
      "ratings_1,ratings_2,ratings_3,ratings_4,ratings_5",
    ].joined(separator: ",")
    return [header]
      + (1...bookCount).map { book in
        let series = book % 3 == 0 ? " (Series \(book % 7), #\(book))" : ""
        let famous = fame[book - 1]
        let stars = [3, 5, 11, 17, 13].enumerated().map { star, share in
          Int(Double(share) * (1 + famous * Double(star)) * Double(5 + book % 9))
        }
        // One book's year and language are not known.
        let isKnown = book != 5
        let year = isKnown ? "\(1890 + book * 2)" : ""
        let language = isKnown ? (book % 6 == 0 ? "fre" : "eng") : ""
        return ["\(book)", "\(book + 7000)", "Author \(authors[book - 1])", year]
          .joined(separator: ",")
          + ",\"Title \(book)\(series)\",\(language),\(3 + famous),\(1 + book % 8),\(book * 3),"
          + stars.map(String.init).joined(separator: ",")
      }
  }
}

extension Catalog {
  /// Numbers and categories of books and readers, some of them unknown.
  fileprivate mutating func addAttributes(readers: Int) {
    var generator = SeededGenerator(seed: 13)
    func categories(_ count: Int, of names: [String]) -> Attribute.Values {
      .categories(
        CategoryRows(
          (0..<count).map { row in
            row % 7 == 3 ? [] : names.filter { _ in generator.uniform() < 0.4 }
          }))
    }
    func numbers(_ count: Int) -> Attribute.Values {
      .numbers((0..<count).map { $0 % 9 == 4 ? nil : 30 * generator.uniform() })
    }
    bookAttributes = [
      Attribute(name: "genres", values: categories(books.count, of: ["comedy", "drama", "war"])),
      Attribute(name: "pages", values: numbers(books.count)),
    ]
    readerAttributes = [
      Attribute(name: "age", values: numbers(readers)),
      Attribute(name: "country", values: categories(readers, of: ["de", "fr"])),
    ]
  }
}
