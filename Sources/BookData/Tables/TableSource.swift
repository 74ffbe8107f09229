import Support

/// Where the rows of a table come from: a file, standard input, the answer of a database.
///
/// It is text of separated fields with a header. A regular file of plain text is read by several workers at
/// once; everything else from its first byte to its last.
package struct TableSource: Sendable {
  /// What messages call it: a path, `standard input`, the URL of a database and the name of a table.
  package let name: String
  private let place: Place

  private enum Place: Sendable {
    case file
    case stream(@Sendable () throws(FileError) -> any ByteStream)
  }

  private init(name: String, place: Place) {
    (self.name, self.place) = (name, place)
  }

  /// A source that is no file.
  ///
  /// - Parameters:
  ///   - name: What messages call it.
  ///   - open: Begins to read it; called once for each time that it is read.
  package init(name: String, open: @escaping @Sendable () throws(FileError) -> any ByteStream) {
    self.init(name: name, place: .stream(open))
  }

  /// The regular file at `path`.
  package static func file(_ path: String) -> TableSource {
    TableSource(name: path, place: .file)
  }

  /// Begins to read the text, decompressed and in UTF-8.
  ///
  /// - Throws: ``FileError``.
  package func open() throws(FileError) -> any ByteStream {
    switch place {
    case .file: try TextStream.opened(FileStream(try InputFile(name)))
    case .stream(let open): try TextStream.opened(open())
    }
  }

  /// The file, opened, where the source is a regular file of plain text, of which any part can be read at any
  /// time; nil for every other source.
  ///
  /// - Throws: ``FileError``.
  package func plainFile() throws(FileError) -> InputFile? {
    guard case .file = place else { return nil }
    let file = try InputFile(name)
    let first = try file.read(at: 0, upTo: TextStream.sampleLength)
    return TextStream.isPlain(first) ? file : nil
  }

  /// The CRC-32C of the text, in hexadecimal.
  ///
  /// - Throws: ``FileError``.
  package func checksum() throws(FileError) -> String {
    try open().checksum()
  }
}
