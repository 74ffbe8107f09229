import Foundation
import Support

/// A folder of a test's own, removed with the value.
final class TemporaryFolder {
  private let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("octavo-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func path(_ name: String) -> String {
    url.appendingPathComponent(name).path
  }
}

/// The bytes of a file: the length of `header`, `header`, `data`.
func file(_ header: String, data: [UInt8] = [], length: UInt64? = nil) -> [UInt8] {
  let length = length ?? UInt64(header.utf8.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + data
}

/// The bytes of a file that Octavo writes.
func encoded(_ tensors: [NamedTensor], metadata: [String: String] = [:]) -> [UInt8] {
  var bytes: [UInt8] = []
  TensorFile.encode(tensors, metadata: metadata) { bytes += $0 }
  return bytes
}

/// The bit patterns of a tensor's elements: unlike the numbers, equal when they are not numbers.
func bits(_ values: TensorValues) -> [UInt32] {
  switch values {
  case .float32(let values): values.map(\.bitPattern)
  case .uint32(let values): values
  }
}

/// The whole number in the environment variable `name`, or `fallback`.
func environmentNumber(_ name: String, default fallback: Int) -> Int {
  ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? fallback
}

/// Where a golden file is.
func golden(_ name: String) -> String {
  Bundle.module.bundleURL.appendingPathComponent("Golden/\(name)").path
}
