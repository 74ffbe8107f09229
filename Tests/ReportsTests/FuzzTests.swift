import BookData
import Exploration
import Foundation
import Kernels
import Parallelism
import Support
import Testing

@testable import Reports

/// Damaged files end in a typed error or in a report that can be shown, never in a trap.
///
/// A folder takes a thousand times as long as a line: of OCTAVO_FUZZ_ITERATIONS a thousandth is tried.
@Suite struct FuzzTests {
  private static let iterations =
    ProcessInfo.processInfo.environment["OCTAVO_FUZZ_ITERATIONS"].flatMap(Int.init)
    .map { max(1, $0 / 1000) } ?? 15

  @Test func damagedFoldersGiveAReportOrAnError() throws {
    let dirty = try #require(Bundle.module.url(forResource: "Dirty", withExtension: nil))
    let names = try FileManager.default.contentsOfDirectory(atPath: dirty.path).sorted()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var generator = SeededGenerator(seed: 1, stream: 1)
    var shown = 0
    for iteration in 0..<Self.iterations {
      for name in names {
        var bytes = [UInt8](try Data(contentsOf: dirty.appendingPathComponent(name)))
        damage(&bytes, using: &generator)
        try Data(bytes).write(to: folder.appendingPathComponent(name))
      }
      let report: DataReport
      do {
        report = try DataReport(exploring: folder.path, threads: 1 + iteration % 3)
      } catch {
        #expect(error.line ?? 1 > 0, "\(error)")
        continue
      }
      _ = try report.json()
      _ = try report.html(folder: "x")
      for line in report.text(folder: "x").split(separator: "\n") { #expect(line.count <= 80) }
      shown += 1
    }
    #expect(shown > 0)
  }

  /// Changes, drops or doubles a few bytes behind the header.
  private func damage(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
    let interesting = Array(",\n\"-.eE0159 \t\r\0x\u{FF}".utf8)
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      let place = Int.random(in: 40..<bytes.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: bytes[place] = interesting.randomElement(using: &generator) ?? 0
      case 1: bytes.remove(at: place)
      default: bytes.insert(interesting.randomElement(using: &generator) ?? 0, at: place)
      }
    }
  }
}
