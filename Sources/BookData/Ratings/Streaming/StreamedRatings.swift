import Parallelism
import Support
import Synchronization

/// Reads tables that come as streams: compressed files, pipes, databases, several files.
///
/// A worker that is free takes the next run of whole lines, which decompresses it, and then parses it while
/// another takes the next one: one at a time decompresses, all others parse, and nobody waits for a block that
/// nobody needs. Rows are kept and text is not: 12 bytes a rating, twice that while runs are joined.
///
/// A stream can be read once. What the scanner of numbers cannot read, from the first quote or text id on, goes to
/// ``GeneralRatings`` with the rows before it, whose ids are numbers that spell their text.
struct StreamedRatings {
  let reader: RatingsReader
  let tables: [TableSource]

  /// What was read, or the reason to read record by record from here on.
  fileprivate struct Progress {
    var feed: LineFeed
    var handedOut = 0
    var pieces: [Piece] = []
    /// Whether no more runs are handed out.
    var isOver = false
    var failure: (any Error)?
  }

  /// What one run of lines gave.
  fileprivate struct Piece {
    let index: Int
    let rows: [Rating]
    let outcome: PlainRatings.Outcome
    /// The run itself, where ids are texts.
    let unread: TextChunk?
  }

  /// What all tables together hold.
  enum Content {
    case plain(rows: [Rating], outcomes: [PlainRatings.Outcome])
    case general(GeneralRatings)
  }

  /// Reads all tables.
  ///
  /// - Throws: ``DataError``, `DelimitedTextError`, `FileError`; of several bad rows the first.
  func read() throws -> Content {
    let progress = Mutex(Progress(feed: LineFeed(tables, reader: reader)))
    Parallel.forEach(reader.threads, threads: reader.threads) { _ in
      while let (index, chunk) = take(progress) {
        let piece = read(chunk, index)
        progress.withLock { $0.add(piece, mayGoOn: reader.skipBadRows) }
      }
    }
    var (feed, pieces, failure, isOver) = progress.withLock {
      ($0.feed, $0.pieces.sorted { $0.index < $1.index }, $0.failure, $0.isOver)
    }
    if let failure = failure as? FileError { throw failure }
    do {
      if !reader.skipBadRows, let bad = pieces.lazy.compactMap(\.outcome.badRows.first).first {
        throw bad
      }
      if let failure { throw failure }
      guard isOver else { return joined(&pieces) }
      return .general(try general(pieces, &feed))
    } catch {
      // What looks wrong about damaged bytes is not what is wrong.
      try feed.finish()
      throw error
    }
  }

  /// The next run of lines, if there is one that can be read by itself.
  private func take(_ progress: borrowing Mutex<Progress>) -> (index: Int, chunk: TextChunk)? {
    progress.withLock { progress in
      guard !progress.isOver, progress.failure == nil else { return nil }
      do {
        guard let chunk = try progress.feed.next() else { return nil }
        guard chunk.isPlain else {
          progress.feed.putBack(chunk)
          progress.isOver = true
          return nil
        }
        progress.handedOut += 1
        return (progress.handedOut, chunk)
      } catch {
        progress.failure = error
        return nil
      }
    }
  }

  private func read(_ chunk: TextChunk, _ index: Int) -> Piece {
    let plain = PlainRatings(parser: chunk.parser, skipBadRows: reader.skipBadRows)
    let (rows, outcome) = plain.read(chunk)
    return Piece(
      index: index, rows: rows, outcome: outcome, unread: outcome.needsGeneralIds ? chunk : nil)
  }

  /// The rows of all pieces in one array; the pieces go away.
  private func joined(_ pieces: inout [Piece]) -> Content {
    let outcomes = pieces.map(\.outcome)
    let parts = pieces.map(\.rows)
    pieces = []
    let rows = Parallel.gather(
      capacities: parts.map(\.count), threads: reader.threads, of: Rating.self
    ) { _, part, rows in
      for row in parts[part] { rows.append(row) }
    }.elements
    return .plain(rows: rows, outcomes: outcomes)
  }

  /// The rows of the pieces, and after them what was not handed out, with ids as texts.
  private func general(_ pieces: [Piece], _ feed: inout LineFeed) throws -> GeneralRatings {
    var ratings = GeneralRatings(skipBadRows: reader.skipBadRows)
    for piece in pieces {
      guard let chunk = piece.unread else {
        ratings.append(piece.rows, piece.outcome)
        continue
      }
      var records = DelimitedReader(
        contents: chunk.text, path: chunk.parser.path, separator: reader.format.separator,
        isStart: false, line: chunk.firstLine)
      ratings.begin(chunk.table, chunk.parser)
      try ratings.readAll(&records)
    }
    try feed.readRest(into: &ratings)
    return ratings
  }
}

extension StreamedRatings.Progress {
  /// Adds what a run gave; where it cannot be left at that, no other is handed out.
  fileprivate mutating func add(_ piece: StreamedRatings.Piece, mayGoOn skipsBadRows: Bool) {
    pieces.append(piece)
    if piece.unread != nil || !skipsBadRows && piece.outcome.badRows.first != nil { isOver = true }
  }
}
