import Foundation
import Support
import Synchronization

@testable import BookData

/// Bytes in memory that come in blocks of one length, and in the end perhaps fail.
final class BlockStream: ByteStream {
  let name: String
  private let rest: Mutex<ArraySlice<UInt8>>
  private let blockLength: Int
  private let failure: FileError?

  init(_ bytes: [UInt8], blockLength: Int, failure: FileError?, name: String) {
    self.name = name
    rest = Mutex(bytes[...])
    (self.blockLength, self.failure) = (blockLength, failure)
  }

  func next() throws(FileError) -> [UInt8] {
    let block = rest.withLock { rest in
      defer { rest = rest.dropFirst(blockLength) }
      return Array(rest.prefix(blockLength))
    }
    if block.isEmpty, let failure { throw failure }
    return block
  }
}

extension TableSource {
  /// `bytes` as a stream, which can be read once.
  static func once(
    _ bytes: [UInt8], blockLength: Int, failure: FileError? = nil, name: String = "a.csv"
  ) -> TableSource {
    let stream = BlockStream(bytes, blockLength: blockLength, failure: failure, name: name)
    return TableSource(name: name, isReadOnce: true) { () throws(FileError) in stream }
  }
}

extension RatingsReader {
  /// What the reader makes of tables.
  func outcome(_ tables: [TableSource]) -> Result<RatingsSurvey, DataError> {
    Result { () throws(DataError) in try survey(tables) }
  }
}

/// Files that `Scripts/make-goldens` made.
enum Golden {
  static func path(_ name: String) -> String {
    Bundle.module.bundleURL.appendingPathComponent("Golden/\(name)").path
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try InputFile.contents(of: path(name)))
  }
}
