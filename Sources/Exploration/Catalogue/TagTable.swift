import BookData

/// `tags.csv`: the names of tags.
struct TagTable {
  static let fileName = Table.tags.fileName

  let profile: TableProfile
  private(set) var findings: [Finding]
  /// The ids of tags.
  let tags: Vocabulary
  private let ids: IdColumn
  /// Names by id; of a repeated id the last.
  let names: [String: String]

  /// - Throws: `DataError`.
  init(reading table: TableSource) throws {
    var ids = IdColumn()
    var names: [String: String] = [:]
    let scan = try TableScan(
      [table], name: Self.fileName, expecting: ["tag_id", "tag_name"], ids: ["tag_id"]
    ) { header, record in
      guard let id = record.id(header.optionalColumn("tag_id")) else { return }
      ids.append(id, line: record.line)
      guard let column = header.optionalColumn("tag_name"), column < record.count else { return }
      names[id] = String(decoding: record.bytes(at: column).trimmed, as: UTF8.self)
    }
    guard scan.header.optionalColumn("tag_id") != nil else {
      throw DataError.missingColumn(
        path: table.name, line: scan.header.line, expected: "tag_id", found: scan.header.names)
    }
    profile = scan.profile
    findings =
      scan.rowFindings + scan.textFindings(except: ["tag_name"])
      + [ids.repeated.finding(Self.fileName, .repeatedTag)].compactMap(\.self)
    tags = ids.vocabulary
    self.ids = ids
    self.names = names
  }

  /// Counts tags that no book has.
  mutating func compare(with used: Vocabulary) {
    let missing = ids.missing(in: used).finding(Self.fileName, .tagWithoutBooks)
    if let missing { findings.append(missing) }
  }
}
