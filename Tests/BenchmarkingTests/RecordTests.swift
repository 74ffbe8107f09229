import Foundation
import Kernels
import Support
import Testing

@testable import Benchmarking

@Suite struct RecordTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    UUID().uuidString)

  private func file(_ text: String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let url = folder.appendingPathComponent("record.json")
    try Data(text.utf8).write(to: url)
    return url.path
  }

  @Test func aRecordComesBackFromItsJSON() throws {
    let record = try BenchmarkRecord.sample()
    let text = try record.json()
    #expect(text.split(separator: "\n").count == 1)
    #expect(text.contains("\"busy_processors\":0.25"))
    #expect(try BenchmarkRecord(reading: try file(text)) == record)
  }

  @Test func aComparisonBesideItDoesNoHarm() throws {
    let record = try BenchmarkRecord.sample()
    let comparison = RecordComparison(from: record, to: record)
    let text = try record.json(with: comparison)
    #expect(text.contains("\"comparison\":{"))
    #expect(try BenchmarkRecord(reading: try file(text)) == record)
  }

  @Test func anotherFormIsNamed() throws {
    let path = try file(#"{"format":7}"#)
    #expect(throws: BenchmarkRecordError(path: path, found: "a record of form 7")) {
      try BenchmarkRecord(reading: path)
    }
  }

  @Test(arguments: ["", "{", "[]", #"{"format":2}"#, #"{"format":2,"figures":3}"#])
  func whatIsNoRecordIsRefused(text: String) throws {
    let path = try file(text)
    #expect(throws: BenchmarkRecordError(path: path, found: "something else")) {
      try BenchmarkRecord(reading: path)
    }
  }

  @Test func aMissingFileIsMissing() {
    #expect(throws: FileError.self) { try BenchmarkRecord(reading: "/nowhere/record.json") }
  }
}

extension BenchmarkRecord {
  /// A record of made-up numbers.
  static func sample() throws -> BenchmarkRecord {
    let figures = [1, 2].flatMap { threads in
      [
        Figure(
          .product, threads: threads, unit: .gigaflops,
          value: Measurement(of: [100.5, 101, 102].map { $0 * Double(threads) })),
        Figure(
          .training(batchSize: 512), threads: threads, unit: .ratings,
          value: Measurement(of: [600_000, 610_000, 620_000].map { $0 * Double(threads) })),
      ]
    }
    let parts = JobPart.allCases.map { part in
      Figure(
        .job(part), threads: 2, unit: part.unit, value: Measurement(of: [1.25, 1_234_567, 2]))
    }
    let account = StepAccount(
      batchSize: 512, threads: 1, seconds: 1e-3,
      parts: [
        .init(name: "forward", threadSeconds: 9e-4, share: 0.9, bound: "sgemm", shareOfBound: 0.8),
        .init(name: "idle", threadSeconds: 1e-4, share: 0.1),
      ])
    let work = StepWork(StepWorkload(count: 1000), batchSize: 512, threads: 1)
    return BenchmarkRecord(
      date: "2024-01-01T00:00:00Z", seconds: 60, program: "octavo 0", machine: .present,
      state: .present,
      busyProcessors: 0.25, joules: 1200,
      optimizer: "adam", precision: .single,
      threading: ThreadingFacts(
        build: .pthreads, threadsPerCall: 1, callerLimit: 128, callers: 2, helperShare: 0,
        products: 10, wrongProducts: 0, speedUp: 1.9, differingThreads: []),
      figures: figures + parts, accounts: [account],
      scalings: [Scaling(figures, account: account, work: work)])
  }
}
