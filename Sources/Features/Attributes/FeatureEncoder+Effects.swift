import Kernels

extension FeatureEncoder {
  /// What each attribute of readers moves expected ratings by, in units of ratings: the root of the mean square of
  /// a · C · v over all readers' columns a and the books' factors v, books by their numbers of ratings.
  package var readerEffects: [(attribute: String, deviation: Float)] {
    let (columns, factors) = (readers.attributes, model.factors)
    guard !columns.names.isEmpty, columns.values.rows > 0 else { return [] }
    let moments = factors.secondMoments(weights: model.statistics.counts)
    return columns.attributeNames.enumerated().map { attribute, name in
      let own = columns.attributes.indices.filter { columns.attributes[$0] == attribute }
      let shifts = Matrix(rows: columns.values.rows, columns: factors.order)
      multiply(
        columns.values.selecting(columns: own).view,
        factors.attributeCoefficients.selecting(rows: own).view, into: shifts.view)
      let products = Matrix(rows: shifts.rows, columns: shifts.columns)
      multiply(shifts.view, moments.view, into: products.view)
      let squares = products.rowProducts(shifts).reduce(0.0) { $0 + Double($1) }
      return (name, Float((squares / Double(shifts.rows)).squareRoot()))
    }
  }
}

extension BookFactors {
  /// Σ w v vᵀ / Σ w over books, [d × d].
  fileprivate func secondMoments(weights: [Float]) -> Matrix {
    let total = max(weights.reduce(0, +), 1)
    let scaled = Matrix(rows: vectors.rows, columns: order)
    for book in 0..<vectors.rows {
      for k in 0..<order { scaled[book, k] = vectors[book, k] * weights[book] / total }
    }
    let moments = Matrix(rows: order, columns: order)
    multiply(scaled.view.transposed, vectors.view, into: moments.view)
    return moments
  }
}

extension Matrix {
  fileprivate func selecting(columns chosen: [Int]) -> Matrix {
    let result = Matrix(rows: rows, columns: chosen.count)
    for i in 0..<rows { for (j, column) in chosen.enumerated() { result[i, j] = self[i, column] } }
    return result
  }

  fileprivate func selecting(rows chosen: [Int]) -> Matrix {
    let result = Matrix(rows: chosen.count, columns: columns)
    result.gather(chosen.map(UInt32.init), from: self)
    return result
  }
}
