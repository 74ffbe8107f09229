/// One record of separated fields, unquoted.
package struct DelimitedRecord: Sendable, Equatable {
  /// The line where the record starts, from 1.
  package internal(set) var line = 1
  /// The fields' bytes, one after the other.
  var bytes: [UInt8] = []
  /// Where each field ends in `bytes`.
  var ends: [Int] = []
  /// Whether any field stood in quotes.
  var wasQuoted = false

  /// An empty record, to be filled by ``DelimitedReader/read(into:)``.
  package init() {}

  /// How many fields there are.
  package var count: Int { ends.count }

  /// Whether the line was empty: one field without a byte and without quotes.
  package var isBlank: Bool { ends.count <= 1 && bytes.isEmpty && !wasQuoted }

  /// The bytes of a field.
  package func bytes(at index: Int) -> ArraySlice<UInt8> {
    precondition(ends.indices.contains(index), "field \(index) of \(ends.count)")
    return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// The text of a field; bytes that are not UTF-8 become U+FFFD.
  package subscript(_ index: Int) -> String {
    String(decoding: bytes(at: index), as: UTF8.self)
  }

  /// The text of all fields.
  package var fields: [String] { ends.indices.map { self[$0] } }

  mutating func clear(line: Int) {
    self.line = line
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    wasQuoted = false
  }
}
