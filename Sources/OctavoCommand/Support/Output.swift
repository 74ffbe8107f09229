import ArgumentParser
import Files
import Foundation

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case csv
}

/// How results without a table are printed.
enum PlainFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

/// One line of JSON with sorted keys.
func jsonLine(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// Writes `text` to the file at `path`, whole or not at all, or to standard output.
///
/// - Throws: `FileError`.
func deliver(_ text: String, to path: String?) throws {
  if let path {
    try AtomicFile.write(text.utf8, to: path)
  } else {
    try writeToStandardOutput(text)
  }
}

/// Writes `text` to standard output at once.
///
/// - Throws: `FileError.writeFailed`, when nobody reads or a device is full.
func writeToStandardOutput(_ text: String) throws {
  do {
    try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  } catch {
    throw FileError.writeFailed(path: "standard output", reason: error.localizedDescription)
  }
}
