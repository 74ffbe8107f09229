/// The rows of one batch: reader, book, rating and weight of each, and what else a network is told of the
/// pair.
///
/// A batch may be *sorted* by one side's ids, so that rows of the same book, say, follow one another: see
/// ``sort(by:)``. The ids and embeddings of that side then lie in *slots*, one for each run of equal ids in
/// a block of rows; on the other side every row has its own slot.
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
  /// The dense features of each pair, [capacity × features].
  public let features: Matrix
  /// What is added to each prediction, [capacity × 1].
  public let offsets: Matrix
  /// How much each row counts in the gradient, [capacity × 1].
  public let weights: Matrix
  /// The side by whose ids rows are sorted; nil for a batch in the order of arrival.
  public let sortedSide: Side?

  @usableFromInline let weightBase: UnsafeMutablePointer<Float>
  @usableFromInline let targetBase: UnsafeMutablePointer<Float>
  @usableFromInline let readers: UnsafeMutablePointer<UInt32>
  @usableFromInline let books: UnsafeMutablePointer<UInt32>
  @usableFromInline let places: UnsafeMutablePointer<UInt32>
  let sorting: BatchSorting?
  let cutting: BatchCutting?
  /// The first row of each shard, and behind them ``count``, where shards are not runs of the order of arrival;
  /// else empty.
  public internal(set) var shardStarts: [Int]

  /// A batch of up to `capacity` rows.
  ///
  /// - Parameters:
  ///   - featureCount: The number of dense features of a pair. The default is 0.
  ///   - sortedSide: The side by whose ids rows shall be sorted; only without features. The default is nil.
  ///   - shards: The number of shards where each row is told its own: see ``note(_:place:shard:)``. Such a batch is
  ///     not sorted. The default is nil.
  public init(
    capacity: Int, featureCount: Int = 0, sortedSide: Side? = nil, shards: Int? = nil
  ) {
    precondition(sortedSide == nil || featureCount == 0, "a sorted batch with features")
    precondition(
      sortedSide == nil || shards == nil, "a batch that is sorted, with shards of its own")
    precondition(
      (1...Self.maximumShards).contains(shards ?? 1), "a batch of \(shards ?? 0) shards")
    self.capacity = capacity
    self.sortedSide = sortedSide
    features = Matrix(rows: capacity, columns: featureCount)
    offsets = Matrix(rows: capacity, columns: 1)
    targets = Matrix(rows: capacity, columns: 1)
    weights = Matrix(rows: capacity, columns: 1)
    // The matrices live as long as the batch.
    unsafe targetBase = targets.base
    unsafe weightBase = weights.base
    unsafe readers = allocateAligned(capacity, of: UInt32.self)
    unsafe books = allocateAligned(capacity, of: UInt32.self)
    unsafe places = allocateAligned(capacity, of: UInt32.self)
    sorting = sortedSide == nil ? nil : BatchSorting(capacity: capacity)
    cutting = shards == nil ? nil : BatchCutting(capacity: capacity)
    shardStarts = shards.map { [Int](repeating: 0, count: $0 + 1) } ?? []
  }

  deinit {
    unsafe readers.deallocate()
    unsafe books.deallocate()
    unsafe places.deallocate()
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

  /// Where row `index` is to be fetched from: a note for whoever fills the batch.
  @inlinable public func place(_ index: Int) -> Int {
    precondition((0..<capacity).contains(index), "row \(index) of a batch of \(capacity)")
    return unsafe Int(places[index])
  }

  /// Notes where row `index` is to be fetched from.
  @inlinable public func setPlace(_ index: Int, _ place: Int) {
    precondition((0..<capacity).contains(index), "row \(index) of a batch of \(capacity)")
    unsafe places[index] = UInt32(place)
  }

  /// Copies the features and the offset of row `row` of `inputs` to row `index`.
  ///
  /// - Parameter standardize: What the network sees in the place of an offset. The default is the offset.
  @inline(__always)
  public func setInputs(
    _ index: Int, from inputs: SideFeatures, row: Int,
    standardizedBy standardize: (Float) -> Float = { $0 }
  ) {
    let width = features.columns
    precondition(
      (0..<capacity).contains(index) && inputs.features.columns == width,
      "\(inputs.features.columns) features to row \(index) with \(width)")
    unsafe inputs.features.expand(row, into: features.base + index * width)
    unsafe offsets.base[index] = standardize(inputs.offsets.base[row])
  }

  /// The reader ids or the book ids, one for each row.
  func ids(_ side: Side) -> UnsafeMutablePointer<UInt32> {
    unsafe side == .reader ? readers : books
  }

  /// The ids of a side's slots; ``Slots/noID`` for slots that the present batch has no use for.
  func slotIDs(_ side: Side) -> UnsafeMutablePointer<UInt32> {
    guard let sorting, side == sortedSide else { return unsafe ids(side) }
    return unsafe sorting.slotIDs
  }
}

/// What a network is told of pairs beside the two ids.
public struct SideFeatures: Sendable {
  /// Dense features, scaled, [pairs × features].
  public let features: FeatureRows
  /// What is added to each prediction, [pairs × 1].
  public let offsets: Matrix

  /// Zeros for `count` pairs.
  public init(count: Int, featureCount: Int) {
    features = FeatureRows(rows: count, columns: featureCount)
    offsets = Matrix(rows: count, columns: 1)
  }

  /// What is told of pairs in two parts, a row for each pair.
  public init(features: FeatureRows, offsets: Matrix) {
    precondition(
      features.rows == offsets.rows && offsets.columns == 1,
      "\(features.rows) features, \(offsets.rows) × \(offsets.columns) offsets")
    (self.features, self.offsets) = (features, offsets)
  }

  /// Asks the memory system for what is told of one pair, which will be read soon.
  @inlinable public func prefetch(_ row: Int) { features.prefetch(row) }
}

/// The two sides of a rating.
public enum Side: Sendable, CaseIterable {
  /// Who rates.
  case reader
  /// What is rated.
  case book

  /// The one or the other.
  public var other: Side { self == .reader ? .book : .reader }
}
