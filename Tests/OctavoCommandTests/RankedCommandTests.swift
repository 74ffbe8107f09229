import Foundation
import OctavoTestSupport
import Testing

/// `octavo train` on several ranks of this machine, and what is refused.
@Suite(.enabled(if: mpirun != nil, "no mpirun (Debian: openmpi-bin)"), .serialized)
struct RankedCommandTests {
  private let program: Program
  private let data: String

  init() throws {
    program = try Program()
    data = program.path("data")
    let made = try program.run(
      "synthesize", "--output", data, "--readers", "200", "--books", "100", "--ratings", "4000")
    #expect(made.status == 0, "\(made.errors)")
  }

  /// Starts groups of ranks, each a number and arguments of the program.
  private func onRanks(_ groups: (count: Int, arguments: [String])...) throws -> Program.Outcome {
    var arguments = mpirunOptions
    for (place, group) in groups.enumerated() {
      arguments += (place > 0 ? [":"] : []) + ["-np", "\(group.count)", Program.executable.path]
      arguments += group.arguments
    }
    return try program.run(
      executable: URL(fileURLWithPath: try #require(mpirun)), arguments: arguments)
  }

  private func training(_ run: String, _ more: String...) -> [String] {
    [
      "train", "--data", data, "--run", program.path(run), "--architecture", "plain", "--cut",
      "readers", "--epochs", "2", "--no-lists", "--format", "json",
    ] + more
  }

  @Test func ranksGiveTheBytesOfOneProcessAndOneAnswer() throws {
    #expect(try program.run(arguments: training("alone")).status == 0)
    let together = try onRanks((3, training("together")))
    #expect(together.status == 0, "\(together.errors)")
    // Rank 0 speaks for all.
    #expect(together.output.split(separator: "\n").count == 3, "\(together.output)")
    let weights = "model/model.safetensors"
    #expect(try program.contents("together/\(weights)") == program.contents("alone/\(weights)"))
  }

  @Test func otherOptionsAreRefusedWithRankAndHost() throws {
    let refused = try onRanks((1, training("run")), (1, training("run", "--seed", "2")))
    #expect(refused.status == 64)
    #expect(refused.errors.contains("octavo: rank 1 on "), "\(refused.errors)")
    #expect(refused.errors.contains("has other options than rank 0"), "\(refused.errors)")
  }

  @Test func aCommandOfOneProcessIsRefused() throws {
    let refused = try onRanks((2, ["explore", "--data", data]))
    #expect(refused.status == 64)
    #expect(refused.errors.contains("explore: found several ranks, expected one process"))
  }

  @Test func batchesThatReadersDoNotCutAreRefusedBeforeAnythingIsRead() throws {
    let refused = try onRanks((2, ["train", "--data", program.path("none"), "--run", "run"]))
    #expect(refused.status == 64)
    #expect(
      refused.errors.contains("cut: found batch, expected readers where 2 ranks train together"))
    #expect(refused.output.isEmpty)
  }

  @Test func missingDataEndAllWithTheirCode() throws {
    let missing = try onRanks(
      (2, ["train", "--data", program.path("none"), "--run", "run", "--cut", "readers"]))
    #expect(missing.status == 66, "\(missing.errors)")
  }

  @Test func anotherMPIIsRefusedBeforeItIsAsked() throws {
    let outcome = try program.run(
      executable: URL(fileURLWithPath: "/usr/bin/env"),
      arguments: ["PMI_SIZE=2", "PMI_RANK=0", Program.executable.path] + training("run"))
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("found PMI_SIZE=2"), "\(outcome.errors)")
  }
}
