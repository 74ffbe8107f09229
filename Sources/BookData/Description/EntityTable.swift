import Support

/// A table of books or readers, read: ids, details of books, and attributes.
package struct EntityTable: Sendable {
  /// Ids, in the order of the rows.
  package private(set) var ids: [String] = []
  /// Details, in the order of ``ids``; of readers the ids alone.
  package private(set) var details: [BookDetails] = []
  /// Numbers and categories, in the order of ``ids``.
  package private(set) var attributes: [Attribute] = []
  /// Columns of the description that the file lacks.
  package let missingColumns: [String]
  /// Columns of the file that the description says nothing of.
  package let unusedColumns: [String]
  /// A sentence about the first bytes that are not UTF-8; nil where all are.
  package private(set) var foreignText: String?

  /// Reads a table.
  ///
  /// Bytes that are not UTF-8 become U+FFFD. Of several rows with one id the last counts. Rows without an id are passed over; fields that are no numbers
  /// where a number belongs count as missing.
  ///
  /// - Throws: ``DataError``.
  package init(reading source: TableSource, _ table: TableDescription) throws(DataError) {
    do {
      var records = try DelimitedReader(catalogue: source, separator: table.separator)
      let header: Header
      if table.hasHeader {
        guard let first = try records.next() else {
          (missingColumns, unusedColumns) = ([], [])
          return
        }
        header = Header(first, path: source.name)
      } else {
        header = try Header(
          expecting: [], in: .withoutHeader(separator: table.separator), from: &records)
      }
      let columns = try EntityColumns(table, header)
      (missingColumns, unusedColumns) = (columns.missing, columns.unused)
      try read(&records, columns)
    } catch {
      throw DataError(anyOf: error, path: source.name)
    }
  }

  private mutating func read(_ records: inout DelimitedReader, _ columns: EntityColumns) throws {
    var places: [String: Int] = [:]
    var rows = columns.attributes.map { _ in [[Substring]]() }
    var record = DelimitedRecord()
    while try records.read(into: &record) {
      if foreignText == nil { foreignText = record.foreignText.map { "\(records.path):\($0)" } }
      guard let id = record.id(columns.id) else { continue }
      let place = places[id, default: ids.count]
      if place == ids.count {
        places[id] = place
        ids.append(id)
        details.append(BookDetails(id: id))
        for index in rows.indices { rows[index].append([]) }
      }
      details[place] = columns.details(record, id: id)
      for (index, column) in columns.attributes.enumerated() {
        rows[index][place] = column.values(record)
      }
    }
    attributes = zip(columns.attributes, rows).map { $0.attribute($1) }
  }

  /// The attributes for the ids of a vocabulary, in its order.
  package func attributes(for vocabulary: Vocabulary) -> [Attribute] {
    var places = [Int?](repeating: nil, count: vocabulary.count)
    for (place, id) in ids.enumerated() {
      if let index = vocabulary.index(of: id) { places[Int(index)] = place }
    }
    return attributes.map { $0.gathered(places) }
  }
}

extension DelimitedRecord {
  /// The line, the first field that is not UTF-8, and what to do about it; nil where all are.
  fileprivate var foreignText: String? {
    guard let field = (0..<count).first(where: { !bytes(at: $0).isUTF8 }) else { return nil }
    return
      "\(line): \(self[field].quotedForMessage) has bytes that are not UTF-8 and are shown as \u{FFFD}; "
      + ForeignEncoding(bytes(at: field)).advice
  }
}

extension ArraySlice<UInt8> {
  fileprivate var isUTF8: Bool {
    allSatisfy { $0 < 128 } || String(validating: self, as: UTF8.self) != nil
  }
}
