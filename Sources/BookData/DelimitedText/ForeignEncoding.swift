/// Text in another encoding than UTF-8, told by its bytes.
enum ForeignEncoding: String {
  /// What Windows wrote for decades in western languages.
  case windows1252 = "Windows-1252"
  /// The same letters without Windows' quotes, dashes and the euro sign.
  case latin1 = "ISO-8859-1"
  /// Something else: text whose letters are mostly beyond ASCII.
  case unknown = "another encoding"

  /// What `bytes` look like, which are no UTF-8.
  init(_ bytes: some Collection<UInt8>) {
    let high = bytes.filter { $0 >= 0x80 }
    guard 2 * high.count < bytes.count, high.allSatisfy({ !Self.unused.contains($0) }) else {
      self = .unknown
      return
    }
    // Latin-1 has control characters there, which nobody writes.
    self = high.contains { $0 < 0xA0 } ? .windows1252 : .latin1
  }

  /// The bytes that Windows-1252 has no character for.
  private static let unused: [UInt8] = [0x81, 0x8D, 0x8F, 0x90, 0x9D]

  /// What to do about it.
  var advice: String {
    self == .unknown
      ? "expected UTF-8: iconv converts a file whose encoding is known"
      : "it looks like \(rawValue), expected UTF-8: iconv -f \(rawValue.uppercased()) -t UTF-8 converts it"
  }
}
