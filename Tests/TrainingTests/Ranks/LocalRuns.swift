import Foundation
import Ranks
import Training

/// Runs `lead` as rank 0 of so many, while the others follow on threads of their own.
func onRanks<Result>(
  _ count: Int, threads: Int = 1, _ lead: (any Ranks) throws -> Result
) throws -> Result {
  let ranks = LocalRanks.make(count)
  let followers = ranks.dropFirst().map { own in
    let isOver = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      do {
        try RankFollower.serve(own, threads: threads)
      } catch {
        fatalError("rank \(own.rank): \(error)")
      }
      isOver.signal()
    }
    return isOver
  }
  defer {
    try? RankFollower.dismiss(ranks[0])
    for follower in followers { follower.wait() }
  }
  return try lead(ranks[0])
}

extension SmallTraining {
  /// Trains on so many ranks.
  func run(
    ranks count: Int, _ callbacks: [any TrainingCallback] = [],
    from checkpoint: TrainingCheckpoint? = nil
  ) throws -> TrainingResult {
    try onRanks(count, threads: threads) { ranks in
      try Trainer(configuration, threads: threads, ranks: ranks).train(
        ratings, training: 0..<end, validation: end..<ratings.rows.count, callbacks: callbacks,
        from: checkpoint)
    }
  }
}
