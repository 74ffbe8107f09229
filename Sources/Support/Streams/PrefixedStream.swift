import Synchronization

/// A stream whose first bytes were looked at before.
package final class PrefixedStream: ByteStream {
  private let prefix: Mutex<[UInt8]>
  private let rest: any ByteStream

  /// A stream of `prefix` and then of what is left of `rest`.
  package init(_ prefix: [UInt8], then rest: any ByteStream) {
    self.prefix = Mutex(prefix)
    self.rest = rest
  }

  /// What the rest is called.
  package var name: String { rest.name }

  /// The prefix, then the blocks of the rest.
  package func next() throws(FileError) -> [UInt8] {
    let first = prefix.withLock { prefix in
      defer { prefix = [] }
      return prefix
    }
    return first.isEmpty ? try rest.next() : first
  }

  /// As the rest.
  package func finish() throws(FileError) { try rest.finish() }
}
