import Kernels
import Parallelism
import Support
import Testing

/// Files that nobody wrote: whatever their bytes, the reader refuses them and never traps.
///
/// `OCTAVO_FUZZ_ITERATIONS` sets how many each test tries; the default is 3,000.
@Suite struct FuzzTests {
  private let iterations = environmentNumber("OCTAVO_FUZZ_ITERATIONS", default: 3_000)

  private let whole = encoded(
    [
      NamedTensor(name: "dense.bias", shape: [3], values: [0.5, -1, .nan] as [Float]),
      NamedTensor(name: "dense.weights", shape: [2, 3], values: [1, 2, 3, 4, 5, 6] as [Float]),
      NamedTensor(name: "empty", shape: [0, 9], values: [] as [Float]),
      NamedTensor(name: "steps", shape: [], values: [77] as [UInt32]),
    ], metadata: ["epoch": "12", "note": "a \"quoted\" word"])

  /// A file of any other program's: no checksum stands between its header and the reader.
  private let unchecked = file(
    #"{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"#
      + #""b\u0041":{"dtype":"U32","shape":[],"data_offsets":[8,12]}}"#,
    data: [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 1, 2, 3, 4])

  private func isRefused(_ bytes: [UInt8]) -> Bool {
    do {
      _ = try TensorFile.read(bytes: bytes, path: "f")
      return false
    } catch {
      return "\(error)".hasPrefix("f: ")
    }
  }

  @Test func everyTruncationIsRefused() {
    for count in whole.indices {
      #expect(isRefused(Array(whole[..<count])), "the first \(count) bytes")
    }
  }

  @Test func everyFlippedBitIsRefused() {
    for position in whole.indices {
      for bit in 0..<8 {
        var bytes = whole
        bytes[position] ^= 1 << bit
        #expect(isRefused(bytes), "bit \(bit) of byte \(position)")
      }
    }
  }

  @Test func anAlteredByteIsRefused() {
    for iteration in 0..<iterations {
      var generator = SeededGenerator(seed: 1, stream: UInt64(iteration))
      var bytes = whole
      let position = Int.random(in: bytes.indices, using: &generator)
      bytes[position] ^= UInt8.random(in: 1...255, using: &generator)
      #expect(isRefused(bytes), "iteration \(iteration), byte \(position)")
    }
  }

  @Test func anAlteredFileIsRefused() {
    for iteration in 0..<iterations {
      var generator = SeededGenerator(seed: 2, stream: UInt64(iteration))
      let bytes = mutated(whole, using: &generator)
      #expect(bytes == whole || isRefused(bytes), "iteration \(iteration)")
    }
  }

  @Test func anAlteredFileWithoutChecksumsNeverTraps() {
    var accepted = 0
    for iteration in 0..<iterations {
      var generator = SeededGenerator(seed: 3, stream: UInt64(iteration))
      let bytes = mutated(unchecked, using: &generator)
      guard let read = try? TensorFile.read(bytes: bytes, path: "f", origin: .anyProgram) else {
        continue
      }
      accepted += 1
      let counts = read.tensors.values.map { $0.shape.reduce(1, *) }
      #expect(counts.reduce(0, +) * 4 <= bytes.count, "iteration \(iteration)")
    }
    #expect((1..<iterations).contains(accepted), "some are valid still, some are not")
  }

  /// `bytes` after one to three changes, each of them small or a piece of a header.
  private func mutated(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0...Int.random(in: 0...2, using: &generator) {
      let start = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 0...9, using: &generator))
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
      case 2: bytes.replaceSubrange(start..<end, with: Self.piece(using: &generator))
      case 3: bytes.insert(contentsOf: Self.piece(using: &generator), at: start)
      default: if start < end { bytes[start] = .random(in: 0...255, using: &generator) }
      }
    }
    return bytes
  }

  private static func piece(using generator: inout SeededGenerator) -> [UInt8] {
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "-1", "0", "4", "[0,0]", "1e9",
      "9223372036854775807", "18446744073709551616", "null", "[[[[[[[[", "{\"a\":", "\"shape\":[]",
      "\u{0}", "\u{FEFF}", "\"__metadata__\":{}", "\"header_crc32c\":\"", "\"dtype\":\"U32\"",
      "\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}", "4611686018427387904,4", " ", "\n",
    ]
    return Array(pieces[Int.random(in: pieces.indices, using: &generator)].utf8)
  }
}
