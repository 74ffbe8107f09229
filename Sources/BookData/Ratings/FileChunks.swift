import Kernels
import Parallelism
import Support

/// A run of whole lines in a file.
struct Chunk: Sendable, Equatable {
  /// The bytes, from the first of a line to behind a newline or to the end of the file.
  var bytes: Range<Int>
  /// The line at the beginning, from 1.
  var firstLine: Int
  /// How many lines there are.
  var lines: Int
}

/// An open file, cut in runs of whole lines that workers read at once.
struct FileChunks: Sendable {
  let file: InputFile
  /// How many workers may read at once.
  let workers: Int

  /// Cuts the file from `start` on into runs of whole lines of about `length` bytes.
  ///
  /// - Parameter line: The line at `start`, from 1.
  /// - Returns: The runs, or nil if the text holds quotes, so that a newline need not end a row.
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  func cut(from start: Int, line: Int, length: Int) throws(FileError) -> [Chunk]? {
    let pieces = stride(from: start, to: file.size, by: length).map {
      $0..<min($0 + length, file.size)
    }
    let counts = Parallel.map(pieces.count, threads: workers) { lineCount(of: pieces[$0]) }
    var chunks: [Chunk] = []
    for (piece, count) in zip(pieces, counts) {
      let count = try count.get()
      if count.hasQuote { return nil }
      chunks.append(piece, count, line: line)
    }
    return chunks
  }

  private func lineCount(of range: Range<Int>) -> Result<LineCount, FileError> {
    do throws(FileError) {
      let bytes = try file.read(range)
      return .success(LineCount(of: bytes.span.bytes))
    } catch {
      return .failure(error)
    }
  }
}

extension [Chunk] {
  /// Ends the last chunk behind the first newline of `piece` and begins another there.
  fileprivate mutating func append(_ piece: Range<Int>, _ count: LineCount, line: Int) {
    guard let last = indices.last else {
      // What follows the last newline counts as a line: a file may end without one.
      append(Chunk(bytes: piece, firstLine: line, lines: count.newlines + 1))
      return
    }
    guard let newline = count.firstNewline else {
      self[last].bytes = self[last].bytes.lowerBound..<piece.upperBound
      return
    }
    let cut = piece.lowerBound + newline + 1
    self[last].bytes = self[last].bytes.lowerBound..<cut
    let next = self[last].firstLine + self[last].lines
    append(Chunk(bytes: cut..<piece.upperBound, firstLine: next, lines: count.newlines))
  }
}
