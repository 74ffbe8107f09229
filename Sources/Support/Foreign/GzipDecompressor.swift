internal import CZlib

/// Members of gzip (RFC 1952), decoded by zlib, which checks the length and the CRC-32 of each.
///
/// One thread at a time uses it; the memory that zlib works in is its own and some 40 kB.
final class GzipDecompressor: Decompressor {
  private let inflate: octavo_inflate
  private let reset: octavo_inflateReset
  private let end: octavo_inflateEnd
  /// At one place for the whole life: zlib notes the address.
  private let stream: UnsafeMutablePointer<octavo_z_stream>
  private var isBetweenMembers = false

  /// The largest window, and 16 for gzip's header and checksum.
  private static let windowBits: Int32 = 15 + 16
  /// The version of zlib whose declarations these are: its first digit must be the library's.
  private static let version = "1.2.11"

  /// - Parameter path: What is read, for the message that zlib is missing.
  /// - Throws: ``FileError/missingLibrary(path:library:package:)``.
  init(for path: String) throws(FileError) {
    let library = try DynamicLibrary("libz.so.1", package: "zlib1g", for: path)
    let initialize: octavo_inflateInit2_ = try library.function("inflateInit2_")
    inflate = try library.function("inflate")
    reset = try library.function("inflateReset")
    end = try library.function("inflateEnd")
    stream = .allocate(capacity: 1)
    stream.initialize(to: octavo_z_stream())
    let size = Int32(MemoryLayout<octavo_z_stream>.size)
    guard Int(initialize(stream, Self.windowBits, Self.version, size)) == octavo_Z_OK else {
      stream.deallocate()
      throw .unreadable(path: path, reason: "zlib has no memory, or is another version than 1")
    }
  }

  deinit {
    _ = end(stream)
    stream.deallocate()
  }

  func decode(_ input: ArraySlice<UInt8>, room: Int) throws(CompressionError) -> DecodedPiece {
    if isBetweenMembers && !input.isEmpty {
      _ = reset(stream)
      isBetweenMembers = false
    }
    var status: Int32 = 0
    var taken = 0
    // The pointers are zlib's only until `inflate` returns.
    let output = [UInt8](unsafeUninitializedCapacity: room) { output, count in
      input.withUnsafeBufferPointer { input in
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(room)
        status = inflate(stream, Int32(octavo_Z_NO_FLUSH))
        taken = input.count - Int(stream.pointee.avail_in)
        count = room - Int(stream.pointee.avail_out)
      }
    }
    switch Int(status) {
    case octavo_Z_OK, octavo_Z_BUF_ERROR: break
    case octavo_Z_STREAM_END: isBetweenMembers = true
    case octavo_Z_MEM_ERROR: throw CompressionError(reason: "zlib has no memory")
    default:
      throw CompressionError(
        reason: stream.pointee.msg.map { String(cString: $0) } ?? "zlib's error \(status)")
    }
    return DecodedPiece(output: output, taken: taken, endsFrame: isBetweenMembers)
  }
}
