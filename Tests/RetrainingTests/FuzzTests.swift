import Foundation
import Kernels
import Parallelism
import Testing

@testable import Retraining

/// Damaged configurations end in a configuration or in an error with words, never in a trap.
@Suite struct FuzzTests {
  /// A file takes a hundred times as long as a line of ratings.
  private static let iterations =
    ProcessInfo.processInfo.environment["OCTAVO_FUZZ_ITERATIONS"].flatMap(Int.init)
    .map { max(1, $0 / 100) } ?? 300

  private static let pieces = [
    "\n", ":", " ", "-", "[", "]", "{", "}", "\"", "'", "#", "&a", "*a", "!!int", "|", ">", "\t",
    "%",
    "1e400", "-1", "9223372036854775808", "nan", "none", "auto", "~", "<<: *a", "\u{0}", "é", "? ",
    "---",
  ]

  @Test func damagedFilesGiveAConfigurationOrAnError() {
    let example = Array(RetrainingConfiguration().documentedFile.utf8)
    var generator = SeededGenerator(seed: 3)
    var (read, refused) = (0, 0)
    for _ in 0..<Self.iterations {
      var bytes = example
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = .random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 9))
        case 2: bytes = Array(bytes.prefix(max(1, place)))
        default:
          guard let piece = Self.pieces.randomElement(using: &generator) else { continue }
          bytes.insert(contentsOf: piece.utf8, at: place)
        }
      }
      do {
        let configuration = try RetrainingConfiguration(
          text: String(decoding: bytes, as: UTF8.self), path: "r.yaml")
        read += 1
        // What was read can be used, and said again.
        #expect(configuration.threads > 0 && configuration.training.epochs ?? 1 > 0)
        #expect(!configuration.documentedFile.isEmpty)
      } catch {
        refused += 1
        #expect(!error.problems.isEmpty && error.description.contains("r.yaml"), "\(error)")
      }
    }
    #expect(read > 0 && refused > 0, "\(read) read, \(refused) refused")
  }

  @Test func deepNestsAreRefused() {
    for piece in ["[", "{a: ", "- "] {
      let text = String(repeating: piece, count: 20_000)
      #expect(throws: ConfigurationFileError.self) {
        try RetrainingConfiguration(text: text, path: "r.yaml")
      }
    }
  }
}
