import Parallelism

/// Whether OpenBLAS multiplies right on this processor.
///
/// Some builds of OpenBLAS compute wrong products on processors that are newer than they are.
public enum ProductCheck {
  /// A way to multiply: result = a · b, or result += a · b.
  public typealias Product = (
    _ a: MatrixView, _ b: MatrixView, _ result: MatrixView, _ accumulating: Bool
  ) -> Void

  /// How many elements of a large product are compared, beside the corners.
  private static let samples = 256

  /// Compares one product of each shape with sums of double precision, element by element or, where the
  /// product is large, at its corners and some random places.
  ///
  /// - Parameters:
  ///   - shapes: What will be multiplied: [m × k] · [k × n].
  ///   - product: What multiplies. The default is OpenBLAS.
  /// - Throws: ``WrongProductError``.
  public static func run(
    _ shapes: [ProductShape],
    by product: Product = { multiply($0, $1, into: $2, accumulating: $3) }
  ) throws(WrongProductError) {
    for shape in Set(shapes).sorted(by: { $0.description < $1.description }) {
      var generator = SeededGenerator(seed: 11)
      let a = operand(shape.m, shape.k, isTransposed: shape.isLeftTransposed, using: &generator)
      let b = operand(shape.k, shape.n, isTransposed: shape.isRightTransposed, using: &generator)
      let result = Matrix(rows: shape.m, columns: shape.n)
      product(a, b, result.view, false)
      for (row, column) in places(shape, using: &generator) {
        let expected = (0..<shape.k).reduce(0.0) {
          $0 + Double(a.element(row, $1)) * Double(b.element($1, column))
        }
        let found = Double(result[row, column])
        // Factors are at most a half: a unit in the last place of the sum's bound. Written so that NaN fails.
        guard abs(found - expected) <= Double(shape.k + 8) * 0x1p-24 else {
          throw WrongProductError(
            shape: shape, row: row, column: column, found: found, expected: expected)
        }
      }
    }
  }

  /// Whether adding a product of these shapes gives the bits that adding one computed by itself gives.
  ///
  /// It is so with every kernel of OpenBLAS that was tried, for k up to 256; passes whose sums lie apart rely on it.
  public static func addsApart(
    _ shapes: [ProductShape],
    by product: Product = { multiply($0, $1, into: $2, accumulating: $3) }
  ) -> Bool {
    shapes.allSatisfy { shape in
      var generator = SeededGenerator(seed: 12)
      let a = operand(shape.m, shape.k, isTransposed: shape.isLeftTransposed, using: &generator)
      let b = operand(shape.k, shape.n, isTransposed: shape.isRightTransposed, using: &generator)
      let start = random(shape.m, shape.n, using: &generator)
      let (apart, sum) = (Matrix(rows: shape.m, columns: shape.n), start.values)
      product(a, b, apart.view, false)
      product(a, b, start.view, true)
      return zip(zip(sum, apart.values), start.values).allSatisfy { $0.0 + $0.1 == $1 }
    }
  }

  private static func operand(
    _ rows: Int, _ columns: Int, isTransposed: Bool, using generator: inout SeededGenerator
  ) -> MatrixView {
    isTransposed
      ? random(columns, rows, using: &generator).view.transposed
      : random(rows, columns, using: &generator).view
  }

  private static func random(
    _ rows: Int, _ columns: Int, using generator: inout SeededGenerator
  ) -> Matrix {
    let values = (0..<rows * columns).map { _ in Float(generator.uniform() - 0.5) }
    return Matrix(rows: rows, columns: columns, values: values)
  }

  private static func places(
    _ shape: ProductShape, using generator: inout SeededGenerator
  ) -> [(Int, Int)] {
    guard shape.m * shape.n > 4 * samples else {
      return (0..<shape.m).flatMap { row in (0..<shape.n).map { (row, $0) } }
    }
    let corners = [0, shape.m - 1].flatMap { row in [0, shape.n - 1].map { (row, $0) } }
    return corners
      + (0..<samples).map { _ in
        (
          Int.random(in: 0..<shape.m, using: &generator),
          Int.random(in: 0..<shape.n, using: &generator)
        )
      }
  }
}

/// The shape of a product, [m × k] · [k × n], and how its factors are stored.
public struct ProductShape: Sendable, Hashable, CustomStringConvertible {
  /// The rows of the result.
  public var m: Int
  /// The terms of each sum.
  public var k: Int
  /// The columns of the result.
  public var n: Int
  /// Whether the left factor is stored column by column.
  public var isLeftTransposed = false
  /// Whether the right factor is stored column by column.
  public var isRightTransposed = false

  /// A product of this shape.
  public init(
    m: Int, k: Int, n: Int, isLeftTransposed: Bool = false, isRightTransposed: Bool = false
  ) {
    (self.m, self.k, self.n) = (m, k, n)
    (self.isLeftTransposed, self.isRightTransposed) = (isLeftTransposed, isRightTransposed)
  }

  /// The sizes; a raised T marks a factor that is read transposed.
  public var description: String {
    let left = isLeftTransposed ? "(\(k) × \(m))ᵀ" : "\(m) × \(k)"
    let right = isRightTransposed ? "(\(n) × \(k))ᵀ" : "\(k) × \(n)"
    return "\(left) · \(right)"
  }
}

/// OpenBLAS computes wrong products.
public struct WrongProductError: Error, Equatable, CustomStringConvertible {
  /// The product.
  public let shape: ProductShape
  /// The row of the wrong element.
  public let row: Int
  /// The column of the wrong element.
  public let column: Int
  /// What OpenBLAS computed.
  public let found: Double
  /// What is right, within rounding.
  public let expected: Double

  /// One sentence.
  public var description: String {
    """
    OpenBLAS \(BLAS.version) with its \(BLAS.kernel) kernels computes wrong products on this processor: \
    element (\(row), \(column)) of \(shape) is \(found), expected \(expected); another version, or other \
    kernels by the variable OPENBLAS_CORETYPE, may be right
    """
  }
}
