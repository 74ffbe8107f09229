import Kernels
import Parallelism
import Testing

@testable import Benchmarking

@Suite struct ScalingModelTests {
  private func amdahl(_ serial: Double, _ threads: Int) -> Double {
    2 * (serial + (1 - serial) / Double(threads))
  }

  @Test(arguments: [0, 0.03, 0.25, 1])
  func theSerialShareOfAmdahlsLawIsFound(serial: Double) {
    var model = ScalingModel(seconds: 2)
    model.fitSerialShare(to: [1, 2, 3, 4, 8].map { ($0, amdahl(serial, $0)) })
    #expect(abs(model.serialShare - serial) < 1e-5)
    #expect(abs(model.seconds(threads: 64) - amdahl(serial, 64)) < 1e-5)
  }

  @Test func noiseMovesTheSerialShareLittle() {
    var generator = SeededGenerator(seed: 3)
    let samples = [1, 2, 4, 8, 16].map { threads in
      (threads, amdahl(0.1, threads) * (1 + 0.02 * (generator.uniform() - 0.5)))
    }
    var model = ScalingModel(seconds: 2)
    model.fitSerialShare(to: samples)
    #expect(abs(model.serialShare - 0.1) < 0.005)
  }

  @Test func fasterThanTheLawAllowsCountsAsNoSerialShare() {
    var model = ScalingModel(seconds: 2)
    model.fitSerialShare(to: [(1, 2), (2, 0.9)])
    #expect(model.serialShare == 0)
    model.fitSerialShare(to: [(1, 2), (2, 5)])
    #expect(model.serialShare == 1)
    model.fitSerialShare(to: [(1, 2)])
    #expect(model.serialShare == 0)
  }

  @Test func noMoreThreadsWorkThanThereAreShards() {
    let model = ScalingModel(seconds: 16, shardedShare: 1, shards: 16)
    #expect(model.speedUp(threads: 16) == 16)
    #expect(model.speedUp(threads: 128) == 16)
    // Twelve threads take two turns at sixteen shards, as eight do.
    #expect(model.speedUp(threads: 12) == 8)
    let half = ScalingModel(seconds: 16, shardedShare: 0.5, shards: 1)
    #expect(abs(half.speedUp(threads: 128) - 1 / (0.5 + 0.5 / 128)) < 1e-9)
  }

  @Test func aStepIsNoFasterThanItsMemory() {
    var model = ScalingModel(seconds: 1)
    (model.memoryBytes, model.bandwidth, model.hindrance) = (10, 100, 1)
    // Threads that hinder each other fully have one thread's bandwidth together.
    #expect(abs(model.seconds(threads: 4) - 0.25) < 1e-9)
    #expect(abs(model.seconds(threads: 128) - 0.1) < 1e-9)
  }

  @Test func waitingIsAddedAndNotTakenForASerialShare() {
    var model = ScalingModel(seconds: 1)
    (model.waitOffset, model.waitSlope) = (0.01, 0.001)
    model.fitSerialShare(to: [2, 4].map { ($0, 1 / Double($0) + 0.01 + 0.001 * Double($0)) })
    #expect(abs(model.serialShare) < 1e-9)
    #expect(abs(model.seconds(threads: 100) - (0.01 + 0.01 + 0.1)) < 1e-9)
    #expect(model.seconds(threads: 1) == 1)
  }

  @Test func linesFitPointsAndDoNotFall() {
    let line = Line(through: [(1, 3), (2, 5), (4, 9)])
    #expect(abs(line.offset - 1) < 1e-12 && abs(line.slope - 2) < 1e-12)
    #expect(Line(through: [(2, 5)]) == Line(through: [(2, 7), (3, 3)]))
  }
}
