import Foundation
package import Ranks
import Training

/// Runs `lead` as rank 0 of so many, while the others follow on threads of their own.
package func onRanks<Result>(
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
