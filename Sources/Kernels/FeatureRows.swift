internal import CIntrinsics

/// Scaled features of many pairs, [rows × columns], in 16 bits each.
///
/// Scaled features lie within ± ``FeatureScaling/limit``, so they are kept as whole multiples of a 32,767th of it: a
/// rounding of at most 0.0001, half the memory of single precision, and half the lines to read for a pair.
///
/// `@unchecked Sendable` holds because in a parallel phase each task writes rows that no other task touches.
@safe public final class FeatureRows: @unchecked Sendable {
  /// The number of pairs.
  public let rows: Int
  /// The number of features.
  public let columns: Int
  private let memory: ZeroedMemory<Int16>
  private let base: UnsafeMutablePointer<Int16>

  private static let unit = FeatureScaling.limit / Float(Int16.max)

  /// Zeros, [rows × columns].
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "\(rows) × \(columns) features")
    (self.rows, self.columns) = (rows, columns)
    memory = ZeroedMemory(count: rows * columns)
    unsafe base = memory.base
  }

  deinit { memory.release() }

  /// The features of one pair, in single precision; those beyond the limit become the limit, and what is no
  /// number 0.
  public subscript(row: Int) -> [Float] {
    get {
      unsafe [Float](unsafeUninitializedCapacity: columns) { values, count in
        count = columns
        if let start = values.baseAddress { unsafe expand(row, into: start) }
      }
    }
    set {
      precondition(newValue.count == columns, "\(newValue.count) values for \(columns) features")
      let target = unsafe start(row)
      unsafe newValue.withUnsafeBufferPointer { values in
        guard let source = values.baseAddress else { return }
        unsafe octavo_narrow(columns, target, source, 1 / Self.unit, FeatureScaling.limit)
      }
    }
  }

  /// All features, row after row.
  public var values: [Float] { (0..<rows).flatMap { self[$0] } }

  /// The features of some pairs as they are kept, to be moved, [rows × columns].
  public func packed(_ rows: some Collection<Int>) -> [Int16] {
    unsafe [Int16](unsafeUninitializedCapacity: rows.count * columns) { values, count in
      count = rows.count * columns
      guard let target = values.baseAddress else { return }
      for (i, row) in rows.enumerated() {
        unsafe (target + i * columns).initialize(from: start(row), count: columns)
      }
    }
  }

  /// Writes features that ``packed(_:)`` gave to `rows`, in their order.
  public func place(_ packed: [Int16], at rows: some Collection<Int>) {
    precondition(
      packed.count == rows.count * columns,
      "\(packed.count) values for \(rows.count) × \(columns) features")
    unsafe packed.withUnsafeBufferPointer { values in
      guard let source = values.baseAddress else { return }
      for (i, row) in rows.enumerated() {
        unsafe start(row).update(from: source + i * columns, count: columns)
      }
    }
  }

  /// Writes the features of one pair to `target`.
  func expand(_ row: Int, into target: UnsafeMutablePointer<Float>) {
    unsafe octavo_widen(columns, target, start(row), Self.unit)
  }

  /// Asks the memory system for the features of one pair, which will be read soon.
  @usableFromInline func prefetch(_ row: Int) {
    let first = unsafe start(row)
    for column in stride(from: 0, to: columns, by: 32) { unsafe octavo_prefetch(first + column) }
  }

  private func start(_ row: Int) -> UnsafeMutablePointer<Int16> {
    precondition((0..<rows).contains(row), "pair \(row) of \(rows)")
    return unsafe base + row * columns
  }
}
