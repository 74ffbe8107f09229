public import Octavo
import Support

/// What is kept of the last ratings that a run accepted, to compare the next ones with.
///
/// A folder of `facts.json`, `readers.txt`, `books.txt` and `orders.json`; it appears whole or not at all.
public struct DataRecord: Sendable, Equatable {
  /// What they were like.
  public let facts: DataFacts
  /// The readers.
  public let readers: Vocabulary
  /// The books that had ratings.
  public let books: Vocabulary
  /// In which order some readers' ratings stood; nil in a record of before that was kept.
  let orders: ReaderOrders?

  /// The record of ratings as they were read.
  ///
  /// - Parameter sideFiles: The names of the files beside them. The default is nil: nobody knows.
  public init(_ ratings: Ratings, sideFiles: [String]? = nil) {
    facts = DataFacts(ratings, sideFiles: sideFiles)
    (readers, books) = (ratings.readers, ratings.books)
    orders = ReaderOrders(ratings)
  }

  private static func places(
    _ folder: String
  ) -> (facts: String, readers: String, books: String, orders: String) {
    (
      folder + "/facts.json", folder + "/readers.txt", folder + "/books.txt",
      folder + "/orders.json"
    )
  }

  /// Writes the record to `folder`, replacing one that is there.
  ///
  /// - Throws: `FileError`, `CheckpointError`.
  func write(to folder: String) throws {
    let target = try AtomicFolder(path: folder)
    let places = Self.places(target.temporaryPath)
    try JSONFile.write(facts, to: places.facts)
    try AtomicFile.write(readers.encoded(), to: places.readers)
    try AtomicFile.write(books.encoded(), to: places.books)
    if let orders { try JSONFile.write(orders, to: places.orders) }
    try target.commit()
  }

  /// Reads the record in `folder`.
  ///
  /// - Throws: `FileError`, `CheckpointError`, `DataError`.
  init(reading folder: String) throws {
    let places = Self.places(folder)
    facts = try JSONFile.read(from: places.facts)
    readers = try Vocabulary(
      encoded: InputFile.contents(of: places.readers), path: places.readers)
    orders =
      try FileStatus.exists(places.orders) ? JSONFile.read(from: places.orders) : nil
    books = try Vocabulary(encoded: InputFile.contents(of: places.books), path: places.books)
  }
}
