/// What can be wrong with a checkpoint's files.
///
/// Every case names the file. Failures of the file system itself are `FileError`s.
public enum CheckpointError: Error, Equatable {
  /// The file ends before the eight bytes of the header's length.
  case headerTooSmall(path: String, found: Int)
  /// The header claims more bytes than any header may have.
  case headerTooLarge(path: String, found: UInt64, limit: Int)
  /// The header is not the JSON that the format asks for; `offset` counts bytes from the file's
  /// start.
  case invalidHeader(path: String, offset: Int, reason: String)
  /// The header gives one name twice.
  case duplicateName(path: String, name: String)
  /// A tensor's elements are of a type that this program does not read.
  case unknownElementType(path: String, tensor: String, found: String)
  /// A tensor's shape does not fill the bytes that its offsets give it.
  case shapeMismatch(path: String, tensor: String, shape: [Int], bytes: Int)
  /// A tensor does not begin where the one before it ends.
  case discontiguousOffsets(path: String, tensor: String, expected: Int, found: Int)
  /// The file is shorter than its header says, in bytes.
  case truncated(path: String, expected: Int, found: Int)
  /// The file is longer than its header says, in bytes.
  case trailingBytes(path: String, expected: Int, found: Int)
  /// The header's metadata lacks an entry that Octavo's own files have.
  case missingMetadata(path: String, key: String)
  /// The bytes of a part ("header", "data") are not those that were written.
  case checksumMismatch(path: String, part: String, expected: String, found: String)
  /// No tensor has this name.
  case missingTensor(path: String, name: String)
  /// A tensor has another shape than the model needs.
  case wrongShape(path: String, tensor: String, expected: [Int], found: [Int])
  /// A tensor has another element type than the model needs.
  case wrongElementType(path: String, tensor: String, expected: ElementType, found: ElementType)
  /// A tensor holds infinity, or what is no number.
  case notFinite(path: String, tensor: String)
  /// The file was written in a version of the format that this program does not read.
  case unsupportedVersion(path: String, found: String, supported: Int)
  /// A JSON file does not hold what was expected.
  case invalidJSON(path: String, reason: String)
  /// A value cannot be written as JSON.
  case unencodable(path: String, reason: String)
}

extension CheckpointError {
  /// The file that is wrong.
  public var path: String {
    switch self {
    case .headerTooSmall(let path, _), .headerTooLarge(let path, _, _),
      .invalidHeader(let path, _, _), .duplicateName(let path, _),
      .unknownElementType(let path, _, _), .shapeMismatch(let path, _, _, _),
      .discontiguousOffsets(let path, _, _, _), .truncated(let path, _, _),
      .trailingBytes(let path, _, _), .missingMetadata(let path, _),
      .checksumMismatch(let path, _, _, _), .missingTensor(let path, _),
      .wrongShape(let path, _, _, _), .wrongElementType(let path, _, _, _),
      .notFinite(let path, _),
      .unsupportedVersion(let path, _, _), .invalidJSON(let path, _), .unencodable(let path, _):
      path
    }
  }

  /// What was expected and what was found, without the path.
  private var explanation: String {
    switch self {
    case .headerTooSmall(_, let found):
      "expected at least 8 bytes, the length of the header, found \(found)"
    case .headerTooLarge(_, let found, let limit):
      "the header claims \(found) bytes, expected at most \(limit)"
    case .invalidHeader(_, let offset, let reason):
      "the header is not valid at byte \(offset): \(reason)"
    case .duplicateName(_, let name):
      "the header has two entries named \(quoted(name)), expected one"
    case .unknownElementType(_, let tensor, let found):
      "tensor \(quoted(tensor)) has element type \(quoted(found)), expected F32 or U32"
    case .shapeMismatch(_, let tensor, let shape, let bytes):
      "tensor \(quoted(tensor)) has shape \(shortened(shape)), which does not fill the \(bytes) "
        + "bytes that its offsets give it"
    case .discontiguousOffsets(_, let tensor, let expected, let found):
      "tensor \(quoted(tensor)) begins at byte \(found) of the data, expected \(expected), "
        + "where the tensor before it ends"
    case .truncated(_, let expected, let found):
      "the file is truncated: expected \(expected) bytes, found \(found)"
    case .trailingBytes(_, let expected, let found):
      "bytes follow the last tensor: expected \(expected) bytes in all, found \(found)"
    case .missingMetadata(_, let key):
      "the header's metadata has no entry \(quoted(key)), expected one as in every file of Octavo's"
    case .checksumMismatch(_, let part, let expected, let found):
      "the \(part) is damaged: expected checksum \(quoted(expected)), found \(found)"
    case .missingTensor(_, let name):
      "expected a tensor named \(quoted(name)), found none"
    case .wrongShape(_, let tensor, let expected, let found):
      "tensor \(quoted(tensor)) has shape \(shortened(found)), expected \(shortened(expected))"
    case .wrongElementType(_, let tensor, let expected, let found):
      "tensor \(quoted(tensor)) has element type \(found.rawValue), expected \(expected.rawValue)"
    case .notFinite(_, let tensor):
      "expected finite numbers in \(quoted(tensor))"
    case .unsupportedVersion(_, let found, let supported):
      "the file has format version \(shortened(found)), expected \(supported)"
    case .invalidJSON(_, let reason), .unencodable(_, let reason):
      reason
    }
  }
}

extension CheckpointError: CustomStringConvertible {
  /// One sentence: the path, what was expected and what was found.
  public var description: String { "\(path): \(explanation)" }
}
