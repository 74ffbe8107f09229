/// Bytes that come in blocks, one after the other, and can be read once: a file, a pipe, the answer of a
/// database.
///
/// One thread at a time asks for a block, not always the same one.
package protocol ByteStream: AnyObject, Sendable {
  /// Where the bytes come from, for messages: a path, `standard input`, the URL of a database without its
  /// password.
  var name: String { get }

  /// The next block, of any length; empty at the end, and after it.
  ///
  /// - Throws: ``FileError``, also where what was read so far turns out to be worth nothing: a file that changed
  ///   while it was read, a checksum that is wrong.
  func next() throws(FileError) -> [UInt8]

  /// Called by whoever found something wrong and reads no further: says whether the bytes so far were worth
  /// anything, where that can be said. The default is to say nothing.
  ///
  /// - Throws: ``FileError``.
  func finish() throws(FileError)
}

extension ByteStream {
  package func finish() throws(FileError) {}

  /// The CRC-32C of the bytes that are left, in hexadecimal.
  ///
  /// - Throws: ``FileError``.
  package func checksum() throws(FileError) -> String {
    var checksum = CRC32C()
    while true {
      let block = try next()
      if block.isEmpty { return String(checksum.value, radix: 16) }
      checksum.update(block)
    }
  }
}
