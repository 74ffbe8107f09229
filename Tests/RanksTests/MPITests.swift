import Foundation
import OctavoTestSupport
import Testing

@testable import Ranks

/// Ranks that are processes, started by `mpirun` on this machine.
@Suite(.enabled(if: mpirun != nil, "no mpirun (Debian: openmpi-bin)"), .serialized)
struct MPITests {
  /// Starts ranks of the program beside the bundle of tests that tries every law.
  private func laws(
    ranks: Int, _ arguments: [String] = [], _ environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: try #require(mpirun))
    process.arguments = mpirunOptions + ["-np", "\(ranks)", program.path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  private var program: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("RankLaws")
  }

  @Test(arguments: [2, 3, 4]) func processesKeepEveryLaw(count: Int) throws {
    let outcome = try laws(ranks: count)
    #expect(outcome.status == 0, "\(outcome.output)")
    for rank in 0..<count {
      #expect(outcome.output.contains("rank \(rank) of \(count) on "), "\(outcome.output)")
    }
    #expect(!outcome.output.contains("broken: "))
  }

  @Test func theCodeOfARankThatFailsIsThatOfAll() throws {
    let outcome = try laws(ranks: 3, ["--fail", "65"])
    #expect(outcome.status == 65, "\(outcome.output)")
  }

  @Test func oneRankNeedsNoMPI() throws {
    let outcome = try laws(ranks: 1)
    #expect(outcome.status == 0 && outcome.output == "one rank\n", "\(outcome.output)")
  }
}
