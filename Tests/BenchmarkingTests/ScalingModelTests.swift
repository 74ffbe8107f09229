import Testing

@testable import Benchmarking

@Suite struct ScalingModelTests {
  private func model(
    serial: Double = 0, unitShare: Double = 1, shards: Int = 1 << 20, passes: Int = 1 << 20
  ) -> ScalingModel {
    ScalingModel(
      seconds: 2, serialShare: serial, unitShare: unitShare, shards: shards, passes: passes)
  }

  @Test(arguments: [0, 0.03, 0.25, 1], [1, 2, 64])
  func withUnitsEnoughItIsAmdahlsLaw(serial: Double, threads: Int) {
    let law = 2 * (serial + (1 - serial) / Double(threads))
    #expect(abs(model(serial: serial).seconds(threads: threads) - law) < 1e-5)
  }

  @Test func noMoreThreadsWorkThanThereAreUnits() {
    let model = model(shards: 16, passes: 64)
    #expect(model.speedUp(threads: 16) == 16)
    // Twelve threads take two turns at sixteen shards, as eight do.
    #expect(model.speedUp(threads: 12) == 8)
    // More than sixteen take passes, and forty two turns at them.
    #expect(model.speedUp(threads: 32) == 32)
    #expect(model.speedUp(threads: 40) == 32)
    #expect(model.speedUp(threads: 128) == 64)
    let half = self.model(unitShare: 0.5, shards: 1, passes: 1)
    #expect(abs(half.speedUp(threads: 128) - 1 / (0.5 + 0.5 / 128)) < 1e-9)
  }

  @Test func waitingIsAdded() {
    var model = model()
    (model.waitOffset, model.waitSlope) = (0.01, 0.001)
    #expect(abs(model.seconds(threads: 100) - (0.02 + 0.01 + 0.1)) < 1e-5)
    #expect(model.seconds(threads: 1) == 2)
  }

  @Test func linesFitPointsAndDoNotFall() {
    let line = Line(through: [(1, 3), (2, 5), (4, 9)])
    #expect(abs(line.offset - 1) < 1e-12 && abs(line.slope - 2) < 1e-12)
    #expect(Line(through: [(2, 5)]) == Line(through: [(2, 7), (3, 3)]))
  }
}
