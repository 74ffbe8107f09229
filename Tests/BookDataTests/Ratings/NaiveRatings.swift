import Foundation

@testable import BookData

/// Reads ratings the slow and obvious way: everything is a string, one row after the other.
struct NaiveRatings {
  var rows: [[String]] = []
  var skipped = 0

  init(_ bytes: [UInt8]) throws {
    var reader = DelimitedReader(contents: bytes, path: "naive")
    let header = Header(try reader.next() ?? DelimitedRecord(), path: "naive")
    let columns = try ["user_id", "book_id", "rating"].map { try header.column($0) }
    while let record = try reader.next() {
      if record.isBlank { continue }
      let fields = columns.map { $0 < record.count ? Self.text(record.bytes(at: $0)) : "" }
      if record.count == header.names.count, let row = Self.row(fields) {
        rows.append(row)
      } else {
        skipped += 1
      }
    }
    keepLastOfEachPair()
  }

  private static func row(_ fields: [String]) -> [String]? {
    let fields = fields.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t")) }
    guard let value = Float(fields[2]), value.isFinite, !fields[2].lowercased().contains("x"),
      !fields.contains(where: \.isEmpty), !fields.prefix(2).contains(where: isMissing)
    else { return nil }
    return [fields[0], fields[1], "\(value)"]
  }

  private static func isMissing(_ id: String) -> Bool {
    ["NULL", "null", "\\N", "NA", "N/A", "<NA>", "NaN", "nan", "None"].contains(id)
  }

  /// The text of a field, or nothing where it is no text.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
      return ""
    }
    return text
  }

  private mutating func keepLastOfEachPair() {
    var seen = Set<[String]>()
    rows = rows.reversed().filter { seen.insert(Array($0.prefix(2))).inserted }.reversed()
  }
}
