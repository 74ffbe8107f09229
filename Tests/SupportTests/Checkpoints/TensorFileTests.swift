import Foundation
import Support
import Testing

@Suite struct TensorFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func expectRoundTrip(_ tensors: [NamedTensor], metadata: [String: String] = [:]) throws {
    let path = folder.path("f.safetensors")
    try TensorFile.write(tensors, metadata: metadata, to: path)
    let read = try TensorFile.read(path)
    #expect(read.metadata == metadata)
    #expect(Set(read.tensors.keys) == Set(tensors.map(\.name)))
    for tensor in tensors {
      let other = try #require(read.tensors[tensor.name])
      #expect(other.shape == tensor.shape)
      #expect(other.values.elementType == tensor.values.elementType)
      #expect(bits(other.values) == bits(tensor.values))
    }
  }

  @Test func noTensors() throws {
    try expectRoundTrip([])
  }

  @Test func emptyTensorsScalarsAndIntegers() throws {
    try expectRoundTrip(
      [
        NamedTensor(name: "empty", shape: [0], values: [] as [Float]),
        NamedTensor(name: "empty as well", shape: [3, 0, 2], values: [] as [UInt32]),
        NamedTensor(name: "scalar", shape: [], values: [-0.0] as [Float]),
        NamedTensor(name: "counts", shape: [2, 2], values: [0, 1, .max, 1 << 31]),
        NamedTensor(
          name: "a", shape: [1, 3], values: [.infinity, -.infinity, .leastNonzeroMagnitude]),
      ], metadata: ["what": "odd ones"])
  }

  @Test func payloadsOfNaNSurvive() throws {
    let patterns: [UInt32] = [0x7FC0_0000, 0xFFC0_0001, 0x7F80_0001, 0x7FBF_FFFF, 0xFFFF_FFFF]
    let values = patterns.map { Float(bitPattern: $0) }
    try expectRoundTrip([NamedTensor(name: "nan", shape: [5], values: values)])
  }

  @Test func namesAndMetadataMayHoldAnyText() throws {
    let texts = [
      "", "\"", "\\", "\n\t\0\u{1F}", "é", "e\u{301}x", "书", "𝛼", "/", "\u{2028}", "a b",
    ]
    let tensors = texts.enumerated().map { index, text in
      NamedTensor(name: text, shape: [1], values: [UInt32(index)])
    }
    let metadata = Dictionary(uniqueKeysWithValues: texts.map { ($0, "<\($0)>") })
    try expectRoundTrip(tensors, metadata: metadata)
  }

  @Test(arguments: [16_383, 16_384, 16_385, 100_000])
  func tensorsLongerThanABuffer(count: Int) throws {
    let values = (0..<count).map { Float($0) * 0.37 }
    try expectRoundTrip([
      NamedTensor(name: "a", shape: [count], values: values),
      NamedTensor(name: "b", shape: [1, count], values: values.map(\.bitPattern)),
    ])
  }

  @Test func theSameContentGivesTheSameBytes() throws {
    let tensors = ["b", "a", "C"].map {
      NamedTensor(name: $0, shape: [1], values: [1.5] as [Float])
    }
    let metadata = ["z": "1", "y": "2", "x": "3"]
    let bytes = encoded(tensors, metadata: metadata)
    for _ in 0..<20 {
      let other = Dictionary(uniqueKeysWithValues: metadata.shuffled())
      #expect(encoded(tensors.shuffled(), metadata: other) == bytes)
    }
  }

  @Test func theHeaderIsWhatTheFormatDescribes() throws {
    let tensors = [
      NamedTensor(name: "b", shape: [2], values: [1, 2] as [Float]),
      NamedTensor(name: "a", shape: [], values: [3] as [UInt32]),
    ]
    let bytes = encoded(tensors, metadata: ["k": "v"])
    let length = Int(bytes[0]) | Int(bytes[1]) << 8
    #expect(length % 8 == 0 && bytes.count == 8 + length + 12)
    let data: [UInt8] = [3, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]
    #expect(Array(bytes[(8 + length)...]) == data)
    let checksum = String(CRC32C(of: data).value, radix: 16)
    let header = String(decoding: bytes[8..<(8 + length)], as: UTF8.self)
    #expect(header.hasPrefix(#"{"__metadata__":{"crc32c":"\#(checksum)","format_version":"1","#))
    #expect(
      header.trimmingCharacters(in: .whitespaces).hasSuffix(
        #""k":"v"},"a":{"data_offsets":[0,4],"dtype":"U32","shape":[]},"#
          + #""b":{"data_offsets":[4,12],"dtype":"F32","shape":[2]}}"#))
  }

  @Test func tensorsOfOtherProgramsMayStandInAnyOrder() throws {
    let header = """
      { "b" : {"shape":[1], "dtype":"U32", "data_offsets":[4,8]},\r\n\t\
      "e":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}, \
      "\\u0061\\ud835\\udefc\\/":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}
      """
    let bytes = file(header, data: [0, 0, 0xC0, 0x3F, 9, 0, 0, 0])
    let read = try TensorFile.read(bytes: bytes, path: "f", origin: .anyProgram)
    #expect(try read.floats("a𝛼/", shape: []) == [1.5])
    #expect(try read.integers("b", shape: [1]) == [9])
    #expect(try read.floats("e", shape: [0]) == [])
  }

  @Test func twoTensorsOfOneNameAreAMistakeOfTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = encoded(["a", "a"].map { NamedTensor(name: $0, shape: [1], values: [1] as [Float]) })
    }
  }

  @Test func aShapeThatDoesNotFitIsAMistakeOfTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = NamedTensor(name: "a", shape: [2], values: [1] as [Float])
    }
  }
}
