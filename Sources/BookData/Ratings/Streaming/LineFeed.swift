import Kernels
import Support

/// A run of whole lines of a table.
struct TextChunk: Sendable {
  /// The bytes, from the first of a line to behind a newline or to the end of the table.
  var text: [UInt8]
  /// What knows the table's header.
  var parser: RowParser
  /// Which table, from 0.
  var table: Int
  /// The line at the beginning, from 1.
  var firstLine: Int
  /// What is in it.
  var count: LineCount

  /// Whether the lines can be read by themselves, by the scanner of numbers.
  var isPlain: Bool { !count.hasQuote && parser.hasDistinctColumns }
}

/// Tables, read from the first byte to the last and handed out as runs of whole lines.
struct LineFeed: Sendable {
  /// Room for the block that a run of lines ends in: it is allocated once.
  private static let blockAllowance = 1 << 18

  /// Reads the header of each table.
  let reader: RatingsReader
  private var waiting: ArraySlice<TableSource>
  private var current: Current?
  /// The columns of the first table, which all have.
  private var columns: [String]?

  /// The table that is being read.
  private struct Current {
    let table: Int
    let stream: any ByteStream
    let parser: RowParser
    /// Bytes that were read and not handed out.
    var rest: [UInt8]
    /// The line of the first of them.
    var line: Int
  }

  init(_ tables: [TableSource], reader: RatingsReader) {
    (waiting, self.reader) = (tables[...], reader)
  }

  /// The next run of lines, of about `reader.chunkLength` bytes; nil after the last.
  ///
  /// - Throws: ``DataError``, `DelimitedTextError`, `FileError`.
  mutating func next() throws -> TextChunk? {
    while var table = try opened() {
      if let text = try takeLines(&table) {
        let count = LineCount(of: text.span.bytes)
        let chunk = TextChunk(
          text: text, parser: table.parser, table: table.table, firstLine: table.line, count: count)
        table.line += count.newlines
        current = table
        return chunk
      }
      current = nil
    }
    return nil
  }

  /// Takes back the run that was handed out last.
  mutating func putBack(_ chunk: TextChunk) {
    guard var table = current, table.table == chunk.table else {
      preconditionFailure("a chunk of another table")
    }
    table.rest = chunk.text + table.rest
    table.line = chunk.firstLine
    current = table
  }

  /// Reads all that was not handed out, record by record.
  ///
  /// - Throws: As ``next()``.
  mutating func readRest(into ratings: inout GeneralRatings) throws {
    while let table = try opened() {
      var records = DelimitedReader(
        PrefixedStream(table.rest, then: table.stream), separator: reader.format.separator,
        line: table.line)
      ratings.begin(table.table, table.parser)
      try ratings.readAll(&records)
      current = nil
    }
  }

  /// Asks the table at hand whether what was read of it was worth anything.
  ///
  /// - Throws: `FileError`.
  func finish() throws(FileError) { try current?.stream.finish() }

  /// The table at hand; nil after the last.
  private mutating func opened() throws -> Current? {
    if let current { return current }
    guard let source = waiting.first else { return nil }
    let table = waiting.startIndex
    waiting.removeFirst()
    let stream = try source.open()
    var records = DelimitedReader(stream, separator: reader.format.separator)
    let parser: RowParser
    do {
      let header: Header
      (header, parser) = try reader.header(&records)
      let columns = columns ?? header.names
      guard header.names == columns else {
        throw DataError.otherHeader(
          path: source.name, line: header.line, expected: columns, found: header.names)
      }
      self.columns = columns
    } catch {
      try stream.finish()
      throw error
    }
    let (rest, line) = records.takeRest()
    let opened = Current(
      table: table, stream: stream, parser: parser, rest: Array(rest), line: line)
    current = opened
    return opened
  }

  /// Takes whole lines; nil at the end of the table.
  private func takeLines(_ table: inout Current) throws -> [UInt8]? {
    var text = table.rest
    table.rest = []
    text.reserveCapacity(reader.chunkLength + Self.blockAllowance)
    var end = text.lastIndex(of: UInt8(ascii: "\n"))
    while text.count < reader.chunkLength || end == nil {
      let block = try table.stream.next()
      if block.isEmpty { return text.isEmpty ? nil : text }
      if let newline = block.lastIndex(of: UInt8(ascii: "\n")) { end = text.count + newline }
      text += block
      guard end != nil || text.count <= DelimitedReader.longestRecord else {
        throw DelimitedTextError.recordTooLong(
          path: table.stream.name, line: table.line, limit: DelimitedReader.longestRecord)
      }
    }
    guard let end else { return nil }
    table.rest = Array(text[(end + 1)...])
    text.removeLast(text.count - end - 1)
    return text
  }
}
