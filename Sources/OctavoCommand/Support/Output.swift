import ArgumentParser
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
/// - Parameter isData: Whether it is a table for programs: see `StandardStream`. The default is false.
/// - Throws: `FileError`.
func deliver(_ text: String, to path: String?, isData: Bool = false) throws {
  if let path {
    try AtomicFile.write(text.utf8, to: path)
  } else {
    try StandardStream.writeOutput(text, isData: isData)
  }
}
