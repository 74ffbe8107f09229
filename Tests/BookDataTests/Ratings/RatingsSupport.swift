import Foundation
import Support

@testable import BookData

/// A file with these bytes that vanishes with the value.
final class ScratchFile {
  let path: String

  init(_ bytes: some Sequence<UInt8>) throws {
    let name = "octavo-\(UUID().uuidString).csv"
    path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  convenience init(_ text: String) throws { try self.init(text.utf8) }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension RatingsReader {
  /// What the reader makes of `bytes`: ratings, or the error with the file called a.csv.
  func outcome(_ bytes: some Sequence<UInt8>) throws -> Result<Ratings, DataError> {
    let file = try ScratchFile(bytes)
    return outcome(path: file.path)
  }

  func outcome(path: String) -> Result<Ratings, DataError> {
    Result { () throws(DataError) in try read(path) }
  }

  func outcome(_ text: String) throws -> Result<Ratings, DataError> { try outcome(text.utf8) }

  /// A reader that cuts files at every few bytes.
  init(chunkLength: Int, threads: Int, skipBadRows: Bool = false) {
    self.init(skipBadRows: skipBadRows, threads: threads)
    self.chunkLength = chunkLength
  }
}

/// The message for the bad file `text`, with the path cut off.
func message(
  _ text: String, format: RatingsFormat = RatingsFormat(), threads: Int = 2
) throws -> String {
  try message(bytes: Array(text.utf8), format: format, threads: threads)
}

func message(
  bytes: [UInt8], format: RatingsFormat = RatingsFormat(), threads: Int = 2
) throws -> String {
  let file = try ScratchFile(bytes)
  do {
    _ = try RatingsReader(format: format, threads: threads).read(file.path)
    return "no error"
  } catch {
    return error.description.replacingOccurrences(of: file.path, with: "a.csv")
  }
}

extension Ratings {
  /// The rows with ids as text.
  var textRows: [[String]] {
    rows.map { [readers.text(at: $0.reader), books.text(at: $0.book), "\($0.value)"] }
  }
}

/// Whether a test may use real data, and where it is.
enum RealData {
  static let folder = ProcessInfo.processInfo.environment["OCTAVO_REAL_DATA"]
  static var isHere: Bool { folder != nil }
}
