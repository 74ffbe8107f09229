import Benchmarking
import Support

extension Workload {
  /// Matrix products by OpenBLAS, SIMD Swift and naive Swift: squares, and the layers' own shapes.
  static let products = (squares + LayerShape.reference).flatMap { shape in
    ProductKernel.allCases.map { kernel in
      Workload("sgemm \(shape.name): \(kernel.name)") {
        let product = LayerProduct(shape)
        let (error, tolerance) = (product.error(of: kernel), product.tolerance)
        try require(
          error <= tolerance, "\(shape.name) by \(kernel.name)", "an error of \(error)",
          "at most \(tolerance)")
        return { product.run(kernel) }
      }
    }
  }

  private static let squares = [64, 128, 256, 512].map {
    LayerShape(.inputGradient, m: $0, k: $0, n: $0)
  }
}
