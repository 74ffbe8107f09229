import Dispatch
import Foundation
import Kernels
import Parallelism
import Synchronization
import Testing

@Suite struct ThreadPoolTests {
  @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 7, 300])
  func everyTaskRunsOnce(size: Int, count: Int) {
    let pool = ThreadPool(size: size)
    let runs = Matrix(rows: max(1, count), columns: 1)
    for _ in 0..<10 {
      pool.run(count) { worker, task in
        precondition((0..<size).contains(worker), "worker \(worker) of \(size)")
        runs[task, 0] += 1
      }
    }
    #expect(runs.values.prefix(count).allSatisfy { $0 == 10 })
  }

  @Test func jobsFollowOneAnotherWithoutMixing() {
    let pool = ThreadPool(size: 4)
    let sums = (0..<2).map { _ in Atomic<Int>.box() }
    for job in 0..<2000 {
      pool.run(1 + job % 5) { _, task in sums[job % 2].value.add(task + 1, ordering: .relaxed) }
    }
    // Jobs of even and of odd numbers have 1 … 5 tasks equally often: 1, 3, 6, 10 and 15.
    #expect(sums.map { $0.value.load(ordering: .relaxed) } == [7000, 7000])
  }

  @Test func parkedWorkersWakeUp() async throws {
    let pool = ThreadPool(size: 3)
    for _ in 0..<5 {
      try await Task.sleep(for: .milliseconds(30))
      let done = Matrix(rows: 64, columns: 1)
      pool.run(64) { _, task in done[task, 0] = 1 }
      #expect(done.values.allSatisfy { $0 == 1 })
    }
  }

  @Test func aPoolThatNeverWorkedEndsItsWorkers() {
    // On a thread of its own, so that a worker that never ends is a failure and not a test that hangs.
    let ended = DispatchSemaphore(value: 0)
    Thread {
      for size in 1...6 { _ = ThreadPool(size: size) }
      ended.signal()
    }.start()
    #expect(ended.wait(timeout: .now() + 120) == .success)
  }
}

/// An atomic number that closures can share.
private final class AtomicBox: Sendable {
  let value = Atomic<Int>(0)
}

extension Atomic where Value == Int {
  fileprivate static func box() -> AtomicBox { AtomicBox() }
}
