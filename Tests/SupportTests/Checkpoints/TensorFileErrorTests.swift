import Support
import Testing

/// One test for each case of the reader's errors, named after it, from literal bytes.
@Suite struct TensorFileErrorTests {
  /// Files of other programs have no checksums, so that literals can be read.
  private func error(_ bytes: [UInt8], origin: TensorFile.Origin = .anyProgram) throws
    -> CheckpointError
  {
    try #require(throws: CheckpointError.self) {
      try TensorFile.read(bytes: bytes, path: "f", origin: origin)
    }
  }

  private func tensor(_ shape: String, _ offsets: String, dtype: String = "F32") -> String {
    #"{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  @Test(arguments: 0..<8)
  func headerTooSmall(count: Int) throws {
    let error = try error([UInt8](repeating: 0, count: count))
    #expect(error == .headerTooSmall(path: "f", found: count))
    #expect(
      error.description
        == "f: expected at least 8 bytes, the length of the header, found \(count)")
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func notFinite(number: Float) throws {
    let bad = NamedTensor(name: "a", shape: [3], values: [1, number, 2])
    var bytes: [UInt8] = []
    TensorFile.encode([bad]) { bytes += $0 }
    let file = try TensorFile.read(bytes: bytes, path: "f")
    let error = #expect(throws: CheckpointError.self) { try file.floats("a", shape: [3]) }
    #expect(error == .notFinite(path: "f", tensor: "a"))
    #expect(error?.description == "f: expected finite numbers in \"a\"")
  }

  @Test(arguments: [1 << 63, UInt64.max, 100_000_001, 1 << 62])
  func headerTooLarge(length: UInt64) throws {
    let error = try error(file("{}", length: length))
    #expect(error == .headerTooLarge(path: "f", found: length, limit: 100_000_000))
  }

  @Test(arguments: [
    ("", 8, "expected {"), ("[]", 8, "expected {"), ("{", 9, "expected \""),
    ("{}x", 10, "expected the end"), (#"{"a"}"#, 12, "expected :"),
    (#"{"a":1}"#, 13, "expected {"), (#"{"__metadata__":{"k":1}}"#, 29, "expected \""),
    (#"{"a":{"shape":[-1]}}"#, 23, "expected a whole number, 0 or more"),
    (#"{"a":{"shape":[01]}}"#, 25, "expected a whole number, 0 or more"),
    (#"{"a":{"shape":[1.5]}}"#, 24, "expected ]"), (#"{"a":{"shape":[1e3]}}"#, 24, "expected ]"),
    (
      #"{"a":{"shape":[9223372036854775808]}}"#, 41,
      "the number is too large, expected at most 9223372036854775807"
    ),
    (#"{"a":{"shape":[[[["#, 23, "expected a whole number, 0 or more"),
    (#"{"a":{"size":1}}"#, 21, #"tensor "a" has an unknown entry "size""#),
    (
      #"{"a":{"dtype":"F32"}}"#, 28,
      #"expected dtype, shape and two data_offsets for tensor "a""#
    ),
    (#"{"a"#, 11, "a string does not end"), (#"{"a\"#, 12, "a string does not end"),
    ("{\"a\n", 11, "a control character stands in a string"),
    (#"{"\x"#, 12, "unknown escape sequence"), (#"{"\u12"#, 12, "expected four hexadecimal digits"),
    (#"{"\ud800"#, 16, "half of a surrogate pair"),
    (#"{"\udc00\ud800"#, 16, "half of a surrogate pair"),
  ])
  func invalidHeader(header: String, offset: Int, reason: String) throws {
    #expect(
      try error(file(header)) == .invalidHeader(path: "f", offset: offset, reason: reason))
  }

  @Test func invalidHeaderThatIsNotUTF8() throws {
    let bytes = file(#"{"a":"#).map { $0 == UInt8(ascii: "a") ? 0xFF : $0 }
    #expect(
      try error(bytes)
        == .invalidHeader(path: "f", offset: 12, reason: "the string before is not valid UTF-8"))
  }

  @Test func invalidHeaderNestedDeeply() throws {
    let header = String(repeating: #"{"a":"#, count: 100_000)
    #expect(
      try error(file(header))
        == .invalidHeader(
          path: "f", offset: 18, reason: #"tensor "a" has an unknown entry "a""#))
  }

  @Test func invalidHeaderWithTooManyDimensions() throws {
    let shape = [Int](repeating: 1, count: 65)
    let header = #"{"a":\#(tensor("\(shape)", "[0,4]"))}"#
    guard case .invalidHeader("f", _, "expected at most 64 numbers") = try error(file(header))
    else {
      Issue.record("another error")
      return
    }
    let allowed = #"{"a":\#(tensor("\(shape.dropFirst())", "[0,4]"))}"#
    let bytes = file(allowed, data: [0, 0, 0, 0])
    let read = try TensorFile.read(bytes: bytes, path: "f", origin: .anyProgram)
    #expect(read.tensors["a"]?.shape.count == 64)
  }

  @Test func duplicateName() throws {
    let header = #"{"a":\#(tensor("[1]", "[0,4]")),"a":\#(tensor("[1]", "[4,8]"))}"#
    let error = try error(file(header, data: [UInt8](repeating: 0, count: 8)))
    #expect(error == .duplicateName(path: "f", name: "a"))
    #expect(error.description == #"f: the header has two entries named "a", expected one"#)
  }

  @Test(arguments: ["F16", "BF16", "I64", "f32", ""])
  func unknownElementType(dtype: String) throws {
    let header = #"{"a":\#(tensor("[1]", "[0,4]", dtype: dtype))}"#
    let error = try error(file(header, data: [0, 0, 0, 0]))
    #expect(error == .unknownElementType(path: "f", tensor: "a", found: dtype))
  }

  @Test(arguments: [
    ([2], "[0,4]", 4), ([], "[0,8]", 8), ([0], "[0,4]", 4), ([1], "[0,3]", 3),
    ([1 << 62, 1 << 62], "[0,4]", 4), ([Int.max], "[0,4]", 4), ([1 << 32, 1 << 30], "[0,0]", 0),
    ([1], "[0,9223372036854775807]", Int.max),
  ])
  func shapeMismatch(shape: [Int], offsets: String, bytes: Int) throws {
    let error = try error(file(#"{"a":\#(tensor("\(shape)", offsets))}"#, data: [0, 0, 0, 0]))
    #expect(error == .shapeMismatch(path: "f", tensor: "a", shape: shape, bytes: bytes))
    #expect(
      error.description
        == #"f: tensor "a" has shape \#(shape), which does not fill the \#(bytes) bytes that "#
        + "its offsets give it")
  }

  @Test(arguments: [
    ("[0,8]", "[4,8]", "b", 8, 4),  // overlapping
    ("[0,8]", "[12,16]", "b", 8, 12),  // a gap
    ("[4,12]", "[12,16]", "a", 0, 4),  // a gap before the first
    ("[0,8]", "[0,4]", "a", 4, 0),  // one inside the other
  ])
  func discontiguousOffsets(
    first: String, second: String, name: String, expected: Int, found: Int
  ) throws {
    let header = #"{"a":\#(tensor("[2]", first)),"b":\#(tensor("[1]", second))}"#
    let error = try error(file(header, data: [UInt8](repeating: 0, count: 16)))
    #expect(
      error == .discontiguousOffsets(path: "f", tensor: name, expected: expected, found: found))
  }

  @Test func truncatedHeader() throws {
    #expect(
      try error(file("{}", length: 100_000_000))
        == .truncated(path: "f", expected: 100_000_008, found: 10))
  }

  @Test func truncated() throws {
    let header = #"{"a":\#(tensor("[2]", "[0,8]"))}"#
    let end = 8 + header.utf8.count
    let error = try error(file(header, data: [1, 2, 3]))
    #expect(error == .truncated(path: "f", expected: end + 8, found: end + 3))
    #expect(
      error.description
        == "f: the file is truncated: expected \(end + 8) bytes, found \(end + 3)")
  }

  @Test func truncatedThoughTheShapeIsVast() throws {
    let header = #"{"a":\#(tensor("[1099511627776]", "[0,4398046511104]"))}"#
    let end = 8 + header.utf8.count
    #expect(
      try error(file(header)) == .truncated(path: "f", expected: end + (4 << 40), found: end))
  }

  @Test func trailingBytes() throws {
    let header = #"{"a":\#(tensor("[]", "[0,4]"))}"#
    let end = 8 + header.utf8.count
    let error = try error(file(header, data: [1, 2, 3, 4, 5]))
    #expect(error == .trailingBytes(path: "f", expected: end + 4, found: end + 5))
  }

  @Test(arguments: ["crc32c", "format_version", "header_crc32c"])
  func missingMetadata(key: String) throws {
    let others = ["crc32c", "format_version", "header_crc32c"].filter { $0 != key }
    let metadata = others.map { #""\#($0)":"""# }.joined(separator: ",")
    let bytes = file(#"{"__metadata__":{\#(metadata)}}"#)
    #expect(try error(bytes, origin: .octavo) == .missingMetadata(path: "f", key: key))
  }

  @Test func checksumMismatchOfTheHeader() throws {
    var bytes = encoded([NamedTensor(name: "bias", shape: [1], values: [1.5])])
    let name = try #require(bytes.firstRange(of: Array("bias".utf8)))
    bytes[name.lowerBound] = UInt8(ascii: "d")
    guard case .checksumMismatch("f", "header", _, _) = try error(bytes) else {
      Issue.record("another error")
      return
    }
  }

  @Test func checksumMismatchOfTheData() throws {
    var bytes = encoded([NamedTensor(name: "a", shape: [], values: [1.5] as [Float])])
    bytes[bytes.count - 1] ^= 1
    let written = CRC32C(of: [0, 0, 0xC0, 0x3F]).value
    let read = CRC32C(of: [0, 0, 0xC0, 0x3E]).value
    let expected = CheckpointError.checksumMismatch(
      path: "f", part: "data", expected: String(written, radix: 16),
      found: String(read, radix: 16))
    #expect(try error(bytes) == expected)
  }

  @Test func unsupportedVersion() throws {
    let error = try error(file(#"{"__metadata__":{"format_version":"2"}}"#))
    #expect(error == .unsupportedVersion(path: "f", found: "2", supported: 1))
    #expect(error.description == "f: the file has format version 2, expected 1")
  }

  @Test func aMissingFileIsAFileError() {
    #expect(throws: FileError.missing(path: "/nowhere/at/all")) {
      try TensorFile.read("/nowhere/at/all")
    }
  }
}

/// Errors of what a model asks of a file that is in order.
@Suite struct TensorRequestErrorTests {
  private func contents() throws -> TensorFile {
    let tensors = [
      NamedTensor(name: "a", shape: [2, 1], values: [1, 2] as [Float]),
      NamedTensor(name: "n", shape: [1], values: [7] as [UInt32]),
    ]
    return try TensorFile.read(bytes: encoded(tensors), path: "f")
  }

  @Test func missingTensor() throws {
    let file = try contents()
    let error = CheckpointError.missingTensor(path: "f", name: "b")
    #expect(throws: error) { try file.floats("b", shape: [2, 1]) }
    #expect(error.description == #"f: expected a tensor named "b", found none"#)
  }

  @Test func wrongShape() throws {
    let file = try contents()
    let error = CheckpointError.wrongShape(
      path: "f", tensor: "a", expected: [1, 2], found: [2, 1])
    #expect(throws: error) { try file.floats("a", shape: [1, 2]) }
    #expect(error.description == #"f: tensor "a" has shape [2, 1], expected [1, 2]"#)
  }

  @Test func wrongElementType() throws {
    let file = try contents()
    let error = CheckpointError.wrongElementType(
      path: "f", tensor: "n", expected: .float32, found: .uint32)
    #expect(throws: error) { try file.floats("n", shape: [1]) }
    #expect(error.description == #"f: tensor "n" has element type U32, expected F32"#)
    #expect(try file.integers("n", shape: [1]) == [7])
  }
}
