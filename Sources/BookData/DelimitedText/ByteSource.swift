import Foundation
import Support

/// Bytes one after the other, from a file in blocks or from memory.
struct ByteSource {
  private let path: String
  private let handle: FileHandle?
  private var block: [UInt8]
  private var position = 0
  private var bytesBefore = 0
  /// Whether a byte order mark may follow.
  private(set) var isAtStart: Bool

  /// How many bytes were taken.
  var offset: Int { bytesBefore + position }

  static let blockSize = 1 << 17

  init(path: String) throws(DelimitedTextError) {
    self.path = path
    isAtStart = true
    do {
      handle = try InputFile.open(path).handle
    } catch {
      throw .file(error)
    }
    block = []
  }

  init(contents: [UInt8], isAtStart: Bool) {
    self.isAtStart = isAtStart
    path = ""
    handle = nil
    block = contents
  }

  /// The next byte, which stays the next.
  @inline(__always)
  mutating func peek() throws(DelimitedTextError) -> UInt8? {
    if position == block.count {
      guard try fill() else { return nil }
    }
    return block[position]
  }

  /// The next byte.
  @inline(__always)
  mutating func next() throws(DelimitedTextError) -> UInt8? {
    let byte = try peek()
    position += byte == nil ? 0 : 1
    return byte
  }

  /// Skips `prefix` if the bytes begin with it.
  mutating func skip(_ prefix: [UInt8]) throws(DelimitedTextError) {
    isAtStart = false
    _ = try peek()
    if block.starts(with: prefix) { position = prefix.count }
  }

  /// Reads another block.
  private mutating func fill() throws(DelimitedTextError) -> Bool {
    guard let handle else { return false }
    bytesBefore += block.count
    do {
      block = try handle.read(upToCount: Self.blockSize).map { [UInt8]($0) } ?? []
    } catch {
      let reason = (error as NSError).localizedDescription
      throw .file(.unreadable(path: path, reason: reason))
    }
    position = 0
    return !block.isEmpty
  }
}
