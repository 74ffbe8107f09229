import Foundation
import Ranks

/// What every kind of ranks promises, tried from inside one of them; run under `mpirun` by tests.
///
/// Prints a line a rank; ends with 1 where a law is broken, and with the code given by `--fail CODE` on the last rank.
@main
struct RankLaws {
  static func main() throws {
    guard try RankEnvironment().isRanked else { return print("one rank") }
    // Small pieces, so that messages have several of them.
    let ranks = try MPIRanks(largestPiece: 64)
    let broken = try brokenLaws(ranks)
    for law in broken { print("rank \(ranks.rank): broken: \(law)") }
    if let place = CommandLine.arguments.firstIndex(of: "--fail"),
      ranks.rank == ranks.count - 1
    {
      ranks.abort(Int32(CommandLine.arguments[place + 1]) ?? 1)
    }
    try ranks.barrier()
    print("rank \(ranks.rank) of \(ranks.count) on \(ranks.host): \(broken.count) broken")
    ranks.end()
    exit(broken.isEmpty ? 0 : 1)
  }

  /// The names of the laws that do not hold.
  private static func brokenLaws(_ ranks: any Ranks) throws -> [String] {
    var broken: [String] = []
    func law(_ name: String, _ holds: Bool) { if !holds { broken.append(name) } }
    // From rank a to rank b go 5 · a + b numbers that name both.
    func sent(_ a: Int, _ b: Int) -> [Int32] {
      (0..<5 * a + b).map { Int32(1_000_000 * a + 1000 * b + $0) }
    }
    let everyone = 0..<ranks.count
    let outgoing = Parts(everyone.map { sent(ranks.rank, $0) })
    let expected = Parts(everyone.map { sent($0, ranks.rank) })
    law("exchange of unknown sizes", try ranks.exchange(outgoing) == expected)
    var incoming = Parts(values: expected.values.map { _ in -1 as Int32 }, starts: expected.starts)
    try ranks.exchange(outgoing, into: &incoming)
    law("exchange of known sizes", incoming == expected)
    let own = [Double](repeating: Double(ranks.rank), count: ranks.rank * 20)
    let all = everyone.map { [Double](repeating: Double($0), count: $0 * 20) }
    let nothing = Parts<Double>(
      values: [], starts: [Int](repeating: 0, count: ranks.count + 1))
    law("gather", try ranks.gather(own) == (ranks.rank == 0 ? Parts(all) : nothing))
    let text = Array("said by rank 0, longer than a piece of sixty-four bytes is".utf8)
    law("broadcast", try ranks.broadcast(ranks.rank == 0 ? text : []) == text)
    law("broadcast of nothing", try ranks.broadcast([UInt8]()).isEmpty)
    let counts = (0..<100).map { Int64($0) << 40 + Int64(ranks.rank) }
    let total = Int64(ranks.count * (ranks.count - 1) / 2)
    law(
      "sum",
      try ranks.sum(counts) == (0..<100).map { Int64(ranks.count) * (Int64($0) << 40) + total })
    return broken
  }
}
