import BookData
import Features
import Kernels
import Parallelism

/// A dozen books of which everything is known.
enum SmallCatalog {
  private static let count = 12

  static func space(_ parts: Set<BookPart>, threads: Int = 1) -> BookSpace {
    BookSpace(catalog, using: parts, seed: 1, threads: threads)
  }

  static var catalog: Catalog {
    var generator = SeededGenerator(seed: 4)
    let books = (0..<count).map { index in
      var book = BookDetails(id: "\(index)")
      book.title = index % 3 == 0 ? "Title \(index)" : "Title \(index) (Series \(index % 4), #1)"
      book.authors = ["Author \(index % 5)"]
      book.language = index % 4 == 0 ? "fre" : "eng"
      book.year = 1900 + index * 7
      book.averageRating = 3 + generator.uniform()
      book.starCounts = (0..<5).map { _ in 1 + (100 * generator.uniform()).rounded() }
      book.reviewCount = 10 + Double(index)
      book.editionCount = 1 + Double(index % 6)
      return book
    }
    var entries: [BookTags.Entry] = []
    for book in 0..<UInt32(count) {
      for tag in 0..<UInt32(6) where (book * 5 + tag * 3) % 7 < 3 {
        entries.append(BookTags.Entry(book: book, tag: tag, count: Float(1 + (book + tag) % 4)))
      }
    }
    let tags = BookTags(names: (0..<6).map { "tag \($0)" }, entries: entries)
    let lists = ToReadLists(
      offsets: [0, 3, 6, 9], books: [0, 4, 8, 1, 4, 9, 2, 3, 11], listOfReader: [0, nil, 2])
    return Catalog(books: books, tags: tags, toRead: lists)
  }
}
