/// The rows of an embedding table with their optimizer state, each row beside its own moments.
///
/// Layout of a row: weights [dimension], then `slots` more vectors of the same length (Adam: first and
/// second moment). One row is touched by a few consecutive cache lines.
///
/// `@unchecked Sendable` holds because the forward phase only reads, and in the update phase a row is
/// written by its one owner; ``Parallel`` joins between the two.
@safe public final class EmbeddingTable: @unchecked Sendable {
  /// The number of rows.
  public let rows: Int
  /// The length of a row's weights.
  public let dimension: Int
  /// The number of state vectors beside the weights.
  public let slots: Int

  let stride: Int
  let base: UnsafeMutablePointer<Float>
  /// The last step whose effects a row holds.
  let lastStep: UnsafeMutablePointer<UInt32>
  /// The first row of the current batch that uses a table row; valid where `headStep` is the step.
  let head: UnsafeMutablePointer<UInt32>
  let headStep: UnsafeMutablePointer<UInt32>

  /// A table of zeros.
  public init(rows: Int, dimension: Int, slots: Int) {
    precondition(
      rows >= 0 && dimension > 0 && slots >= 0,
      "\(rows) rows of \(dimension) × \(slots)")
    self.rows = rows
    self.dimension = dimension
    self.slots = slots
    stride = dimension * (1 + slots)
    unsafe base = allocateAligned(rows * stride, of: Float.self)
    unsafe base.initialize(repeating: 0, count: rows * stride)
    func counters() -> UnsafeMutablePointer<UInt32> {
      let counters = unsafe allocateAligned(rows, of: UInt32.self)
      unsafe counters.initialize(repeating: 0, count: rows)
      return unsafe counters
    }
    unsafe lastStep = counters()
    unsafe head = counters()
    unsafe headStep = counters()
  }

  deinit {
    unsafe base.deallocate()
    unsafe lastStep.deallocate()
    unsafe head.deallocate()
    unsafe headStep.deallocate()
  }

  /// One vector of a row: slot 0 is the weights, then the optimizer's state.
  public func vector(row: Int, slot: Int = 0) -> [Float] {
    unsafe Array(UnsafeBufferPointer(start: start(row, slot), count: dimension))
  }

  /// Replaces one vector of a row.
  public func setVector(row: Int, slot: Int = 0, to values: [Float]) {
    precondition(values.count == dimension, "\(values.count) values for a row of \(dimension)")
    let target = unsafe start(row, slot)
    for (i, value) in values.enumerated() { unsafe target[i] = value }
  }

  /// The last step whose effects row `row` holds; 0 before any.
  public func lastStep(ofRow row: Int) -> Int {
    precondition((0..<rows).contains(row), "row \(row) of \(rows)")
    return unsafe Int(lastStep[row])
  }

  /// Copies all weights into `target`'s first ``rows`` rows, [rows × dimension].
  public func copyWeights(to target: Matrix) {
    precondition(target.rows >= rows && target.columns == dimension, "a smaller target")
    for row in 0..<rows {
      unsafe (target.base + row * dimension).update(from: base + row * stride, count: dimension)
    }
  }

  private func start(_ row: Int, _ slot: Int) -> UnsafeMutablePointer<Float> {
    precondition((0..<rows).contains(row) && (0...slots).contains(slot), "row \(row), slot \(slot)")
    return unsafe base + row * stride + slot * dimension
  }
}
