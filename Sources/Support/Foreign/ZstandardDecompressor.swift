internal import CZstd

/// Frames of Zstandard (RFC 8878), decoded by libzstd, which checks what checksum a frame has.
///
/// One thread at a time uses it. A frame whose window is larger than 128 MB is refused, as the library and its
/// program do: that bounds the memory.
final class ZstandardDecompressor: Decompressor {
  private let decompress: octavo_ZSTD_decompressStream
  private let isError: octavo_ZSTD_isError
  private let errorName: octavo_ZSTD_getErrorName
  private let free: octavo_ZSTD_freeDStream
  private let stream: UnsafeMutableRawPointer

  /// - Parameter path: What is read, for the message that libzstd is missing.
  /// - Throws: ``FileError/missingLibrary(path:library:package:)``.
  init(for path: String) throws(FileError) {
    let library = try DynamicLibrary("libzstd.so.1", package: "libzstd1", for: path)
    let create: octavo_ZSTD_createDStream = try library.function("ZSTD_createDStream")
    decompress = try library.function("ZSTD_decompressStream")
    isError = try library.function("ZSTD_isError")
    errorName = try library.function("ZSTD_getErrorName")
    free = try library.function("ZSTD_freeDStream")
    guard let stream = create() else {
      throw .unreadable(path: path, reason: "libzstd has no memory")
    }
    self.stream = stream
  }

  deinit { _ = free(stream) }

  func decode(_ input: ArraySlice<UInt8>, room: Int) throws(CompressionError) -> DecodedPiece {
    var result = 0
    var taken = 0
    // The pointers are the library's only until `decompress` returns.
    let output = [UInt8](unsafeUninitializedCapacity: room) { output, count in
      input.withUnsafeBytes { input in
        var source = octavo_ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = octavo_ZSTD_outBuffer(dst: output.baseAddress, size: room, pos: 0)
        result = decompress(stream, &target, &source)
        (taken, count) = (source.pos, target.pos)
      }
    }
    guard isError(result) == 0 else {
      throw CompressionError(
        reason: errorName(result).map { String(cString: $0) } ?? "libzstd's error \(result)")
    }
    return DecodedPiece(output: output, taken: taken, endsFrame: result == 0)
  }
}
