import Foundation
import Kernels
import Parallelism
import Testing

@testable import BookData

/// Damages good files at random and reads them: never a trap, never two opinions.
///
/// OCTAVO_FUZZ_ITERATIONS sets how many inputs are tried (`Scripts/fuzz` tries a million); the default
/// is 4,000. OCTAVO_FUZZ_SEED sets the first seed, to look for something else or to see a failure again.
@Suite struct FuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let inputs = environment["OCTAVO_FUZZ_ITERATIONS"].flatMap(Int.init) ?? 4000
  private static let firstSeed = environment["OCTAVO_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
  /// Inputs tried by one worker in a row.
  private static let batch = 250

  @Test func damagedFilesGiveOneAnswerForEveryCutAndTeam() throws {
    let batches = (Self.inputs + Self.batch - 1) / Self.batch
    let tallies = Parallel.map(batches, threads: Parallel.processorCount) { batch in
      Result { try Self.tally(seed: Self.firstSeed &+ UInt64(batch)) }
    }
    let total = try tallies.reduce(into: Tally()) { $0.add(try $1.get()) }
    print("fuzzing: \(total.good) files read, \(total.bad) refused, \(total.kinds)")
    #expect(total.disagreements == [])
    #expect(total.good > 0 && total.bad > 0)
  }

  /// What happened to the inputs of one or more seeds.
  fileprivate struct Tally: Sendable {
    var good = 0
    var bad = 0
    /// The cases of errors, and how often each came.
    var kinds: [String: Int] = [:]
    var disagreements: [String] = []

    mutating func add(_ other: Tally) {
      good += other.good
      bad += other.bad
      kinds.merge(other.kinds, uniquingKeysWith: +)
      disagreements += other.disagreements.prefix(max(0, 5 - disagreements.count))
    }
  }

  private static func tally(seed: UInt64) throws -> Tally {
    var generator = SeededGenerator(seed: seed)
    var tally = Tally()
    for _ in 0..<batch {
      let bytes = Mutator.input(using: &generator)
      let skip = Bool.random(using: &generator)
      let length = Int.random(in: 1...60, using: &generator)
      let file = try ScratchFile(bytes)
      let small = RatingsReader(chunkLength: length, threads: 2, skipBadRows: skip)
        .outcome(path: file.path)
      let whole = RatingsReader(skipBadRows: skip, threads: 1).outcome(path: file.path)
      let stream = TableSource.once(
        bytes, blockLength: Int.random(in: 1...300, using: &generator), name: file.path)
      let streamed = Result { () throws(DataError) in
        try RatingsReader(chunkLength: length, threads: 2, skipBadRows: skip).read([stream])
      }
      tally.note(small)
      if small != whole || streamed != whole || !naiveAgrees(bytes, whole, skip: skip) {
        let text = String(decoding: bytes, as: UTF8.self).debugDescription
        tally.disagreements.append("seed \(seed), chunks of \(length), \(whole): \(text)")
      }
    }
    return tally
  }

  /// Whether the naive reader thinks likewise.
  private static func naiveAgrees(
    _ bytes: [UInt8], _ outcome: Result<Ratings, DataError>, skip: Bool
  ) -> Bool {
    guard let naive = try? NaiveRatings(bytes) else { return (try? outcome.get()) == nil }
    switch outcome {
    case .success(let ratings):
      return ratings.textRows == naive.rows && ratings.report.skippedRows == naive.skipped
        && (skip || naive.skipped == 0)
    case .failure(.notText(_, let line, _)) where line == 1:
      // The naive reader looks at three columns of the header alone.
      return true
    case .failure:
      return naive.rows.isEmpty || (!skip && naive.skipped > 0)
    }
  }
}

extension FuzzTests.Tally {
  fileprivate mutating func note(_ outcome: Result<Ratings, DataError>) {
    switch outcome {
    case .success: good += 1
    case .failure(let error):
      bad += 1
      kinds[Mirror(reflecting: error).children.first?.label ?? "?", default: 0] += 1
    }
  }
}

/// Makes good files and damages them.
enum Mutator {
  private static let pieces =
    [
      "\"", "\"\"", ",", ",,", "\n", "\r\n", "\r", "\u{FEFF}", "\0", "\u{1}", "é", "nan", "inf",
      "NULL",
      "1e39",
      "1e-60", "-", "+", ".", "e", "0x1p3", "99999999999999999999", "9223372036854775808",
      "-9223372036854775809", "4294967295", "4294967296", "12345678", "123456789012", "0.00000001",
      " ", "\t", "user_id", "book_id", "rating",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0x80]]

  static func input(using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = RandomRatings.file(using: &generator)
    for _ in 0..<Int.random(in: 0...5, using: &generator) {
      damage(&bytes, using: &generator)
    }
    return bytes
  }

  private static func damage(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
    let start = Int.random(in: 0...bytes.count, using: &generator)
    let end = min(bytes.count, start + Int.random(in: 0...12, using: &generator))
    let piece = pieces.randomElement(using: &generator) ?? []
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.removeSubrange(start...)
    case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
    case 3: bytes.replaceSubrange(start..<end, with: piece)
    case 4: for index in start..<end { bytes[index] = .random(in: 0...255, using: &generator) }
    case 5:
      let copies = Int.random(in: 1...300, using: &generator)
      bytes.insert(contentsOf: repeatElement(piece, count: copies).joined(), at: start)
    default: bytes.insert(contentsOf: piece, at: start)
    }
  }
}
