import Kernels
import Parallelism
import Support

/// The fast path: a file without quotes whose ids are whole numbers below 2³² without zeros before
/// them, read in parallel.
///
/// Ratings carry raw ids at first, in the place of dense ones.
struct PlainRatings: Sendable {
  let parser: RowParser
  let skipBadRows: Bool

  /// What one chunk gave.
  struct Outcome: Sendable {
    /// The largest raw ids.
    var largest = Rating(reader: 0, book: 0, value: 0)
    var badRows = BadRows()
    /// How many good rows there are.
    var rows = 0
    /// Lines of the rows, which count from the chunk's first.
    var lines = LineMap()
    /// When each row was rated; none in a file without times.
    var times: [Double] = []
    var fileError: FileError?
    /// An id that is no whole number below 2³².
    var needsGeneralIds = false
  }

  /// Reads chunks into one array.
  func read(
    _ chunked: FileChunks, _ chunks: [Chunk]
  ) -> (rows: [Rating], outcomes: [Outcome]) {
    let (rows, outcomes) = Parallel.gather(
      capacities: chunks.map(\.lines), threads: chunked.workers, of: Rating.self
    ) { _, index, rows -> Outcome in
      var outcome = Outcome()
      outcome.lines.place(row: 0, line: chunks[index].firstLine)
      do throws(FileError) {
        let text = try chunked.file.read(chunks[index].bytes)
        guard parse(text, into: &rows, &outcome) else { throw chunked.file.changed }
      } catch {
        outcome.fileError = error
      }
      outcome.rows = rows.count
      return outcome
    }
    return (rows, outcomes)
  }

  /// Reads a run of lines that is in memory.
  func read(_ chunk: TextChunk) -> (rows: [Rating], outcome: Outcome) {
    var outcome = Outcome()
    outcome.lines.place(row: 0, line: chunk.firstLine, table: chunk.table)
    var rows: [Rating] = []
    rows.append(addingCapacity: chunk.count.newlines + 1) { output in
      let hasRoom = parse(chunk.text, into: &output, &outcome)
      precondition(hasRoom, "more rows than the \(chunk.count.newlines) lines counted")
    }
    outcome.rows = rows.count
    return (rows, outcome)
  }

  private static let blockRows = 512

  private var layout: NumericLayout {
    NumericLayout(
      separator: Array(parser.format.separator.utf8), columns: parser.columns, first: parser.user,
      second: parser.book, value: parser.rating ?? parser.book)
  }

  /// The layout that reads whole seconds in the place of readers; nil in a file without times.
  private var timeLayout: NumericLayout? {
    parser.time.map { time in
      NumericLayout(
        separator: layout.separator, columns: layout.columns, first: time,
        second: layout.second, value: layout.value)
    }
  }

  /// Parses the lines of `text`.
  ///
  /// - Returns: Whether there was room for their rows; there is none where lines were added since they were
  ///   counted.
  private func parse(
    _ text: [UInt8], into rows: inout OutputSpan<Rating>, _ outcome: inout Outcome
  ) -> Bool {
    let (layout, timeLayout) = (layout, timeLayout)
    var block: [NumericRow] = []
    var offset = 0
    var end = NumericScanEnd.outputFull
    while end != .endOfText {
      let start = offset
      block.removeAll(keepingCapacity: true)
      block.append(addingCapacity: Self.blockRows) { output in
        end = NumericRows.scan(text.span.bytes, from: &offset, layout: layout, into: &output)
      }
      if let timeLayout {
        let times = readTimes(text, from: start, timeLayout, upTo: block.count)
        if times.rows < block.count {
          // Times of another form: the row is good all the same, or bad for another reason.
          block.removeLast(block.count - times.rows)
          (offset, end) = (times.end, .unusualRow)
        }
        outcome.times += times.seconds
      }
      // One row may be left to the parser of unusual ones.
      guard rows.freeCapacity >= block.count + (end == .unusualRow ? 1 : 0) else { return false }
      append(block, to: &rows, &outcome)
      if end == .unusualRow {
        parseUnusualRow(text, from: &offset, into: &rows, &outcome)
        if outcome.needsGeneralIds { return true }
      }
    }
    return true
  }

  /// The times of the rows from `start` on, as far as they are whole seconds.
  private func readTimes(
    _ text: [UInt8], from start: Int, _ layout: NumericLayout, upTo count: Int
  ) -> (rows: Int, seconds: [Double], end: Int) {
    var rows: [NumericRow] = []
    var offset = start
    rows.append(addingCapacity: count) { output in
      _ = NumericRows.scan(text.span.bytes, from: &offset, layout: layout, into: &output)
    }
    return (rows.count, rows.map { Double($0.first) }, offset)
  }

  private func append(
    _ block: [NumericRow], to rows: inout OutputSpan<Rating>, _ outcome: inout Outcome
  ) {
    var largest = outcome.largest
    for row in block {
      largest.reader = max(largest.reader, row.first)
      largest.book = max(largest.book, row.second)
      rows.append(Rating(reader: row.first, book: row.second, value: row.value))
    }
    outcome.largest = largest
  }

  /// Reads one row that the scanner would not: blank, bad, or written in another way.
  private func parseUnusualRow(
    _ text: [UInt8], from offset: inout Int, into rows: inout OutputSpan<Rating>,
    _ outcome: inout Outcome
  ) {
    let bytes = text.span.line(from: offset)
    offset += bytes.count
    let line = outcome.lines[rows.count]
    guard let record = parser.record(bytes), !record.isBlank else {
      // Where one line is empty there may be millions.
      let more = text.span.newlines(from: offset)
      offset += more
      outcome.lines.place(row: rows.count, line: line + 1 + more)
      return
    }
    switch parser.parse(record, line: line) {
    case .success(let row):
      guard let reader = row.user.plainId, let book = row.book.plainId else {
        outcome.needsGeneralIds = true
        return
      }
      if parser.time != nil { outcome.times.append(row.time) }
      append(
        [NumericRow(first: reader, second: book, value: row.value)], to: &rows, &outcome)
    case .failure(let error):
      outcome.badRows.append(error)
      outcome.lines.place(row: rows.count, line: line + 1)
    }
  }
}

extension RowParser {
  /// The record on one line without quotes.
  fileprivate func record(_ line: [UInt8]) -> DelimitedRecord? {
    var reader = DelimitedReader(
      contents: line, path: path, separator: format.separator, isStart: false)
    return try? reader.next()
  }
}

extension ArraySlice<UInt8> {
  /// The id, if it is a whole number below 2³².
  fileprivate var plainId: UInt32? {
    guard case .integer(let value) = Identifier(self) else { return nil }
    return UInt32(exactly: value)
  }
}

extension Span<UInt8> {
  /// How many newlines there are from `start` on.
  fileprivate func newlines(from start: Int) -> Int {
    var end = start
    while end < count, self[end] == UInt8(ascii: "\n") { end += 1 }
    return end - start
  }

  /// The bytes from `start` through the next newline or to the end.
  fileprivate func line(from start: Int) -> [UInt8] {
    var end = start
    while end < count, self[end] != UInt8(ascii: "\n") { end += 1 }
    return (start..<Swift.min(end + 1, count)).map { self[$0] }
  }
}
