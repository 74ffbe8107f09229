import ArgumentParser
import Foundation
import Octavo
import Support

extension ListFormat: ExpressibleByArgument {}

/// How results without a table are printed.
enum PlainFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
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
