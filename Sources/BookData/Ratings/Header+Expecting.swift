extension Header {
  /// The most columns of a file whose columns are all looked at.
  package static let mostColumns = 10_000

  /// Reads the header of a file of such a format; of one without a header the columns are numbers, and the
  /// first row is still to be read.
  ///
  /// Each column costs time and a row of a page: a header of more than ``mostColumns`` is refused.
  ///
  /// - Parameter expected: The columns that should be there.
  /// - Throws: ``DataError``, `DelimitedTextError`.
  package init(
    expecting expected: [String], in format: RatingsFormat, from records: inout DelimitedReader
  ) throws {
    guard !format.hasHeader else {
      try self.init(expecting: expected, from: &records)
      try checkColumns(path: records.path)
      return
    }
    guard let first = try records.peek() else {
      throw DataError.emptyFile(path: records.path, expected: [])
    }
    self.init(numbersOf: first.count, path: records.path)
    try checkColumns(path: records.path)
  }

  private func checkColumns(path: String) throws(DataError) {
    guard names.count <= Self.mostColumns else {
      throw .tooManyColumns(path: path, line: line, found: names.count, limit: Self.mostColumns)
    }
  }

  /// Reads a header that should name `expected`, and sees what stands there in its place.
  ///
  /// Whether the columns are there is left to `column(_:)`.
  package init(expecting expected: [String], from records: inout DelimitedReader) throws {
    guard let record = try records.next(), records.offset > 0 else {
      throw DataError.emptyFile(path: records.path, expected: expected)
    }
    let path = records.path
    let text = record.fields.joined(separator: ",")
    for index in 0..<record.count where !record.bytes(at: index).isText {
      throw DataError.notText(path: path, line: record.line, found: text)
    }
    self.init(record, path: path)
    let isData = names.contains { Double($0) != nil }
    if isData, !expected.contains(where: names.contains) {
      throw DataError.missingHeader(
        path: path, line: record.line, expected: expected, found: text)
    }
  }
}
