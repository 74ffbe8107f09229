import ArgumentParser
import Foundation
import Octavo
import Parallelism
import Ranks
import Support
import Synchronization

/// A command that several ranks may run together.
protocol RankedCommand: ParsableCommand {}

extension Train: RankedCommand {}

/// This process as one of the ranks that `mpirun` or `srun` started.
enum RankedProcess {
  private static let begun = Mutex<MPIRanks?>(nil)

  /// The ranks; this one alone where none were started.
  static var ranks: any Ranks { begun.withLock { $0 } ?? SingleRank() }

  /// Begins MPI where ranks were started; from then on rank 0 alone prints.
  ///
  /// - Throws: `RankError`; ``UsageError`` for a command that one process does.
  static func begin(_ command: any ParsableCommand) throws {
    guard try RankEnvironment().isRanked else { return }
    guard command is any RankedCommand else {
      throw UsageError(
        description:
          "\(type(of: command)._commandName): found several ranks, expected one process: "
          + "of octavo's commands only train works on several ranks")
    }
    let ranks = try MPIRanks()
    begun.withLock { $0 = ranks }
    if ranks.rank > 0 { StandardStream.silence() }
    Interruption.takesUserSignal()
    try agree(on: RootCommand.version, otherwise: "another program or OpenBLAS")
    try agree(
      on: CommandLine.arguments.dropFirst().joined(separator: "\n"), otherwise: "other options")
    UsableProcessors.share(among: try sharers(ranks))
  }

  /// Throws where a rank has another `text` than rank 0.
  ///
  /// - Throws: `RankError`.
  private static func agree(on text: String, otherwise what: String) throws {
    guard let ranks = begun.withLock({ $0 }) else { return }
    guard try ranks.broadcast(Array(text.utf8)) == Array(text.utf8) else {
      throw RankError.different(what: what, rank: ranks.rank, host: ranks.host)
    }
  }

  /// Does `work` on rank 0; the others do what its trainings tell them until it is over.
  ///
  /// - Throws: What `work` and the ranks throw.
  static func lead(threads: Int, _ work: () throws -> Void) throws {
    let ranks = ranks
    guard ranks.rank == 0 else {
      // A signal reaches all ranks; rank 0 obeys it when it has saved, and ends the others.
      return try Interruption.deferred { try RankFollower.serve(ranks, threads: threads) }
    }
    try work()
    try RankFollower.dismiss(ranks)
  }

  /// Ends MPI, when all ranks have come to their end.
  static func end() { begun.withLock { $0 }?.end() }

  /// Ends all ranks with the code of `error`, and returns where there are none.
  static func fail(_ error: any Error) {
    let code = ExitStatus(error).rawValue
    guard let ranks = begun.withLock({ $0 }) else { return }
    // What is wrong for all is said by the first.
    if ranks.rank > 0 { Thread.sleep(forTimeInterval: 0.5) }
    StandardStream.writeFailure("octavo: rank \(ranks.rank) on \(ranks.host): \(error)\n")
    ranks.abort(code)
  }

  /// How many ranks may run on the processors of this one: those of its host whose masks have one in common.
  private static func sharers(_ ranks: MPIRanks) throws -> Int {
    let own = "\(ranks.host)\n\(UsableProcessors.mask ?? "")"
    let all = try ranks.toAll(Array(own.utf8)).map {
      String(decoding: $0, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }
    let mask = ProcessorList(all[ranks.rank][1])
    return all.filter { other in
      guard other[0] == all[ranks.rank][0] else { return false }
      guard let mask, let others = ProcessorList(other[1]) else { return true }
      return mask.overlaps(others)
    }.count
  }
}
