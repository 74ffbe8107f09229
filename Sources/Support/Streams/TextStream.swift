/// What the first bytes of a table say about the rest.
///
/// The content counts, not the name: standard input has none, and what a web server hands out as `.gz` is often
/// decompressed already.
package enum TextStream {
  /// How many bytes are looked at.
  private static let sampleSize = 16

  /// The text of `stream`, decompressed and in UTF-8.
  ///
  /// Bytes of text that are no UTF-8 stay as they are: rows tell of them.
  ///
  /// - Throws: ``FileError/invalidContent(path:reason:)`` for what is known to be no text.
  package static func opened(_ stream: any ByteStream) throws(FileError) -> any ByteStream {
    var (first, stream) = try looked(at: stream)
    if let compression = Compression(first) {
      (first, stream) = try looked(at: DecompressedStream(stream, compression))
    }
    guard let form = TextForm(first) else { return stream }
    switch form {
    case .utf16(let order): return UTF16Stream(stream, order)
    case .foreign(let found):
      throw .invalidContent(path: stream.name, reason: "it is \(found), expected text in UTF-8")
    }
  }

  /// Whether `first`, the beginning of a file, is that of plain text: then any part can be read by itself.
  package static func isPlain(_ first: [UInt8]) -> Bool {
    Compression(first) == nil && TextForm(first) == nil
  }

  /// How many bytes ``isPlain(_:)`` wants to see.
  package static var sampleLength: Int { sampleSize }

  /// The first bytes of a stream, and the whole stream.
  private static func looked(
    at stream: any ByteStream
  ) throws(FileError) -> (first: [UInt8], stream: any ByteStream) {
    var first: [UInt8] = []
    while first.count < sampleSize {
      let block = try stream.next()
      if block.isEmpty { break }
      first += block
    }
    return (first, PrefixedStream(first, then: stream))
  }
}

extension Compression {
  fileprivate init?(_ first: [UInt8]) {
    guard let found = Self.allCases.first(where: { first.starts(with: $0.signature) }) else {
      return nil
    }
    self = found
  }
}

/// Forms of text other than UTF-8, and of what is no text, known by their first bytes.
private enum TextForm {
  case utf16(UTF16Stream.Order)
  /// What cannot be read, in words.
  case foreign(String)

  private static let signatures: [(bytes: [UInt8], words: String)] = [
    ([0xFF, 0xFE, 0, 0], "text in UTF-32"), ([0, 0, 0xFE, 0xFF], "text in UTF-32"),
    (Array("PK\u{3}\u{4}".utf8), "a ZIP archive or a workbook such as .xlsx"),
    ([0xFD] + Array("7zXZ".utf8), "compressed with xz"),
    ([0x1F, 0x8B], "compressed with gzip twice"),
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed twice"),
    (Array("SQLite format 3\0".utf8), "a database of SQLite"),
  ]

  init?(_ first: [UInt8]) {
    if let found = Self.signatures.first(where: { first.starts(with: $0.bytes) }) {
      self = .foreign(found.words)
    } else if first.starts(with: [0xFF, 0xFE]) {
      self = .utf16(.little)
    } else if first.starts(with: [0xFE, 0xFF]) {
      self = .utf16(.big)
    } else if first.starts(with: Array("BZh".utf8)), first.dropFirst(4).starts(with: [0x31, 0x41]) {
      self = .foreign("compressed with bzip2")
    } else if first.starts(with: Array("PAR1".utf8)), first.count > 4, first[4] < 0x20 {
      self = .foreign("a Parquet file")
    } else if first.count >= 4, (first[0] == 0) != (first[1] == 0),
      (first[2] == 0) == (first[0] == 0),
      (first[3] == 0) == (first[1] == 0)
    {
      self = .foreign("text in UTF-16 without a byte order mark")
    } else {
      return nil
    }
  }
}
