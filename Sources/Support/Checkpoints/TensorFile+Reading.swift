import Foundation

extension TensorFile {
  /// Reads the file at `path`.
  ///
  /// Nothing is taken from the header unchecked: a damaged or hostile file is refused before memory
  /// is set aside for more than the file holds.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - origin: Whether version and checksums must be there. The default is ``Origin/octavo``.
  /// - Returns: The tensors and the metadata.
  /// - Throws: `FileError` when the file is missing or unreadable, ``CheckpointError`` when its
  ///   content is not what the format asks for.
  public static func read(_ path: String, origin: Origin = .octavo) throws -> TensorFile {
    try read(ByteSource(InputFile(path)), origin: origin)
  }

  /// Reads a file whose content is `bytes`; `path` is for messages.
  package static func read(
    bytes: [UInt8], path: String, origin: Origin = .octavo
  ) throws -> TensorFile {
    try read(ByteSource(path: path, bytes: bytes), origin: origin)
  }

  private static func read(_ source: consuming ByteSource, origin: Origin) throws -> TensorFile {
    let header = try readHeader(&source, origin: origin)
    let tensors = try readTensors(header, &source)
    try source.checkUnchanged()
    return TensorFile(
      path: source.path,
      tensors: Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0) }),
      metadata: header.metadata.filter { !SafeTensors.reservedKeys.contains($0.key) })
  }

  /// The header, its entries in the order of the data, after all checks that need no data.
  private static func readHeader(
    _ source: inout ByteSource, origin: Origin
  ) throws -> TensorHeader {
    let path = source.path
    guard source.size >= SafeTensors.prefixSize else {
      throw CheckpointError.headerTooSmall(path: path, found: source.size)
    }
    let length = SafeTensors.headerLength(try source.next(SafeTensors.prefixSize))
    guard length <= SafeTensors.headerLimit else {
      throw CheckpointError.headerTooLarge(
        path: path, found: length, limit: SafeTensors.headerLimit)
    }
    try source.expectSize(atLeast: SafeTensors.prefixSize + Int(length))
    let bytes = try source.next(Int(length))
    var header = try HeaderParser.header(bytes, path: path)
    try header.checkMetadata(bytes, path: path, origin: origin)
    try header.layOut(path: path)
    try source.expectSize(SafeTensors.prefixSize + Int(length), plus: header.dataSize)
    return header
  }

  private static func readTensors(
    _ header: TensorHeader, _ source: inout ByteSource
  ) throws -> [NamedTensor] {
    var checksum = CRC32C()
    let tensors = try header.entries.map { entry in
      let values = try TensorValues(entry.elementType, count: entry.count) { count in
        let bytes = try source.next(count)
        checksum.update(bytes)
        return bytes
      }
      return NamedTensor(name: entry.name, shape: entry.shape, values: values)
    }
    try header.check(
      SafeTensors.dataChecksumKey, part: "data", found: CRC32C.text(checksum.value),
      path: source.path)
    return tensors
  }
}

extension TensorHeader {
  /// Checks version and header checksum, and that they are there where `origin` asks for them.
  fileprivate func checkMetadata(
    _ bytes: [UInt8], path: String, origin: TensorFile.Origin
  ) throws(CheckpointError) {
    if origin == .octavo {
      for key in SafeTensors.reservedKeys.sorted() where metadata[key] == nil {
        throw .missingMetadata(path: path, key: key)
      }
    }
    if let found = metadata[SafeTensors.versionKey], found != String(SafeTensors.formatVersion) {
      throw .unsupportedVersion(path: path, found: found, supported: SafeTensors.formatVersion)
    }
    if metadata[SafeTensors.headerChecksumKey] != nil {
      try check(
        SafeTensors.headerChecksumKey, part: "header", found: Self.checksum(of: bytes), path: path)
    }
  }

  /// Compares the checksum under `key`, if there is one, with that of the bytes read.
  fileprivate func check(
    _ key: String, part: String, found: String, path: String
  ) throws(CheckpointError) {
    guard let expected = metadata[key], expected != found else { return }
    throw .checksumMismatch(path: path, part: part, expected: expected, found: found)
  }
}
