public import Kernels

extension DenseStack {
  /// The products of passes of `rows` rows, forward and backward.
  public func products(rows: Int) -> [ProductShape] {
    layers.flatMap { layer in
      [
        ProductShape(m: rows, k: layer.inputs, n: layer.outputs),
        weightGradient(of: layer, rows: rows),
        ProductShape(m: rows, k: layer.outputs, n: layer.inputs),
      ]
    }
  }

  /// The products that passes of `rows` rows add to gradients.
  public func weightGradients(rows: Int) -> [ProductShape] {
    layers.map { weightGradient(of: $0, rows: rows) }
  }

  private func weightGradient(of layer: DenseLayer, rows: Int) -> ProductShape {
    ProductShape(m: layer.outputs, k: rows, n: layer.inputs, isLeftTransposed: true)
  }
}
