/// The safetensors format, as Octavo writes it: any safetensors library reads its files.
///
/// | bytes | content |
/// |---|---|
/// | 8 | n, the length of the header: unsigned, little-endian |
/// | n | the header: JSON in UTF-8, then spaces up to a multiple of eight |
/// | the rest | the tensors' elements, little-endian, row-major, without gaps |
///
/// The header is one object without white space:
///
/// ```
/// {"__metadata__":{"crc32c":"…","format_version":"1","header_crc32c":"…", …},
///  "bias":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}, …}
/// ```
///
/// Keys are sorted by their UTF-8 bytes after `__metadata__`; tensors lie in the order of their
/// names, and offsets count from the end of the header. So the same tensors and metadata give the
/// same bytes.
///
/// Two checksums, each eight lower-case hexadecimal digits of ``CRC32C``, make an altered byte
/// anywhere an error. `crc32c` covers the data. `header_crc32c` covers the first 8 + n bytes, with
/// its own eight digits taken as zeros: it is checked from the header alone, before any tensor is
/// read.
enum SafeTensors {
  /// The version of the format that ``TensorFile`` writes and reads.
  static let formatVersion = 1
  /// Bytes that a header may have: as many as the format's first implementation allows.
  static let headerLimit = 100_000_000
  /// Dimensions that a tensor may have, so that a short header cannot ask for much memory.
  static let dimensionLimit = 64
  /// The bytes before the header.
  static let prefixSize = 8

  static let metadataName = "__metadata__"
  static let versionKey = "format_version"
  static let dataChecksumKey = "crc32c"
  static let headerChecksumKey = "header_crc32c"
  static let reservedKeys: Set = [versionKey, dataChecksumKey, headerChecksumKey]

  /// `length` as the file's first eight bytes.
  static func prefix(_ length: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
  }

  /// The header length that a file's first eight bytes give.
  static func headerLength(_ prefix: [UInt8]) -> UInt64 {
    UInt64(word(prefix, at: 0)) | UInt64(word(prefix, at: 4)) << 32
  }
}

/// What a file's header says.
struct TensorHeader {
  /// One tensor's type, shape and place.
  struct Entry {
    var name: String
    var elementType: ElementType
    var shape: [Int]
    /// Where the elements begin and end, in bytes of the data section.
    var offsets: (begin: Int, end: Int)

    /// The number of elements that fill the offsets.
    var count: Int { (offsets.end - offsets.begin) / ElementType.size }
  }

  var metadata: [String: String] = [:]
  var entries: [Entry] = []
}

extension TensorHeader {
  /// The header of a file that holds `tensors`, one after another.
  init(_ tensors: [NamedTensor], metadata: [String: String]) {
    self.metadata = metadata
    var end = 0
    for tensor in tensors {
      let begin = end
      end += tensor.byteCount
      entries.append(
        Entry(
          name: tensor.name, elementType: tensor.values.elementType, shape: tensor.shape,
          offsets: (begin, end)))
    }
  }

  /// Bytes of the data section, when the offsets have been checked.
  var dataSize: Int { entries.last?.offsets.end ?? 0 }

  /// Sorts the entries by their offsets and checks that shapes, types and offsets agree.
  ///
  /// - Throws: ``CheckpointError/shapeMismatch(path:tensor:shape:bytes:)``,
  ///   ``CheckpointError/discontiguousOffsets(path:tensor:expected:found:)``.
  mutating func layOut(path: String) throws(CheckpointError) {
    entries.sort { $0.offsets < $1.offsets }
    var expected = 0
    for entry in entries {
      let (begin, end) = entry.offsets
      guard begin == expected else {
        throw .discontiguousOffsets(
          path: path, tensor: entry.name, expected: expected, found: begin)
      }
      guard end >= begin, size(of: entry.shape) == end - begin else {
        throw .shapeMismatch(
          path: path, tensor: entry.name, shape: entry.shape, bytes: end - begin)
      }
      expected = end
    }
  }

  /// Bytes that a tensor of `shape` takes; nil where `Int` cannot count them.
  private func size(of shape: [Int]) -> Int? {
    shape.reduce(ElementType.size) { size, dimension in
      guard let (product, overflow) = size?.multipliedReportingOverflow(by: dimension), !overflow
      else { return nil }
      return product
    }
  }
}

extension TensorHeader {
  /// The header as JSON, padded with spaces to a multiple of eight bytes.
  var bytes: [UInt8] {
    let entries = entries.map { entry in
      jsonString(entry.name)
        + #":{"data_offsets":[\#(entry.offsets.begin),\#(entry.offsets.end)],"#
        + #""dtype":"\#(entry.elementType.rawValue)","#
        + #""shape":[\#(entry.shape.map(String.init).joined(separator: ","))]}"#
    }
    let metadata = metadata.sorted { utf8Precedes($0.key, $1.key) }.map { key, value in
      "\(jsonString(key)):\(jsonString(value))"
    }
    let members = [#""__metadata__":{\#(metadata.joined(separator: ","))}"#] + entries
    let text = Array("{\(members.joined(separator: ","))}".utf8)
    return text + [UInt8](repeating: UInt8(ascii: " "), count: -text.count & 7)
  }

  /// The checksum of the prefix and of `header`, the eight digits of the header's own taken as
  /// zeros.
  ///
  /// A header that gives no such digits, or gives them twice, has a checksum that no digits match
  /// but by an accident of one in 2³².
  static func checksum(of header: [UInt8]) -> String {
    var header = header
    let key = Array(#""\#(SafeTensors.headerChecksumKey)":""#.utf8)
    if let start = header.firstRange(of: key)?.upperBound {
      for index in start..<min(start + 8, header.count) { header[index] = UInt8(ascii: "0") }
    }
    var checksum = CRC32C(of: SafeTensors.prefix(header.count))
    checksum.update(header)
    return CRC32C.text(checksum.value)
  }
}

/// Whether `first` comes before `second`, byte by byte.
func utf8Precedes(_ first: String, _ second: String) -> Bool {
  first.utf8.lexicographicallyPrecedes(second.utf8)
}

/// `text` as a JSON string: quotation marks, backslashes and control characters escaped.
private func jsonString(_ text: String) -> String {
  let scalars = text.unicodeScalars.map { scalar in
    switch scalar {
    case "\"", "\\": "\\\(scalar)"
    case "\0"..<" ":
      "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))"
    default: String(scalar)
    }
  }
  return "\"\(scalars.joined())\""
}

extension CRC32C {
  /// A checksum as files hold it: eight lower-case hexadecimal digits.
  static func text(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
