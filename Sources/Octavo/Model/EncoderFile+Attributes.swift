import Features
import Kernels
import Support

extension EncoderFile {
  /// The tensors of attributes; none where there are none.
  static func attributeTensors(of encoder: FeatureEncoder) -> [NamedTensor] {
    let space = encoder.model.space
    guard !AttributesManifest(encoder).isEmpty else { return [] }
    return [
      tensor("books.attributes", space.attributeColumns.values),
      tensor("readers.attributes", encoder.readers.attributes.values),
      tensor("factors.attributes", encoder.model.factors.attributeCoefficients),
    ]
      + space.attributes.enumerated().flatMap { place, attribute in
        switch attribute.content {
        case .numbers(let numbers):
          [NamedTensor(name: name(place), shape: [numbers.count], values: numbers)]
        case .categories(let bags):
          rows(name(place), bags.offsets, bags.indices, bags.values)
        }
      }
  }

  fileprivate static func name(_ place: Int) -> String { "attribute.\(place)" }
}

extension EncoderParts {
  func bookAttributes() throws -> [BookAttribute] {
    try (manifest.attributes?.books ?? []).enumerated().map { place, term in
      let name = EncoderFile.name(place)
      guard let categories = term.categories else {
        // No number of n books is more than √n deviations away from their mean.
        let numbers = try floats(name, shape: [books], limit: Float(books).squareRoot())
        return BookAttribute(name: term.name, content: .numbers(numbers))
      }
      let bags = try rows(name, count: books, columns: categories, limit: 1)
      return BookAttribute(
        name: term.name,
        content: .categories(
          SparseRows(
            columns: categories, offsets: bags.offsets, indices: bags.columns,
            values: bags.values)))
    }
  }

  func bookColumns() throws -> AttributeColumns {
    try columns(manifest.attributes?.bookColumns, "books.attributes", rows: books)
  }

  func readerColumns(readers: Int) throws -> AttributeColumns {
    try columns(manifest.attributes?.readerColumns, "readers.attributes", rows: readers)
  }

  func attributeCoefficients() throws -> Matrix {
    let columns = manifest.attributes?.readerColumns.names.count ?? 0
    guard manifest.attributes != nil else { return Matrix(rows: 0, columns: manifest.factors) }
    return Matrix(
      rows: columns, columns: manifest.factors,
      values: try floats("factors.attributes", shape: [columns, manifest.factors]))
  }

  private func columns(
    _ columns: AttributesManifest.Columns?, _ name: String, rows: Int
  ) throws -> AttributeColumns {
    guard let columns else { return AttributeColumns(rows: rows) }
    let values = try floats(
      name, shape: [rows, columns.names.count], limit: Float(max(rows, 1)).squareRoot())
    return AttributeColumns(
      names: columns.names, attributeNames: columns.attributes,
      attributes: columns.attributeOfColumn,
      values: Matrix(rows: rows, columns: columns.names.count, values: values))
  }
}
