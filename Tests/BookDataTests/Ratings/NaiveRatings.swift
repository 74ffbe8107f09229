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
    dropIntegersBeyond64Bits()
    makeIntegersCanonical()
    keepLastOfEachPair()
  }

  private static func row(_ fields: [String]) -> [String]? {
    let fields = fields.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t")) }
    guard let value = Float(fields[2]), value.isFinite, !fields[2].lowercased().contains("x"),
      !fields.contains(where: \.isEmpty)
    else { return nil }
    return [fields[0], fields[1], "\(value)"]
  }

  /// The text of a field, or nothing where it is no text.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
      return ""
    }
    return text
  }

  /// Drops rows until a column of integers holds none beyond 64 bits.
  private mutating func dropIntegersBeyond64Bits() {
    var count = 0
    repeat {
      count = rows.count
      let columns = (0..<2).filter { column in
        rows.allSatisfy { Self.isInteger($0[column]) }
      }
      rows.removeAll { row in columns.contains { Int64(row[$0]) == nil } }
      skipped += count - rows.count
    } while rows.count < count
  }

  private static func isInteger(_ text: String) -> Bool {
    let digits = text.unicodeScalars.drop { "+-".unicodeScalars.contains($0) }
    return digits.count >= max(1, text.unicodeScalars.count - 1)
      && digits.allSatisfy { ("0"..."9").contains($0) }
  }

  /// Writes ids of a column of integers without leading zeros and signs.
  private mutating func makeIntegersCanonical() {
    for column in 0..<2 where rows.allSatisfy({ Int64($0[column]) != nil }) {
      for index in rows.indices {
        rows[index][column] = Int64(rows[index][column]).map(String.init) ?? ""
      }
    }
  }

  private mutating func keepLastOfEachPair() {
    var seen = Set<[String]>()
    rows = rows.reversed().filter { seen.insert(Array($0.prefix(2))).inserted }.reversed()
  }
}
