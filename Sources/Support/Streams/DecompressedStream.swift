import Synchronization

/// What compressed bytes stand for, all frames of them one after the other.
///
/// Memory is bounded, whatever the bytes stand for: a block of each side, and the decompressor's window. So is time: no
/// more than 200 times as much text is read as there are compressed bytes, apart from the first 16 MB.
package final class DecompressedStream: ByteStream {
  /// Where the compressed bytes come from.
  package let name: String
  private let source: any ByteStream
  private let state: Mutex<State>

  private static let blockSize = 1 << 18
  /// How many times as long as its compressed bytes a text may be: tables shrink to a tenth, a twentieth at best.
  private static let largestRatio = 200
  /// Below this length any ratio is fine.
  private static let harmlessLength = 16 << 20

  private struct State {
    var decompressor: any Decompressor
    /// Compressed bytes that were read and not decoded.
    var input: ArraySlice<UInt8> = []
    /// How many bytes were decoded.
    var taken = 0
    /// How many bytes came out.
    var given = 0
    /// Whether output may be left that had no room.
    var isFull = false
    var endsFrame = false
    var failure: FileError?
  }

  init(_ source: any ByteStream, _ compression: Compression) throws(FileError) {
    (name, self.source) = (source.name, source)
    state = Mutex(State(decompressor: try compression.decompressor(for: source.name)))
  }

  /// The next decoded block.
  package func next() throws(FileError) -> [UInt8] {
    try state.withLock { state throws(FileError) in
      if let failure = state.failure { throw failure }
      do throws(FileError) {
        return try next(&state)
      } catch {
        // Who goes on after a failure hears of it again.
        state.failure = error
        throw error
      }
    }
  }

  /// Decodes to the end, where the checksums are.
  package func finish() throws(FileError) {
    while try !next().isEmpty {}
  }

  private func next(_ state: inout State) throws(FileError) -> [UInt8] {
    while true {
      if state.input.isEmpty && !state.isFull {
        state.input = try source.next()[...]
        if state.input.isEmpty {
          guard state.endsFrame else { throw cutOff }
          return []
        }
      }
      let piece = try decode(&state)
      if !piece.isEmpty { return piece }
    }
  }

  private func decode(_ state: inout State) throws(FileError) -> [UInt8] {
    let piece: DecodedPiece
    do {
      piece = try state.decompressor.decode(state.input, room: Self.blockSize)
    } catch {
      throw .invalidContent(path: name, reason: "its compressed data is damaged: \(error.reason)")
    }
    guard piece.taken > 0 || !piece.output.isEmpty || state.isFull else {
      throw .invalidContent(
        path: name, reason: "its compressed data is damaged: it stands for nothing")
    }
    if piece.taken > 0 || !piece.output.isEmpty { state.endsFrame = piece.endsFrame }
    state.input = state.input.dropFirst(piece.taken)
    state.isFull = piece.output.count == Self.blockSize && !piece.endsFrame
    state.taken += piece.taken
    state.given += piece.output.count
    guard state.given <= max(Self.harmlessLength, Self.largestRatio * state.taken) else {
      throw .invalidContent(
        path: name,
        reason:
          "its compressed data stands for more than \(Self.largestRatio) times its size, expected a table, "
          + "which shrinks to a twentieth at best; decompress it first if it is one")
    }
    return piece.output
  }

  private var cutOff: FileError {
    .unreadable(
      path: name, reason: "its compressed data is cut off, expected all of it; copy it again")
  }
}
