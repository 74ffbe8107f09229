/// What ratings add up to for some entities: Σ β E[u uᵀ], packed, and then Σ β x E[u]; beside them Σ β x².
///
/// `@unchecked Sendable` holds because each entity is one task's at a time.
@safe final class Moments: @unchecked Sendable {
  let entities: Int
  let order: Int
  let squaresBase: UnsafeMutablePointer<Float>
  private let base: UnsafeMutablePointer<Float>
  /// How many of each entity's ratings are in its sums.
  private let taken: UnsafeMutablePointer<Int>
  private var packed: Int { packedCount(order) }
  private var stride: Int { packed + order }

  init(entities: Int, order: Int) {
    (self.entities, self.order) = (entities, order)
    unsafe base = allocateAligned(entities * (packedCount(order) + order), of: Float.self)
    unsafe squaresBase = allocateAligned(entities, of: Float.self)
    unsafe taken = allocateAligned(entities, of: Int.self)
  }

  deinit {
    unsafe base.deallocate()
    unsafe squaresBase.deallocate()
    unsafe taken.deallocate()
  }

  /// Sets the sums of some entities to 0; of all where none are named.
  func clear(_ range: Range<Int>? = nil) {
    let range = range ?? 0..<entities
    unsafe sums(range.lowerBound).update(repeating: 0, count: range.count * stride)
    unsafe (squaresBase + range.lowerBound).update(repeating: 0, count: range.count)
    unsafe (taken + range.lowerBound).update(repeating: 0, count: range.count)
  }

  func sums(_ place: Int) -> UnsafeMutablePointer<Float> { unsafe base + place * stride }

  func squares(_ place: Int) -> Float { unsafe squaresBase[place] }

  /// The places of an entity's next ratings, those by others before `end`.
  func take(upTo end: Int, of ratings: SparseRows, _ entity: Int) -> Range<Int> {
    let places = ratings[entity]
    let start = unsafe places.lowerBound + taken[entity]
    var next = start
    while next < places.upperBound, ratings.indices[next] < end { next += 1 }
    unsafe taken[entity] = next - places.lowerBound
    return start..<next
  }

  /// Σ β E[(v · u)² − 2 x v · u] of the new beliefs about an entity.
  func squaredError(_ place: Int, _ rows: GaussianRows, _ entity: Int) -> Double {
    let (sums, row) = unsafe (sums(place), rows.table.base + entity * stride)
    var total = 0.0
    for i in 0..<order {
      // Elements off the diagonal stand for two.
      for j in 0..<i {
        unsafe total += 2 * Double(sums[packedCount(i) + j] * row[packedCount(i) + j])
      }
      unsafe total += Double(sums[packedCount(i) + i] * row[packedCount(i) + i])
      unsafe total -= 2 * Double(sums[packed + i] * row[packed + i])
    }
    return total
  }
}
