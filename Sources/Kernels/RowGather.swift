internal import CIntrinsics

extension EmbeddingTable {
  /// Copies the rows that `slots` name into `inputs`, brought up to the present step.
  ///
  /// inputs[i, column ..< column + dimension] = the weights of the table row of slot i, for the slots in `range`.
  /// The table itself is only read: where several shards meet in one row each computes the same numbers,
  /// and the row's owner stores them in the update phase.
  ///
  /// `catchUp` holds the steps that sleeping rows missed; nil for rules and tables without sleep.
  public func gather(
    _ slots: Slots, range: Range<Int>, into inputs: Matrix, column: Int, catchUp: AdamCatchUp?
  ) {
    precondition(
      range.upperBound <= min(slots.count, inputs.rows) && column + dimension <= inputs.columns,
      "slots \(range) into \(inputs.rows) × \(inputs.columns) at column \(column)")
    let ids = unsafe slots.ids
    for i in range {
      if i + Self.prefetchDistance < range.upperBound {
        unsafe prefetch(row: Int(ids[i + Self.prefetchDistance]))
      }
      let row = unsafe Int(ids[i])
      precondition(row < rows, "row \(row) of a table of \(rows)")
      let target = unsafe inputs.base + i * inputs.columns + column
      let source = unsafe base + row * stride
      unsafe copyAwake(source, to: target, since: lastStep[row], catchUp)
    }
  }

  /// Brings every row up to the present step and makes the catch-up tables begin anew.
  ///
  /// Table-sized work, so once an epoch and whenever the tables are full.
  public func wakeAll(_ catchUp: AdamCatchUp) {
    let step = UInt32(catchUp.step)
    for row in 0..<rows where unsafe lastStep[row] != step {
      let start = unsafe base + row * stride
      unsafe copyAwake(start, to: start, since: lastStep[row], catchUp)
      if slots == 2 { unsafe decayMoments(start + dimension, by: catchUp, since: lastStep[row]) }
      unsafe lastStep[row] = step
    }
  }

  /// How many rows ahead the memory system is asked: enough to hide its latency, few enough to stay in L2.
  static var prefetchDistance: Int { 16 }

  /// Asks for a row's cache lines; a hint, so `row` need not be valid.
  @inline(__always)
  func prefetch(row: Int) {
    let start = unsafe base + row &* stride
    unsafe octavo_prefetch(lastStep + row)
    for line in Swift.stride(from: 0, to: stride, by: 16) {
      unsafe octavo_prefetch(start + line)
    }
  }

  @inline(__always)
  private func copyAwake(
    _ source: UnsafeMutablePointer<Float>, to target: UnsafeMutablePointer<Float>,
    since last: UInt32, _ catchUp: AdamCatchUp?
  ) {
    let dimension = dimension
    guard let catchUp, last != UInt32(truncatingIfNeeded: catchUp.step) else {
      if unsafe source != target { unsafe target.update(from: source, count: dimension) }
      return
    }
    let (decay, displacement, epsilon) = catchUp.coefficients(since: last)
    guard slots == 2 else { return unsafe octavo_scale(dimension, target, source, decay) }
    unsafe octavo_catch_up(
      dimension, target, source, source + dimension, source + 2 * dimension, decay, displacement,
      epsilon)
  }

  private func decayMoments(
    _ moments: UnsafeMutablePointer<Float>, by catchUp: AdamCatchUp, since last: UInt32
  ) {
    let missed = catchUp.step - Int(last)
    let (first, second) = unsafe (catchUp.firstPowers[missed], catchUp.secondPowers[missed])
    for j in 0..<dimension {
      unsafe moments[j] *= first
      unsafe moments[dimension + j] *= second
    }
  }
}
