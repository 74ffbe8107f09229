import BookData

/// What a column holds, as its values tell.
public enum ColumnType: String, Sendable, Codable {
  /// Whole numbers only.
  case integer
  /// Numbers, some of them not whole.
  case decimal
  /// Something that is no number.
  case text
  /// No value at all.
  case empty
}

/// One column of a file.
public struct ColumnProfile: Sendable, Codable, Equatable {
  /// The header's name.
  public var name: String
  /// What its values are.
  public var type: ColumnType
  /// How many rows have no value here.
  public var missing: Int
  /// How many different values there are, apart from none.
  public var distinct: Int
  /// The summary of a column of numbers.
  public var summary: Summary?
  /// The most frequent value of a column of text; of several the first in the order of their bytes.
  public var mostFrequent: String?
  /// How often that is.
  public var mostFrequentCount: Int?

  /// The most frequent text with its number, cut to `length` characters; nil if none occurs twice.
  public func mostFrequentText(length: Int) -> String? {
    guard let text = mostFrequent, let count = mostFrequentCount, count > 1 else { return nil }
    return "\(count) × " + (text.count > length ? text.prefix(length - 1) + "…" : text)
  }
}

/// One file of a data folder.
public struct TableProfile: Sendable, Codable, Equatable {
  /// The file's name in the folder.
  public var name: String
  /// How many rows follow the header; blank lines do not count.
  public var rows: Int
  /// The columns in file order.
  public var columns: [ColumnProfile]
  /// The first rows, field by field; none where they were not looked at.
  package var firstRows: [[String]] = []
}

extension TableProfile {
  private static let firstRowCount = 3

  /// The profile with the first rows of `table`.
  ///
  /// - Throws: `DelimitedTextError`.
  func withFirstRows(of table: TableSource, _ format: RatingsFormat) throws -> TableProfile {
    var profile = self
    var records = try DelimitedReader(table, separator: format.separator)
    var record = DelimitedRecord()
    if format.hasHeader { _ = try records.read(into: &record) }
    while profile.firstRows.count < Self.firstRowCount, try records.read(into: &record) {
      if record.isBlank { continue }
      profile.firstRows.append(
        (0..<min(record.count, columns.count)).map {
          String(decoding: record.bytes(at: $0), as: UTF8.self)
        })
    }
    return profile
  }
}
