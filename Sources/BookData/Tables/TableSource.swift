import Support

/// Where the rows of a table come from: a file, standard input, the answer of a database.
///
/// It is text of separated fields with a header, perhaps compressed. A regular file of plain text is read by
/// several workers at once; everything else from its first byte to its last.
package struct TableSource: Sendable {
  /// What messages call it: a path, `standard input`, the URL of a database and the name of a table.
  package let name: String
  private let place: Place

  private enum Place: Sendable {
    case file
    /// A file that is open already, and may have no name.
    case open(InputFile)
    case stream(@Sendable () throws(FileError) -> any ByteStream, isReadOnce: Bool)
  }

  private init(name: String, place: Place) {
    (self.name, self.place) = (name, place)
  }

  /// A source that is no file.
  ///
  /// - Parameters:
  ///   - name: What messages call it.
  ///   - isReadOnce: Whether nobody can read it a second time. The default is false.
  ///   - open: Begins to read it; called once for each time that it is read.
  package init(
    name: String, isReadOnce: Bool = false,
    open: @escaping @Sendable () throws(FileError) -> any ByteStream
  ) {
    self.init(name: name, place: .stream(open, isReadOnce: isReadOnce))
  }

  /// The regular file at `path`.
  package static func file(_ path: String) -> TableSource {
    TableSource(name: path, place: .file)
  }

  /// Standard input.
  package static var standardInput: TableSource {
    TableSource(name: PipeStream.standardInputName, isReadOnce: true) { () throws(FileError) in
      try PipeStream.standardInput()
    }
  }

  /// Whether it can be read once only, as a pipe can.
  package var isReadOnce: Bool {
    if case .stream(_, let isReadOnce) = place { isReadOnce } else { false }
  }

  /// Begins to read the text, decompressed and in UTF-8.
  ///
  /// - Throws: ``FileError``.
  package func open() throws(FileError) -> any ByteStream {
    switch place {
    case .file: try TextStream.opened(FileStream(try InputFile(name)))
    case .open(let file): try TextStream.opened(FileStream(file))
    case .stream(let open, _): try TextStream.opened(open())
    }
  }

  /// The file, opened, where the source is a regular file of plain text, of which any part can be read at any
  /// time; nil for every other source.
  ///
  /// - Throws: ``FileError``.
  package func plainFile() throws(FileError) -> InputFile? {
    let file: InputFile
    switch place {
    case .file: file = try InputFile(name)
    case .open(let open): file = open
    case .stream: return nil
    }
    let first = try file.read(at: 0, upTo: TextStream.sampleLength)
    return TextStream.isPlain(first) ? file : nil
  }

  /// A source with the same text that can be read more than once: a file that stays open, so that all readings are of
  /// one content, or fail, or a temporary file without a name.
  ///
  /// - Throws: ``FileError``.
  package func rereadable() throws(FileError) -> TableSource {
    switch place {
    case .file: TableSource(name: name, place: .open(try InputFile(name)))
    case .stream(_, isReadOnce: true):
      TableSource(name: name, place: .open(try InputFile(spooling: try open())))
    case .open, .stream: self
    }
  }

  /// Checks that nobody has written to the file since it was opened, where it is ``rereadable()``.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  package func checkUnchanged() throws(FileError) {
    if case .open(let file) = place { try file.checkUnchanged() }
  }

  /// The CRC-32C of the text, in hexadecimal.
  ///
  /// - Throws: ``FileError``.
  package func checksum() throws(FileError) -> String {
    try open().checksum()
  }
}
