import Kernels
import Parallelism
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [1, 2, 3, 7, 64])
  func everyTaskRunsOnceOnAnyTeam(threads: Int) {
    let results = Parallel.map(1000, threads: threads) { $0 * $0 }
    #expect(results == (0..<1000).map { $0 * $0 })
  }

  @Test(arguments: [2, 5])
  func aMemberRunsOneTaskAtATime(threads: Int) {
    let sums = ShardSums(count: threads)
    // Unsynchronized on purpose: lost updates would show if two tasks shared a worker.
    Parallel.forEachWithWorker(100_000, threads: threads) { worker, _ in sums[worker] += 1 }
    #expect((0..<threads).map { sums[$0] }.reduce(0, +) == 100_000)
  }

  @Test func noTaskIsFine() {
    #expect(Parallel.map(0, threads: 4) { $0 }.isEmpty)
  }
}
