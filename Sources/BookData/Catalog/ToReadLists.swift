/// The books that readers marked to be read some day.
package struct ToReadLists: Sendable {
  /// Where each list begins in ``books``, [lists + 1].
  package let offsets: [Int]
  /// The books of all lists as indices of the vocabulary, rising within a list.
  package let books: [UInt32]
  /// The list of each reader of the vocabulary; nil without one.
  package let listOfReader: [Int?]

  /// Lists of these parts.
  package init(offsets: [Int], books: [UInt32], listOfReader: [Int?]) {
    precondition(offsets.first == 0 && offsets.last == books.count, "lists that do not fit")
    self.offsets = offsets
    self.books = books
    self.listOfReader = listOfReader
  }

  /// The lists in `table`, of all readers, known or not.
  ///
  /// Books outside the vocabulary are passed over, and so are rows without an id; a book counts once on a
  /// list.
  ///
  /// - Throws: `DataError`.
  package init(
    reading table: TableSource, _ format: RatingsFormat = RatingsFormat(), readers: Vocabulary,
    books vocabulary: Vocabulary
  ) throws(DataError) {
    var reader = try PairsReader(table, format: format)
    var numberOfID: [String: UInt32] = [:]
    var pairs: [(list: UInt32, book: UInt32)] = []
    while let pair = try reader.nextWithIds() {
      guard let book = vocabulary.index(of: pair.book) else { continue }
      let next = UInt32(numberOfID.count)
      let list = numberOfID[pair.reader, default: next]
      if list == next { numberOfID[pair.reader] = next }
      pairs.append((list, book))
    }
    pairs.sort { ($0.list, $0.book) < ($1.list, $1.book) }
    var offsets = [0]
    var books: [UInt32] = []
    for (place, pair) in pairs.enumerated() {
      if place > 0, pairs[place - 1] == pair { continue }
      while offsets.count <= Int(pair.list) { offsets.append(books.count) }
      books.append(pair.book)
    }
    while offsets.count <= numberOfID.count { offsets.append(books.count) }
    self.init(
      offsets: offsets, books: books,
      listOfReader: (0..<UInt32(readers.count)).map {
        numberOfID[readers.text(at: $0)].map(Int.init)
      })
  }

  /// The number of lists.
  package var count: Int { offsets.count - 1 }

  /// The books on one list, rising.
  package subscript(list: Int) -> ArraySlice<UInt32> { books[offsets[list]..<offsets[list + 1]] }

  /// The books that a reader of the vocabulary marked, rising; none for a reader without a list.
  package func books(ofReader reader: UInt32) -> ArraySlice<UInt32> {
    guard Int(reader) < listOfReader.count, let list = listOfReader[Int(reader)] else { return [] }
    return self[list]
  }
}

extension PairsReader {
  /// The next pair of a file whose rows without an id are passed over.
  fileprivate mutating func nextWithIds() throws(DataError) -> Pair? {
    while true {
      do throws(DataError) {
        return try next()
      } catch .emptyField {
        continue
      } catch .missingId {
        continue
      }
    }
  }
}
