import Foundation
import Support

/// Reads records of separated fields one after the other, as RFC 4180 has them.
///
/// A field in quotes may hold separators, line breaks and doubled quotes. Lines end with LF or CR LF; the
/// last may go without. A byte order mark is skipped. Like most programs, and beyond the RFC, a quote
/// inside a field that does not start with one is an ordinary character, and so is what follows a closing
/// quote. The text is read in blocks; one record is in memory at a time.
package struct DelimitedReader {
  /// Where the text comes from, for messages.
  package let path: String
  /// What stands between two fields.
  package let separator: String
  /// A longer record is an error: most often a quote that never closes, or no text at all.
  var recordLimit = Self.longestRecord
  /// What ``recordLimit`` is by default.
  static let longestRecord = 1 << 24
  /// What a record of a catalogue may be at most: titles of megabytes would keep whoever lists them busy for hours.
  private static let catalogueLimit = 1 << 17

  private let separatorBytes: [UInt8]
  /// The byte with which a separator ends, and whether it is all of it.
  private let separatorEnd: UInt8
  private let isOneByte: Bool
  private var source: ByteSource
  /// The line of the next byte, from 1.
  package private(set) var line: Int

  /// Opens a table.
  ///
  /// - Parameter separator: What stands between two fields. The default is a comma.
  /// - Throws: ``DelimitedTextError/file(_:)``.
  package init(
    _ table: TableSource, separator: String = ","
  ) throws(DelimitedTextError) {
    do {
      self.init(try table.open(), separator: separator)
    } catch {
      throw .file(error)
    }
  }

  /// Opens the table of a catalogue: of books, titles or tags, whose rows people wrote.
  ///
  /// - Throws: ``DelimitedTextError/file(_:)``.
  package init(
    catalogue table: TableSource, separator: String = ","
  ) throws(DelimitedTextError) {
    try self.init(table, separator: separator)
    recordLimit = Self.catalogueLimit
  }

  /// Reads a stream from its first byte on.
  init(_ stream: any ByteStream, separator: String) {
    self.init(path: stream.name, separator: separator, source: ByteSource(stream), line: 1)
  }

  /// Reads a stream from its next byte on, which is the first of `line`.
  init(_ stream: any ByteStream, separator: String, line: Int) {
    let source = ByteSource(stream, isAtStart: false)
    self.init(path: stream.name, separator: separator, source: source, line: line)
  }

  /// Reads `contents`, which came from `path`.
  ///
  /// - Parameters:
  ///   - contents: The bytes.
  ///   - path: Where they come from, for messages.
  ///   - separator: What stands between two fields. The default is a comma.
  ///   - isStart: Whether these are the file's first bytes, where a byte order mark is none of the text. The
  ///     default is true.
  ///   - line: The line of the first byte, from 1. The default is 1.
  package init(
    contents: [UInt8], path: String, separator: String = ",", isStart: Bool = true, line: Int = 1
  ) {
    let source = ByteSource(contents: contents, isAtStart: isStart)
    self.init(path: path, separator: separator, source: source, line: line)
  }

  private init(path: String, separator: String, source: ByteSource, line: Int) {
    precondition(DelimitedText.canSeparate(separator), "'\(separator)' cannot separate fields")
    self.path = path
    self.separator = separator
    separatorBytes = Array(separator.utf8)
    separatorEnd = separatorBytes[separatorBytes.count - 1]
    isOneByte = separatorBytes.count == 1
    self.source = source
    self.line = line
  }

  /// Ends reading: the bytes of the block at hand that were not read, and the line of the first.
  mutating func takeRest() -> (bytes: ArraySlice<UInt8>, line: Int) {
    (source.takeRest(), line)
  }

  /// How many bytes were read: where the next record starts.
  package var offset: Int { source.offset }

  /// The next record, or nil after the last.
  ///
  /// - Throws: ``DelimitedTextError``.
  package mutating func next() throws(DelimitedTextError) -> DelimitedRecord? {
    var record = DelimitedRecord()
    return try read(into: &record) ? record : nil
  }

  /// The next record that is not blank, which stays the next; nil after the last.
  ///
  /// - Throws: ``DelimitedTextError``.
  mutating func peek() throws(DelimitedTextError) -> DelimitedRecord? {
    try skipByteOrderMark()
    var look = self
    look.source = source.lookingAhead
    var record = try look.next()
    while record?.isBlank == true { record = try look.next() }
    source.goOn(after: look.source)
    return record
  }

  /// Reads the next record into `record`, whose storage is used again.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: ``DelimitedTextError``.
  package mutating func read(into record: inout DelimitedRecord) throws(DelimitedTextError) -> Bool
  {
    try skipByteOrderMark()
    record.clear(line: line)
    guard try source.peek() != nil else { return false }
    while try !readField(into: &record) {}
    line += 1
    return true
  }

  /// Reads one field and the separator or line end after it; true at the end of the record.
  private mutating func readField(
    into record: inout DelimitedRecord
  ) throws(DelimitedTextError) -> Bool {
    if try source.peek() == UInt8(ascii: "\"") {
      try readQuoted(into: &record)
    }
    let start = record.bytes.count
    while let byte = try source.next() {
      if byte == separatorEnd, isOneByte || endsInSeparator(&record, from: start) {
        record.ends.append(record.bytes.count)
        return false
      }
      if byte == UInt8(ascii: "\n") {
        if record.bytes.count > start, record.bytes.last == UInt8(ascii: "\r") {
          record.bytes.removeLast()
        }
        break
      }
      try append(byte, to: &record)
    }
    record.ends.append(record.bytes.count)
    return true
  }

  /// Whether the bytes from `start` on end with a separator but for its last byte, which is the next; takes
  /// them away.
  private func endsInSeparator(_ record: inout DelimitedRecord, from start: Int) -> Bool {
    let rest = separatorBytes.dropLast()
    guard record.bytes[start...].suffix(rest.count).elementsEqual(rest) else { return false }
    record.bytes.removeLast(rest.count)
    return true
  }

  /// Reads from an opening quote to the closing one.
  private mutating func readQuoted(
    into record: inout DelimitedRecord
  ) throws(DelimitedTextError) {
    let opening = line
    record.wasQuoted = true
    _ = try source.next()
    while let byte = try source.next() {
      if byte == UInt8(ascii: "\"") {
        guard try source.peek() == byte else { return }
        _ = try source.next()
      }
      guard record.bytes.count < recordLimit else { break }
      record.bytes.append(byte)
      line += byte == UInt8(ascii: "\n") ? 1 : 0
    }
    throw .unclosedQuote(path: path, line: opening)
  }

  private func append(
    _ byte: UInt8, to record: inout DelimitedRecord
  ) throws(DelimitedTextError) {
    guard record.bytes.count < recordLimit else {
      throw .recordTooLong(path: path, line: record.line, limit: recordLimit)
    }
    record.bytes.append(byte)
  }

  /// Goes to where the text of the file begins, if nothing was read yet.
  private mutating func skipByteOrderMark() throws(DelimitedTextError) {
    if source.isAtStart { try source.skip([0xEF, 0xBB, 0xBF]) }
  }
}
