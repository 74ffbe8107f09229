public import Kernels
import Parallelism

/// The kernels that matrix products are compared by.
public enum ProductKernel: String, Sendable, Codable, CaseIterable {
  /// Three loops in Swift.
  case naive
  /// Swift with SIMD vectors, blocked for registers and caches.
  case blocked
  /// What Octavo runs on.
  case openBLAS

  /// The name in words.
  public var name: String {
    switch self {
    case .naive: "naive Swift"
    case .blocked: "SIMD Swift"
    case .openBLAS: "OpenBLAS"
    }
  }

  /// result = a · b by this kernel.
  public func product(_ a: MatrixView, _ b: MatrixView, into result: MatrixView) {
    switch self {
    case .naive: multiplyReference(a, b, into: result)
    case .blocked: multiplyBlockedReference(a, b, into: result)
    case .openBLAS: multiply(a, b, into: result)
    }
  }
}

/// A matrix product of a dense layer, [m × k] · [k × n].
public struct LayerShape: Sendable, Hashable {
  /// Which of a layer's three products it is.
  public enum Pass: Sendable {
    /// Inputs · weightsᵀ.
    case forward
    /// Output gradientsᵀ · inputs.
    case weightGradient
    /// Output gradients · weights.
    case inputGradient
  }

  /// Which product.
  public var pass: Pass
  /// The rows of the result.
  public var m: Int
  /// The terms of each sum.
  public var k: Int
  /// The columns of the result.
  public var n: Int

  /// A product of these sizes.
  public init(_ pass: Pass, m: Int, k: Int, n: Int) {
    (self.pass, self.m, self.k, self.n) = (pass, m, k, n)
  }

  /// The products of the reference network's two large layers for a shard of 256 ratings; the input
  /// gradients have the shapes of the other layer's forward pass.
  public static let reference = [
    LayerShape(.forward, m: 256, k: 64, n: 128),
    LayerShape(.forward, m: 256, k: 128, n: 64),
    LayerShape(.weightGradient, m: 128, k: 256, n: 64),
    LayerShape(.weightGradient, m: 64, k: 256, n: 128),
  ]

  /// The sizes in words; a raised T marks operands that are read transposed.
  public var name: String {
    switch pass {
    case .forward: "\(m)×\(k)·(\(n)×\(k))ᵀ"
    case .weightGradient: "(\(k)×\(m))ᵀ·\(k)×\(n)"
    case .inputGradient: "\(m)×\(k)·\(k)×\(n)"
    }
  }

  /// The product without its purpose.
  var product: ProductShape {
    ProductShape(
      m: m, k: k, n: n, isLeftTransposed: pass == .weightGradient,
      isRightTransposed: pass == .forward)
  }

  /// Multiplications and additions of one product.
  public var operations: Double { Double(2 * m * k * n) }
}

/// Operands of one ``LayerShape``.
public struct LayerProduct: Sendable {
  /// The sizes.
  public let shape: LayerShape
  private let (a, b): (MatrixView, MatrixView)
  private let result: Matrix

  /// Random operands.
  ///
  /// - Parameter seed: What they depend on. The default is 0.
  public init(_ shape: LayerShape, seed: Int = 0) {
    self.shape = shape
    var generator = SeededGenerator(seed: UInt64(seed))
    func random(_ rows: Int, _ columns: Int, transposed: Bool) -> MatrixView {
      transposed
        ? Matrix.random(rows: columns, columns: rows, using: &generator).view.transposed
        : Matrix.random(rows: rows, columns: columns, using: &generator).view
    }
    a = random(shape.m, shape.k, transposed: shape.pass == .weightGradient)
    b = random(shape.k, shape.n, transposed: shape.pass == .forward)
    result = Matrix(rows: shape.m, columns: shape.n)
  }

  /// The last product, row by row, [m × n].
  public var values: [Float] { result.values }

  /// Multiplies.
  public func run(_ kernel: ProductKernel) { kernel.product(a, b, into: result.view) }

  /// The largest difference between a kernel's product and one in double precision, as a share of the
  /// largest sum that rounding errors could come from.
  public func error(of kernel: ProductKernel) -> Double {
    run(kernel)
    let expected = Reference.product(
      rowMajor(a), rowMajor(b), m: shape.m, k: shape.k, n: shape.n)
    let difference = zip(result.values, expected).map { abs(Double($0) - $1) }.max() ?? 0
    return difference / (Double(shape.k) / 4)
  }

  /// What single precision allows for ``error(of:)``: half a unit in the last place for each term.
  public var tolerance: Double { Double(shape.k) * 0x1p-24 }

  private func rowMajor(_ view: MatrixView) -> [Double] {
    let values = view.values.map(Double.init)
    return view.isTransposed
      ? Reference.transpose(values, rows: view.columns, columns: view.rows) : values
  }
}
