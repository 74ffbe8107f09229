import Foundation
import Support
import Testing

/// Files made by Python's safetensors package: `Scripts/make-goldens` makes them anew.
@Suite struct GoldenTests {
  /// The tensors that `Scripts/make-goldens` writes.
  private let tensors = [
    NamedTensor(
      name: "dense.weights", shape: [2, 3],
      values: [0, 0.5, -1.25, .infinity, -0.0, .leastNonzeroMagnitude] as [Float]
    ),
    NamedTensor(name: "dense.bias", shape: [3], values: [1, 2, 3] as [Float]),
    NamedTensor(name: "empty", shape: [0, 4], values: [] as [Float]),
    NamedTensor(name: "scalar", shape: [], values: [3.5] as [Float]),
    NamedTensor(name: "steps", shape: [2], values: [7, 4_294_967_295] as [UInt32]),
  ]

  private let metadata = ["note": "Añjali \"and\" others", "epoch": "12"]

  @Test func aFileOfThePythonPackageIsRead() throws {
    let read = try TensorFile.read(golden("python.safetensors"), origin: .anyProgram)
    #expect(read.metadata == metadata)
    #expect(read.tensors.count == tensors.count)
    for tensor in tensors {
      let other = try #require(read.tensors[tensor.name])
      #expect(other.shape == tensor.shape)
      #expect(bits(other.values) == bits(tensor.values), "\(tensor.name)")
    }
  }

  @Test func aFileOfThePythonPackageIsNotTakenForOneOfOctavos() {
    let path = golden("python.safetensors")
    #expect(throws: CheckpointError.missingMetadata(path: path, key: "crc32c")) {
      try TensorFile.read(path)
    }
  }

  /// The same file, put together in Python from the format's description.
  @Test func theBytesWrittenAreThoseOfTheDescription() throws {
    let expected = try InputFile.contents(of: golden("octavo.safetensors"))
    #expect(
      encoded(tensors, metadata: metadata) == Array(expected),
      "the format has changed: raise its version and run Scripts/make-goldens")
    #expect(try TensorFile.read(golden("octavo.safetensors")).metadata == metadata)
  }

  private static let python = ProcessInfo.processInfo.environment["OCTAVO_PYTHON"]

  @Test(.enabled(if: python != nil, "OCTAVO_PYTHON names no Python that has safetensors"))
  func aFileThatIsWrittenIsReadByThePythonPackage() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("f.safetensors")
    try TensorFile.write(tensors, metadata: metadata, to: path)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.python))
    process.arguments = ["-c", Self.script, path, golden("python.safetensors")]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  /// Compares two files tensor by tensor, bit by bit, and their metadata but for Octavo's own.
  private static let script = """
    import sys
    from safetensors import safe_open
    ours, theirs = (safe_open(path, framework="np") for path in sys.argv[1:])
    assert set(ours.keys()) == set(theirs.keys()), set(ours.keys())
    for name in theirs.keys():
        a, b = ours.get_tensor(name), theirs.get_tensor(name)
        assert a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes(), name
    own = {"crc32c", "format_version", "header_crc32c"}
    found = {key: text for key, text in ours.metadata().items() if key not in own}
    assert found == theirs.metadata(), found
    """
}
