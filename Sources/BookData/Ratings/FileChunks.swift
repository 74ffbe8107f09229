import Foundation
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

/// A file, open once per worker, so that workers read at positions of their own.
///
/// Reading copies: a file that is cut short meanwhile is an error, where mapped memory would be a signal.
struct FileChunks: Sendable {
  let path: String
  let size: Int
  private let handles: [FileHandle]

  /// - Throws: As `InputFile.open`.
  init(path: String, workers: Int) throws(FileError) {
    self.path = path
    var handles: [FileHandle] = []
    var sizes: [Int] = []
    for _ in 0..<workers {
      let (handle, size) = try InputFile.open(path)
      handles.append(handle)
      sizes.append(size)
    }
    self.handles = handles
    size = sizes.min() ?? 0
  }

  /// How many workers may read at once.
  var workers: Int { handles.count }

  /// Reads `range`; only one thread at a time may use a worker's number.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  func read(_ range: Range<Int>, worker: Int) throws(FileError) -> Data {
    do {
      try handles[worker].seek(toOffset: UInt64(range.lowerBound))
      let data = try handles[worker].read(upToCount: range.count) ?? Data()
      if data.count == range.count { return data }
    } catch {
      throw .unreadable(path: path, reason: (error as NSError).localizedDescription)
    }
    throw .unreadable(path: path, reason: "it became shorter while it was read")
  }

  /// Cuts the file from `start` on into runs of whole lines of about `length` bytes.
  ///
  /// - Parameter line: The line at `start`, from 1.
  /// - Returns: The runs, or nil if the text holds quotes, so that a newline need not end a row.
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  func cut(from start: Int, line: Int, length: Int) throws(FileError) -> [Chunk]? {
    let pieces = stride(from: start, to: size, by: length).map { $0..<min($0 + length, size) }
    let counts = Parallel.mapWithMember(pieces.count, threads: workers) { worker, piece in
      Result { () throws(FileError) in
        LineCount(of: try read(pieces[piece], worker: worker).bytes)
      }
    }
    var chunks: [Chunk] = []
    for (piece, count) in zip(pieces, counts) {
      let count = try count.get()
      if count.hasQuote { return nil }
      chunks.append(piece, count, line: line)
    }
    return chunks
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
