import Foundation

/// Tensors by name and a little text beside them, in one file of the safetensors format.
///
/// Files appear whole or not at all. The same tensors and metadata give the same bytes, and a file
/// of which any byte was altered is refused.
public struct TensorFile: Sendable {
  /// Whether a file must carry Octavo's version and checksums.
  public enum Origin: Sendable {
    /// Written by Octavo: version and both checksums are there and right.
    case octavo
    /// Written by any program: version and checksums are checked where they are there.
    case anyProgram
  }

  /// Where the file is, for messages.
  public let path: String
  /// The tensors by their names.
  public let tensors: [String: NamedTensor]
  /// The text beside them, without the version and the checksums.
  public let metadata: [String: String]

  /// The elements of a tensor of single-precision numbers, row-major, all of them finite.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - shape: The shape that it must have.
  /// - Returns: The elements.
  /// - Throws: ``CheckpointError/missingTensor(path:name:)``,
  ///   ``CheckpointError/wrongShape(path:tensor:expected:found:)``,
  ///   ``CheckpointError/wrongElementType(path:tensor:expected:found:)``,
  ///   ``CheckpointError/notFinite(path:tensor:)``.
  public func floats(_ name: String, shape: [Int]) throws(CheckpointError) -> [Float] {
    let values = try values(name, shape: shape)
    guard case .float32(let floats) = values else {
      throw wrongType(name, expected: .float32, found: values)
    }
    guard floats.allSatisfy(\.isFinite) else { throw .notFinite(path: path, tensor: name) }
    return floats
  }

  /// The elements of a tensor of unsigned integers, row-major.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - shape: The shape that it must have.
  /// - Returns: The elements.
  /// - Throws: As ``floats(_:shape:)``.
  public func integers(_ name: String, shape: [Int]) throws(CheckpointError) -> [UInt32] {
    let values = try values(name, shape: shape)
    guard case .uint32(let integers) = values else {
      throw wrongType(name, expected: .uint32, found: values)
    }
    return integers
  }

  private func values(_ name: String, shape: [Int]) throws(CheckpointError) -> TensorValues {
    guard let tensor = tensors[name] else { throw .missingTensor(path: path, name: name) }
    guard tensor.shape == shape else {
      throw .wrongShape(path: path, tensor: name, expected: shape, found: tensor.shape)
    }
    return tensor.values
  }

  private func wrongType(
    _ name: String, expected: ElementType, found: TensorValues
  ) -> CheckpointError {
    .wrongElementType(path: path, tensor: name, expected: expected, found: found.elementType)
  }
}

// MARK: - Writing

extension TensorFile {
  /// Writes `tensors` and `metadata` to `path`, whole or not at all.
  ///
  /// Elements go through a buffer of 64 KiB: memory beside the tensors themselves stays small.
  /// Traps when two tensors share a name, when one is named `__metadata__`, and when `metadata`
  /// uses a key of the format's own: `format_version`, `crc32c` or `header_crc32c`.
  ///
  /// - Parameters:
  ///   - tensors: In any order.
  ///   - metadata: Text to keep beside them. The default is none.
  ///   - path: Where the file shall appear.
  /// - Throws: `FileError.cannotCreate`, `FileError.writeFailed`.
  public static func write(
    _ tensors: [NamedTensor], metadata: [String: String] = [:], to path: String
  ) throws(FileError) {
    let file = try AtomicFile(path: path)
    try encode(tensors, metadata: metadata) { chunk throws(FileError) in try file.write(chunk) }
    try file.commit()
  }

  /// Calls `body` with the bytes of a file that holds `tensors` and `metadata`, a chunk at a time.
  package static func encode<Failure>(
    _ tensors: [NamedTensor], metadata: [String: String] = [:],
    _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let tensors = tensors.sorted { utf8Precedes($0.name, $1.name) }
    checkNames(tensors, metadata)
    let header = headerBytes(tensors, metadata, dataChecksum: dataChecksum(of: tensors))
    try body(SafeTensors.prefix(header.count))
    try body(header)
    for tensor in tensors { try tensor.values.forEachChunk(body) }
  }

  private static func checkNames(_ tensors: [NamedTensor], _ metadata: [String: String]) {
    let names = Set(tensors.map(\.name))
    precondition(names.count == tensors.count, "two tensors share a name")
    precondition(!names.contains(SafeTensors.metadataName), "a tensor has the metadata's name")
    precondition(
      SafeTensors.reservedKeys.isDisjoint(with: metadata.keys),
      "metadata with a key of the format's own")
  }

  private static func dataChecksum(of tensors: [NamedTensor]) -> CRC32C {
    var checksum = CRC32C()
    for tensor in tensors { tensor.values.forEachChunk { checksum.update($0) } }
    return checksum
  }

  private static func headerBytes(
    _ tensors: [NamedTensor], _ metadata: [String: String], dataChecksum: CRC32C
  ) -> [UInt8] {
    var header = TensorHeader(tensors, metadata: metadata)
    header.metadata[SafeTensors.versionKey] = String(SafeTensors.formatVersion)
    header.metadata[SafeTensors.dataChecksumKey] = CRC32C.text(dataChecksum.value)
    header.metadata[SafeTensors.headerChecksumKey] = CRC32C.text(0)
    header.metadata[SafeTensors.headerChecksumKey] = TensorHeader.checksum(of: header.bytes)
    return header.bytes
  }
}
