import Foundation

/// The description of a checkpoint or a model, kept as JSON with the version of its form.
public protocol Manifest: Codable {
  /// The version that this program writes, and the latest that it reads.
  static var supportedVersion: Int { get }
  /// The earliest version that this program reads; what of it lacks something is refused by its version.
  static var earliestVersion: Int { get }
  /// The version that the file was written in; ``supportedVersion`` in a new manifest.
  var formatVersion: Int { get }
}

extension Manifest {
  /// ``supportedVersion``: earlier ones are not read.
  public static var earliestVersion: Int { supportedVersion }
}

/// JSON files for people and programs: sorted keys, indented, dates in ISO 8601 to the second, a line feed at
/// the end.
public enum JSONFile {
  /// Writes `value` to `path`, whole or not at all; the same value gives the same bytes.
  ///
  /// - Parameters:
  ///   - value: What to write.
  ///   - path: Where the file shall appear.
  /// - Throws: `FileError.cannotCreate`, `FileError.writeFailed`;
  ///   ``CheckpointError/unencodable(path:reason:)`` for a number that JSON lacks, such as
  ///   infinity.
  public static func write(_ value: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    let text: Data
    do {
      text = try encoder.encode(value)
    } catch {
      throw CheckpointError.unencodable(path: path, reason: reason(error))
    }
    try AtomicFile.write(text + [UInt8(ascii: "\n")], to: path)
  }

  /// Reads a value from the JSON file at `path`.
  ///
  /// The version of a ``Manifest`` is checked before the rest of it is read, so that a file of
  /// another version is called that, whatever else differs.
  ///
  /// - Parameters:
  ///   - type: The type of the value. The default is what the context asks for.
  ///   - path: Where the file is.
  /// - Returns: The value.
  /// - Throws: `FileError` when the file is missing or unreadable;
  ///   ``CheckpointError/invalidJSON(path:reason:)``,
  ///   ``CheckpointError/unsupportedVersion(path:found:supported:)``.
  public static func read<Value: Decodable>(
    _ type: Value.Type = Value.self, from path: String
  ) throws -> Value {
    let text = try InputFile.contents(of: path)
    guard let manifest = type as? any Manifest.Type else {
      return try decode(type, text, path: path)
    }
    let version = try decode(Version.self, text, path: path).formatVersion
    let supported = manifest.supportedVersion
    guard (manifest.earliestVersion...supported).contains(version) else {
      throw CheckpointError.unsupportedVersion(
        path: path, found: String(version), supported: supported)
    }
    do {
      return try decode(type, text, path: path)
    } catch {
      guard version < supported, case .invalidJSON(_, let reason) = error else { throw error }
      // An earlier one that this program cannot do with is no damaged file.
      throw CheckpointError.unsupportedVersion(
        path: path, found: "\(version), in which \(reason)", supported: supported)
    }
  }

  private struct Version: Decodable {
    var formatVersion: Int
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, _ text: Data, path: String
  ) throws(CheckpointError) -> Value {
    do {
      let decoder = JSONDecoder()
      decoder.dateDecodingStrategy = .iso8601
      return try decoder.decode(type, from: text)
    } catch {
      throw .invalidJSON(path: path, reason: reason(error))
    }
  }
}

// MARK: - Sentences for the coder's errors

/// What was wrong and where in the JSON.
private func reason(_ error: any Error) -> String {
  switch error {
  case DecodingError.keyNotFound(let key, let context):
    "\(place(context.codingPath)) has no \(quoted(key.stringValue)), expected one"
  case DecodingError.typeMismatch(let type, let context):
    "\(place(context.codingPath)) is of another type, expected \(words(for: type))"
  case DecodingError.valueNotFound(let type, let context):
    "\(place(context.codingPath)) is null, expected \(words(for: type))"
  case DecodingError.dataCorrupted(let context):
    "\(place(context.codingPath)): \(shortened(words(for: context), to: 300))"
  case EncodingError.invalidValue(let value, let context):
    "\(place(context.codingPath)) is \(value), which JSON cannot hold"
  default:
    error.localizedDescription
  }
}

/// A coding path in words: `layers[2].width`.
private func place(_ path: [any CodingKey]) -> String {
  guard !path.isEmpty else { return "the JSON" }
  let text = path.reduce(into: "") { text, key in
    if let index = key.intValue {
      text += "[\(index)]"
    } else {
      text += (text.isEmpty ? "" : ".") + key.stringValue
    }
  }
  return shortened(text)
}

private func words(for type: any Any.Type) -> String {
  switch type {
  case is String.Type: "text"
  case is Bool.Type: "true or false"
  case is any BinaryInteger.Type: "a whole number"
  case is any BinaryFloatingPoint.Type: "a number"
  case is [Any].Type: "a list"
  case is [String: Any].Type: "an object"
  default: "\(type)"
  }
}

private func words(for context: DecodingError.Context) -> String {
  guard let error = context.underlyingError as NSError? else { return context.debugDescription }
  let detail = error.userInfo[NSDebugDescriptionErrorKey] as? String
  return "\(context.debugDescription) \(detail ?? "")".trimmingCharacters(in: .whitespaces)
}
