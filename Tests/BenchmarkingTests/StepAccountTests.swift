import Kernels
import Networks
import Testing
import Training

@testable import Benchmarking

@Suite struct StepAccountTests {
  private let workload = StepWorkload(count: 20_000)

  @Test(arguments: [1, 2, 3])
  func thePartsAddUpToTheMeasuredWhole(threads: Int) {
    // Whoever is suspended between two clocks sees a gap, on a busy machine often: one attempt must go without.
    func coverage() -> Double {
      let timer = StepTimer(workload, batchSize: 256, threads: threads)
      timer.addToAccount(lasting: 0.1)
      let account = timer.account(Ceilings([], threads: threads))
      #expect(account.parts.allSatisfy { $0.threadSeconds >= 0 })
      #expect(account.share(.forward) > 0 && account.share(.sparseUpdate) > 0)
      return account.coverage
    }
    #expect((0..<30).contains { _ in abs(coverage() - 1) < 0.05 })
  }

  @Test func aClockChangesNoBit() {
    func trained(_ clock: StepClock?) -> [Float] {
      let step = workload.step(batchSize: 300, threads: 2)
      step.clock = clock
      for index in 0..<5 { workload.take(index, of: step, count: 300) }
      step.wakeAll()
      return step.network.readers.contents + step.network.parameters.values
    }
    #expect(trained(nil) == trained(StepClock(workers: 2)))
  }

  @Test(arguments: Precision.allCases.filter(\.isAvailable))
  func theSameBytesComeOnEveryNumberOfThreads(precision: Precision) {
    let workload = StepWorkload(precision: precision, count: 20_000)
    #expect(SameBytes.differing(workload, threads: [2, 3, 5], steps: 6) == [])
  }

  /// 64 threads are more than a batch has shards, and more than there are processors.
  @Test(arguments: Precision.allCases.filter(\.isAvailable))
  func theSameBytesComeWhereThereAreMoreThreadsThanShards(precision: Precision) {
    var network = NetworkConfiguration()
    network.dropout = 0.2
    for network in [NetworkConfiguration(), network] {
      let workload = StepWorkload(network: network, precision: precision, count: 20_000)
      #expect(SameBytes.differing(workload, threads: [7, 64], batchSize: 400, steps: 4) == [])
      #expect(SameBytes.differing(workload, threads: [64], batchSize: 4096, steps: 3) == [])
    }
  }

  @Test func theWorkIsThatOfThePlainAlgorithm() {
    let work = StepWork(workload, batchSize: 512, threads: 1)
    // 64 → 128 → 64 → 1: 64 · 128 + 128 · 64 + 64 weights, a multiplication and an addition each.
    #expect(work[.forward] == .operations(2 * 512 * 16_448))
    #expect(work[.backward] == .operations(4 * 512 * 16_448))
    #expect(work[.idle] == nil)
    // Eight shards of 64 rows; a weight and a bias for each output.
    #expect(work.shards == 8)
    #expect(work[.reduction] == .bytes(3 * 4 * 7 * (16_448 + 193), .secondLevel))
  }

  @Test func distinctRowsAreThoseOfABatch() {
    let distinct = workload.distinctRows(batchSize: 128)
    #expect(distinct.readers > 120 && distinct.readers <= 128)
    #expect(distinct.books > 100 && distinct.books < 128)
  }

  @Test func theAccountRelatesPartsToTheirCeilings() {
    let figures = [
      Figure(
        .product, threads: 2, unit: .gigaflops, value: Measurement(of: [100, 100, 100]))
    ]
    let ceilings = Ceilings(figures, threads: 2)
    // 10⁹ operations at 10¹¹ a second take 10 ms of two threads.
    #expect(abs(ceilings.threadSeconds(.operations(1e9)) - 0.02) < 1e-12)
  }
}
