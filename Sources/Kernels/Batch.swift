/// The rows of one batch: reader, book, rating and weight of each.
///
/// `@unchecked Sendable` holds because tasks fill disjoint row ranges in one phase and only read in the
/// next.
@safe public final class Batch: @unchecked Sendable {
  /// The largest number of rows.
  public let capacity: Int
  /// The number of rows in use.
  public var count: Int = 0
  /// The ratings, [capacity × 1].
  public let targets: Matrix
  /// How much each row counts in the gradient, [capacity × 1].
  public let weights: Matrix
  @usableFromInline let weightBase: UnsafeMutablePointer<Float>
  @usableFromInline let targetBase: UnsafeMutablePointer<Float>
  @usableFromInline let readers: UnsafeMutablePointer<UInt32>
  @usableFromInline let books: UnsafeMutablePointer<UInt32>

  /// A batch of up to `capacity` rows.
  public init(capacity: Int) {
    self.capacity = capacity
    targets = Matrix(rows: capacity, columns: 1)
    weights = Matrix(rows: capacity, columns: 1)
    // The matrices live as long as the batch.
    unsafe targetBase = targets.base
    unsafe weightBase = weights.base
    unsafe readers = allocateAligned(capacity, of: UInt32.self)
    unsafe books = allocateAligned(capacity, of: UInt32.self)
  }

  deinit {
    unsafe readers.deallocate()
    unsafe books.deallocate()
  }

  /// Sets row `index`.
  ///
  /// - Parameter weight: How much the row counts in the gradient. The default is 1.
  @inlinable public func set(
    _ index: Int, reader: UInt32, book: UInt32, target: Float, weight: Float = 1
  ) {
    precondition((0..<capacity).contains(index), "row \(index) of a batch of \(capacity)")
    unsafe readers[index] = reader
    unsafe books[index] = book
    unsafe targetBase[index] = target
    unsafe weightBase[index] = weight
  }

  /// The reader ids or the book ids.
  func ids(_ side: Side) -> UnsafeMutablePointer<UInt32> {
    unsafe side == .reader ? readers : books
  }
}

/// The two sides of a rating.
public enum Side: Sendable, CaseIterable {
  /// Who rates.
  case reader
  /// What is rated.
  case book
}
