import Testing

@testable import Kernels
@testable import Parallelism

@Suite struct StepClockTests {
  /// Keeps the thread busy for as long as asked.
  private func work(milliseconds: UInt64) {
    let end = monotonicNanoseconds() + milliseconds * 1_000_000
    while monotonicNanoseconds() < end {}
  }

  @Test func everyMomentBelongsToOnePart() {
    let clock = StepClock(workers: 2)
    let before = monotonicNanoseconds()
    clock.restart()
    let started = monotonicNanoseconds()
    work(milliseconds: 3)
    clock.fork()
    Parallel.forEachWithWorker(5, threads: 2) { worker, _ in
      clock[worker].lap(.idle)
      work(milliseconds: 2)
      clock[worker].lap(.gather)
      work(milliseconds: 1)
      clock[worker].lap(.forward)
    }
    let ended = monotonicNanoseconds()
    clock.join()
    let after = monotonicNanoseconds()
    let sum = StepPart.allCases.reduce(0) { $0 + clock.seconds($1) }
    #expect(sum >= 2 * Double(ended - started) / 1e9 - 1e-9)
    #expect(sum <= 2 * Double(after - before) / 1e9 + 1e-9)
    #expect(clock.seconds(.serial) >= 0.003)
    #expect(clock.seconds(.gather) >= 0.010)
    #expect(clock.seconds(.forward) >= 0.005)
    // While the first worker worked alone the second waited.
    #expect(clock.seconds(.idle) >= 0.003)
    #expect(clock.seconds(.backward) == 0)
  }

  @Test func restartingForgets() {
    let clock = StepClock(workers: 1)
    clock.restart()
    work(milliseconds: 1)
    clock[0].lap(.batching)
    #expect(clock.seconds(.batching) > 0)
    clock.restart()
    #expect(clock.seconds(.batching) == 0)
  }

  @Test func processorTimeOfAThreadIsPartOfTheProcess() {
    let (thread, process) = (ProcessorTime.ofThread, ProcessorTime.ofProcess)
    work(milliseconds: 5)
    #expect(ProcessorTime.ofThread > thread)
    #expect(ProcessorTime.ofProcess > process)
    #expect(ProcessorTime.ofProcess >= ProcessorTime.ofThread)
  }
}
