internal import CIntrinsics

/// Products whose factors are rounded to bfloat16, and room for the rounded ones.
///
/// `@unchecked Sendable` holds because each worker has its own.
@safe public final class BFloat16Products: @unchecked Sendable {
  private var left = Pairs()
  private var right = Pairs()

  /// Below this size in any direction rounding a product's factors takes longer than it saves.
  private static let smallestSize = 16

  /// Room that grows with the largest product.
  ///
  /// The processor must have the instructions: see ``Precision``.
  public init() { precondition(Precision.bfloat16.isAvailable, "no bfloat16 on this processor") }

  /// As ``multiply(_:_:into:accumulating:)``; of single precision where a product is small.
  ///
  /// Shapes: `a` [m × k], `b` [k × n], `result` [m × n].
  public func multiply(
    _ a: MatrixView, _ b: MatrixView, into result: MatrixView, accumulating: Bool = false
  ) {
    guard min(a.rows, a.columns, b.columns) >= Self.smallestSize, !b.isTransposed else {
      return Kernels.multiply(a, b, into: result, accumulating: accumulating)
    }
    precondition(
      a.columns == b.rows && result.rows == a.rows && result.columns == b.columns
        && !result.isTransposed,
      "\(a.rows) × \(a.columns) · \(b.rows) × \(b.columns) into \(result.rows) × \(result.columns)")
    let pairs = (a.columns + 1) / 2
    let width = (b.columns + 15) / 16 * 16
    let factor = unsafe left.reserve(a.rows * pairs)
    if a.isTransposed {
      unsafe octavo_bfloat16_pack_columns(a.columns, a.rows, a.base, a.stride, factor, a.rows)
    } else {
      unsafe octavo_bfloat16_pack_rows(a.rows, a.columns, a.base, a.stride, factor)
    }
    let other = unsafe right.reserve(width * pairs)
    unsafe octavo_bfloat16_pack_columns(b.rows, b.columns, b.base, b.stride, other, width)
    unsafe octavo_bfloat16_product(
      result.rows, result.columns, pairs, factor, a.isTransposed ? 1 : pairs,
      a.isTransposed ? a.rows : 1, other, width, result.base, result.stride, accumulating ? 1 : 0)
  }

  /// Room for pairs of rounded numbers, at the start of a cache line.
  @safe private struct Pairs: ~Copyable {
    private var capacity = 0
    private var base: UnsafeMutablePointer<Int32> = unsafe allocateAligned(0, of: Int32.self)

    deinit { unsafe base.deallocate() }

    /// The room, which holds `count` pairs at least.
    mutating func reserve(_ count: Int) -> UnsafeMutablePointer<Int32> {
      if count > capacity {
        unsafe base.deallocate()
        unsafe base = allocateAligned(count, of: Int32.self)
        capacity = count
      }
      return unsafe base
    }
  }
}

/// As ``multiply(_:_:into:accumulating:)``, by `rounded` if there is any.
public func multiply(
  _ a: MatrixView, _ b: MatrixView, into result: MatrixView, accumulating: Bool = false,
  _ rounded: BFloat16Products?
) {
  if let rounded {
    rounded.multiply(a, b, into: result, accumulating: accumulating)
  } else {
    multiply(a, b, into: result, accumulating: accumulating)
  }
}
