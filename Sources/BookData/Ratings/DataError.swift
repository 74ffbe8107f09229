import Support

/// What can be wrong with a file of data; `line` counts from 1.
package enum DataError: Error, Equatable, Sendable {
  /// The file cannot be opened or read.
  case file(FileError)
  /// The file has no byte, or a byte order mark alone; nothing is expected of a header where there is none.
  case emptyFile(path: String, expected: [String])
  /// A header and nothing below it.
  case headerAlone(path: String, line: Int)
  /// The first row holds data.
  case missingHeader(path: String, line: Int, expected: [String], found: String)
  /// The header lacks a column.
  case missingColumn(path: String, line: Int, expected: String, found: [String])
  /// A header of absurd length.
  case tooManyColumns(path: String, line: Int, found: Int, limit: Int)
  /// A row has more or fewer fields than the header.
  case wrongFieldCount(path: String, line: Int, expected: Int, found: Int)
  /// An id or a rating is empty.
  case emptyField(path: String, line: Int, column: String)
  /// A rating is no number.
  case notANumber(path: String, line: Int, column: String, found: String)
  /// A rating has a decimal comma: `4,5`.
  case decimalComma(path: String, line: Int, column: String, found: String)
  /// The header of a table is not that of the one before it.
  case otherHeader(path: String, line: Int, expected: [String], found: [String])
  /// A rating is infinite, not a number, or beyond the range of a 32-bit float.
  case notFinite(path: String, line: Int, column: String, found: String)
  /// A rating lies outside the range of a model's.
  case outOfRange(path: String, line: Int, found: Float, range: ClosedRange<Float>)
  /// An id's place holds what programs write for a missing value: `NULL`, `NA`.
  case missingId(path: String, line: Int, column: String, found: String)
  /// A field holds a zero byte or bytes that are not UTF-8.
  case notText(path: String, line: Int, found: String)
  /// A quote that never closes.
  case unclosedQuote(path: String, line: Int)
  /// A row of absurd length.
  case rowTooLong(path: String, line: Int, limit: Int)
  /// Every row is bad; `first` says what is wrong with the first.
  case noGoodRow(path: String, skipped: Int, first: String)
  /// A line of a vocabulary's file is not what it should be.
  case badVocabulary(path: String, line: Int, expected: String, found: String)
  /// A description of data makes no sense.
  case badDescription(path: String, line: Int, key: String, found: String, expected: String)
  /// A time is neither a number of seconds nor a date.
  case notATime(path: String, line: Int, column: String, found: String)
}

extension DataError {
  init(_ error: DelimitedTextError) {
    self =
      switch error {
      case .file(let error): .file(error)
      case .unclosedQuote(let path, let line): .unclosedQuote(path: path, line: line)
      case .recordTooLong(let path, let line, let limit):
        .rowTooLong(path: path, line: line, limit: limit)
      case .missingColumn(let path, let line, let expected, let found):
        .missingColumn(path: path, line: line, expected: expected, found: found)
      }
  }

  /// The error of any layer below, as one of data.
  package init(anyOf error: any Error, path: String) {
    self =
      switch error {
      case let error as DataError: error
      case let error as DelimitedTextError: DataError(error)
      case let error as FileError: .file(error)
      default: .file(.unreadable(path: path, reason: "\(error)"))
      }
  }

  /// The line that is at fault, from 1, where there is one.
  package var line: Int? {
    switch self {
    case .file, .emptyFile, .noGoodRow: nil
    case .headerAlone(_, let line), .missingHeader(_, let line, _, _),
      .missingColumn(_, let line, _, _), .tooManyColumns(_, let line, _, _),
      .wrongFieldCount(_, let line, _, _),
      .otherHeader(_, let line, _, _), .decimalComma(_, let line, _, _),
      .emptyField(_, let line, _), .notANumber(_, let line, _, _), .notFinite(_, let line, _, _),
      .outOfRange(_, let line, _, _), .missingId(_, let line, _, _), .notText(_, let line, _),
      .unclosedQuote(_, let line),
      .rowTooLong(_, let line, _), .badVocabulary(_, let line, _, _),
      .badDescription(_, let line, _, _, _), .notATime(_, let line, _, _):
      line
    }
  }
}

extension DataError: CustomStringConvertible {
  /// `file:line: what is wrong, expected what`.
  package var description: String {
    switch self {
    case .file(let error):
      error.description
    case .emptyFile(let path, let expected):
      "\(path):1: the file is empty, expected "
        + (expected.isEmpty ? "rows" : "a header with \(expected.joined(separator: ","))")
    case .headerAlone(let path, let line):
      "\(path):\(line): a header and no rows, expected at least one row"
    case .missingHeader(let path, let line, let expected, let found):
      "\(path):\(line): no header, expected a header with \(expected.joined(separator: ",")) "
        + "or that the options say there is none (--no-header); found \(found.quotedForMessage)"
    case .missingColumn(let path, let line, let expected, let found):
      "\(DelimitedTextError.missingColumn(path: path, line: line, expected: expected, found: found))"
    case .tooManyColumns(let path, let line, let found, let limit):
      "\(path):\(line): a header of \(found) columns, expected at most \(limit)"
    case .wrongFieldCount(let path, let line, let expected, let found):
      "\(path):\(line): \(found) \(found == 1 ? "field" : "fields"), expected \(expected)"
    case .emptyField(let path, let line, let column):
      "\(path):\(line): \(column.clipped) is empty, expected a value"
    case .notANumber(let path, let line, let column, let found),
      .notFinite(let path, let line, let column, let found):
      "\(path):\(line): \(column.clipped) is \(found.quotedForMessage), expected a finite number"
    case .decimalComma(let path, let line, let column, let found):
      "\(path):\(line): \(column.clipped) is \(found.quotedForMessage), a number with a decimal comma, "
        + "expected a decimal point: \(found.replacing(",", with: ".").quotedForMessage)"
    case .otherHeader(let path, let line, let expected, let found):
      "\(path):\(line): a header with \(found.joined(separator: ",").quotedForMessage), expected that of the "
        + "table before it: \(expected.joined(separator: ",").quotedForMessage)"
    case .outOfRange(let path, let line, let found, let range):
      "\(path):\(line): the rating is \(found), expected \(range.lowerBound) to \(range.upperBound)"
    case .missingId(let path, let line, let column, let found):
      "\(path):\(line): \(column.clipped) is \(found.quotedForMessage), which stands for no id, "
        + "expected an id"
    case .notText(let path, let line, let found):
      "\(path):\(line): \(found.quotedForMessage) is not text, expected UTF-8 without zero bytes"
        + (found.isForeignText
          ? "; iconv -f WINDOWS-1252 -t UTF-8 converts text of older programs" : "")
    case .unclosedQuote(let path, let line):
      "\(DelimitedTextError.unclosedQuote(path: path, line: line))"
    case .rowTooLong(let path, let line, let limit):
      "\(DelimitedTextError.recordTooLong(path: path, line: line, limit: limit))"
    case .noGoodRow(let path, let skipped, let first):
      "\(path): all \(skipped) rows are bad, expected at least one good row; the first: \(first)"
    case .badVocabulary(let path, let line, let expected, let found):
      "\(path):\(line): \(found.quotedForMessage), expected \(expected)"
    case .badDescription(let path, let line, let key, let found, let expected):
      "\(path):\(line): \(key.clipped): found \(found.harmless), expected \(expected)"
    case .notATime(let path, let line, let column, let found):
      "\(path):\(line): \(column.clipped) is \(found.quotedForMessage), expected seconds since 1970 or a date "
        + "such as 2015-03-09 18:52:45"
    }
  }
}

extension String {
  /// Whether letters stand beside bytes that are no UTF-8.
  fileprivate var isForeignText: Bool {
    contains("\u{FFFD}") && unicodeScalars.contains { $0.isASCII && $0.properties.isAlphabetic }
  }

  /// A column's name, harmless in a message, without quotes.
  fileprivate var clipped: Substring { quotedForMessage.dropFirst().dropLast() }
}
