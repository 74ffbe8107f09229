/// Decodes compressed bytes, piece by piece.
///
/// What is decoded is a row of frames, each whole in itself: gzip calls them members.
protocol Decompressor: AnyObject {
  /// Decodes as much of `input` as `room` bytes of output take.
  ///
  /// An empty input gives what was decoded before and had no room.
  ///
  /// - Throws: ``CompressionError``.
  func decode(_ input: ArraySlice<UInt8>, room: Int) throws(CompressionError) -> DecodedPiece
}

/// What one call of a decompressor did.
struct DecodedPiece {
  /// The decoded bytes.
  var output: [UInt8]
  /// How many bytes of the input were taken.
  var taken: Int
  /// Whether a frame ends here, and all of it was given out.
  var endsFrame: Bool
}

/// Bytes that no compressor wrote, in the library's words, or that want too much memory.
struct CompressionError: Error {
  var reason: String
}

/// The forms of compressed bytes that are read.
enum Compression: CaseIterable {
  case gzip, zstandard

  /// The first bytes of each frame.
  var signature: [UInt8] {
    switch self {
    case .gzip: [0x1F, 0x8B]
    case .zstandard: [0x28, 0xB5, 0x2F, 0xFD]
    }
  }

  /// - Parameter path: What is read, for the message that the library is missing.
  /// - Throws: ``FileError/missingLibrary(path:library:package:)``.
  func decompressor(for path: String) throws(FileError) -> any Decompressor {
    switch self {
    case .gzip: try GzipDecompressor(for: path)
    case .zstandard: try ZstandardDecompressor(for: path)
    }
  }
}
