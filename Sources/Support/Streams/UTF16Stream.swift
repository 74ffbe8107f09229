import Synchronization

/// Text in UTF-16 as UTF-8, without the byte order mark; halves of pairs that stand alone become U+FFFD.
final class UTF16Stream: ByteStream {
  /// Which byte of a unit comes first.
  enum Order { case little, big }

  let name: String
  private let source: any ByteStream
  private let order: Order
  private let state = Mutex(State())

  private struct State {
    /// Bytes of a character whose rest is in the next block: three at most.
    var pending: [UInt8] = []
    var isAtStart = true
  }

  init(_ source: any ByteStream, _ order: Order) {
    (name, self.source, self.order) = (source.name, source, order)
  }

  func next() throws(FileError) -> [UInt8] {
    try state.withLock { state throws(FileError) in
      while true {
        let block = try source.next()
        var bytes = state.pending + block
        state.pending = []
        if !block.isEmpty { state.pending = takeUnfinished(&bytes) }
        guard bytes.count.isMultiple(of: 2) else {
          throw .invalidContent(
            path: name, reason: "it ends within a character, expected UTF-16 to its end")
        }
        let text = encoded(bytes, &state)
        if !text.isEmpty || block.isEmpty { return text }
      }
    }
  }

  func finish() throws(FileError) { try source.finish() }

  /// Takes a last odd byte, and the first half of a pair before it, from the end of `bytes`.
  private func takeUnfinished(_ bytes: inout [UInt8]) -> [UInt8] {
    var count = bytes.count % 2
    let whole = bytes.count - count
    if whole >= 2, UTF16.isLeadSurrogate(unit(bytes, at: whole - 2)) { count += 2 }
    defer { bytes.removeLast(count) }
    return Array(bytes.suffix(count))
  }

  private func unit(_ bytes: [UInt8], at index: Int) -> UInt16 {
    let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
    return order == .little ? second << 8 | first : first << 8 | second
  }

  private func encoded(_ bytes: [UInt8], _ state: inout State) -> [UInt8] {
    var units = stride(from: 0, to: bytes.count, by: 2).map { unit(bytes, at: $0) }[...]
    if state.isAtStart, let first = units.first {
      state.isAtStart = false
      if first == 0xFEFF { units = units.dropFirst() }
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
