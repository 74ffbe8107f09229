import Support

/// All that a data folder tells about books beside their ratings.
package struct Catalog: Sendable {
  /// The details of each book of the vocabulary, in its order.
  package var books: [BookDetails]
  /// The books' tags; nil if the folder has none.
  package var tags: BookTags?
  /// The readers' lists of books to read; nil if the folder has none.
  package var toRead: ToReadLists?
  /// What else is known of each book, in the order of ``books``; none by default.
  package var bookAttributes: [Attribute]
  /// What is known of each reader of the vocabulary, in its order; none by default.
  package var readerAttributes: [Attribute]

  /// A catalogue of these parts.
  package init(
    books: [BookDetails], tags: BookTags? = nil, toRead: ToReadLists? = nil,
    bookAttributes: [Attribute] = [], readerAttributes: [Attribute] = []
  ) {
    precondition(
      bookAttributes.allSatisfy { $0.count == books.count }, "attributes of other books")
    (self.books, self.tags, self.toRead) = (books, tags, toRead)
    (self.bookAttributes, self.readerAttributes) = (bookAttributes, readerAttributes)
  }

  /// Adds a book of which nothing is known but its id.
  package mutating func add(bookOfID id: String) {
    let places = books.indices.map(Optional.init) + [nil]
    books.append(BookDetails(id: id))
    bookAttributes = bookAttributes.map { $0.gathered(places) }
  }
}
