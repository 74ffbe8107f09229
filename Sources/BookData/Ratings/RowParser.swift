/// A good row of ratings whose ids are still text.
struct TextRating {
  var user: ArraySlice<UInt8>
  var book: ArraySlice<UInt8>
  var value: Float
  /// Seconds since 1970; 0 in a file without times.
  var time = 0.0
}

/// Judges rows of a file with a known header: the one place that says what a good row is.
struct RowParser: Sendable {
  let path: String
  let format: RatingsFormat
  /// How many fields a row has.
  let columns: Int
  let user: Int
  let book: Int
  /// The column of ratings, or nil in a file of pairs alone.
  let rating: Int?
  /// The column of times, or nil in a file whose order is that of time.
  let time: Int?

  /// - Throws: ``DataError/missingColumn(path:line:expected:found:)``.
  init(
    header: Header, format: RatingsFormat, path: String, hasRatings: Bool = true
  ) throws(DelimitedTextError) {
    self.path = path
    self.format = format
    columns = header.names.count
    user = try header.column(format.user)
    book = try header.column(format.book)
    rating = hasRatings ? try header.column(format.rating) : nil
    time = hasRatings ? try format.time.map(header.column) : nil
  }

  /// Whether no column is asked for twice.
  var hasDistinctColumns: Bool {
    let asked = [user, book] + [rating, time].compactMap(\.self)
    return Set(asked).count == asked.count
  }

  /// Reads a record that is not blank.
  func parse(_ record: DelimitedRecord, line: Int) -> Result<TextRating, DataError> {
    guard record.count == columns else {
      let found = record.count
      return .failure(
        .wrongFieldCount(path: path, line: line, expected: columns, found: found))
    }
    do throws(DataError) {
      return .success(
        TextRating(
          user: try record.id(user, name: format.user, path: path, line: line),
          book: try record.id(book, name: format.book, path: path, line: line),
          value: try number(record, line: line), time: try time(record, line: line)))
    } catch {
      return .failure(error)
    }
  }

  private func time(_ record: DelimitedRecord, line: Int) throws(DataError) -> Double {
    guard let time, let name = format.time else { return 0 }
    let bytes = record.bytes(at: time).trimmed
    guard !bytes.isEmpty else { throw .emptyField(path: path, line: line, column: name) }
    guard let seconds = RatingTime.seconds(bytes) else {
      let text = String(decoding: bytes, as: UTF8.self)
      throw .notATime(path: path, line: line, column: name, found: text)
    }
    return seconds
  }

  private func number(_ record: DelimitedRecord, line: Int) throws(DataError) -> Float {
    guard let rating else { return 0 }
    let bytes = record.bytes(at: rating).trimmed
    let name = format.rating
    guard !bytes.isEmpty else { throw .emptyField(path: path, line: line, column: name) }
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.isText else { throw .notText(path: path, line: line, found: text) }
    guard !bytes.hasDecimalComma else {
      throw .decimalComma(path: path, line: line, column: name, found: text)
    }
    guard let value = Float(text), bytes.allSatisfy(\.isInNumber) || !value.isFinite else {
      throw .notANumber(path: path, line: line, column: name, found: text)
    }
    guard value.isFinite else {
      throw .notFinite(path: path, line: line, column: name, found: text)
    }
    return value
  }
}

extension DelimitedRecord {
  /// The bytes of an id.
  fileprivate func id(
    _ column: Int, name: String, path: String, line: Int
  ) throws(DataError) -> ArraySlice<UInt8> {
    let bytes = bytes(at: column).trimmed
    guard !bytes.isEmpty else { throw .emptyField(path: path, line: line, column: name) }
    let text = { String(decoding: bytes, as: UTF8.self) }
    guard bytes.isText else { throw .notText(path: path, line: line, found: text()) }
    guard !bytes.isMissingId else {
      throw .missingId(path: path, line: line, column: name, found: text())
    }
    return bytes
  }

  /// The text of an id.
  func id(_ column: Int, name: String, path: String) throws(DataError) -> String {
    String(decoding: try id(column, name: name, path: path, line: line), as: UTF8.self)
  }

  /// The text of an id in a file whose rows without one are passed over.
  package func id(_ column: Int?) -> String? {
    guard let column, column < count else { return nil }
    let bytes = bytes(at: column).trimmed
    return bytes.isMissingId || !bytes.isText ? nil : String(decoding: bytes, as: UTF8.self)
  }
}

extension ArraySlice<UInt8> {
  /// Whether the bytes are UTF-8 and hold no zero byte.
  package var isText: Bool {
    allSatisfy { 1..<128 ~= $0 }
      || !contains(0) && String(validating: self, as: UTF8.self) != nil
  }
}

extension ArraySlice<UInt8> {
  /// Whether the bytes are digits, a comma and digits: a number as many languages write it.
  fileprivate var hasDecimalComma: Bool {
    let digits = first == UInt8(ascii: "-") ? dropFirst() : self
    guard let comma = digits.firstIndex(of: UInt8(ascii: ",")) else { return false }
    return [digits[..<comma], digits[(comma + 1)...]].allSatisfy {
      !$0.isEmpty && $0.allSatisfy(\.isDigit)
    }
  }
}

extension UInt8 {
  /// Whether a decimal number may hold this byte; hexadecimal ones, which Swift reads too, do not count.
  fileprivate var isInNumber: Bool { isDigit || "+-.eE".utf8.contains(self) }
}
