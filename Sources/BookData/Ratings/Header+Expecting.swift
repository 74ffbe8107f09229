extension Header {
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
