import Foundation
import Support
import Testing
import Training

/// What every schedule obeys.
@Suite struct ScheduleLawTests {
  private static let kinds = LearningRateSchedule.Kind.allCases

  private func schedule(
    _ kind: LearningRateSchedule.Kind, _ change: (inout LearningRateSchedule) -> Void = { _ in }
  ) -> LearningRateSchedule {
    var schedule = LearningRateSchedule()
    schedule.kind = kind
    change(&schedule)
    return schedule
  }

  private func factors(_ schedule: LearningRateSchedule, total: Int = 120) -> [Double] {
    (0..<total).map { schedule.factor(atStep: $0, of: total, stepsPerEpoch: 10) }
  }

  @Test(arguments: kinds)
  func factorsLieBetween0And1AndBeginAt1(kind: LearningRateSchedule.Kind) {
    let factors = factors(schedule(kind))
    #expect(factors.allSatisfy { $0 > 0 && $0 <= 1 })
    #expect(factors[0] == 1)
  }

  @Test(arguments: kinds)
  func factorsNeverRiseAfterTheWarmUp(kind: LearningRateSchedule.Kind) {
    let factors = factors(schedule(kind) { $0.warmUp = 7 }).dropFirst(6)
    #expect(factors.first == 1)
    #expect(zip(factors, factors.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test(arguments: kinds)
  func aWarmUpRisesEvenlyAndThenTheShapeBegins(kind: LearningRateSchedule.Kind) {
    let warm = factors(schedule(kind) { $0.warmUp = 8 })
    for step in 0..<8 { #expect(warm[step] == Double(step + 1) / 8) }
    // The shape of a training without its first seven steps, of which the first has the factor 1.
    let shape = factors(schedule(kind), total: 113)
    let isOfSteps = kind != .step
    for step in 8..<120 {
      #expect(abs(warm[step] - shape[isOfSteps ? step - 7 : step - 8]) < 1e-12, "\(step)")
    }
  }

  @Test(arguments: [5, 20, 23])
  func aLineAfterAWarmUpEndsAtItsFinalShare(warmUp: Int) {
    let factors = factors(schedule(.linear) { $0.warmUp = warmUp }, total: 24)
    #expect(factors.max() == 1 && factors[warmUp - 1] == 1)
    #expect(abs((factors.last ?? 0) - 0.01) < 1e-12)
  }

  @Test(arguments: kinds)
  func oneStepIsASchedule(kind: LearningRateSchedule.Kind) {
    #expect(schedule(kind).factor(atStep: 0, of: 1, stepsPerEpoch: 1) == 1)
  }

  @Test(arguments: kinds)
  func aScheduleSurvivesItsJSON(kind: LearningRateSchedule.Kind) throws {
    let schedule = schedule(kind) { $0.finalShare = 0.037 }
    let copy = try JSONDecoder().decode(
      LearningRateSchedule.self, from: try JSONEncoder().encode(schedule))
    #expect(copy == schedule)
  }

  @Test(arguments: kinds)
  func nonsenseIsRefused(kind: LearningRateSchedule.Kind) {
    let changes: [(inout LearningRateSchedule) -> Void] = [
      { $0.warmUp = -1 }, { $0.finalShare = 1.1 }, { $0.finalShare = .nan }, { $0.decay = 0 },
      { $0.decay = 1.1 }, { $0.interval = 0 },
    ]
    var configuration = TrainingConfiguration()
    for change in changes {
      configuration.schedule = schedule(kind, change)
      #expect(throws: ConfigurationError.self) { try configuration.validate() }
    }
    configuration.schedule = schedule(kind)
    #expect(throws: Never.self) { try configuration.validate() }
  }

  @Test func everyShapeIsItsOwn() {
    #expect(factors(schedule(.constant)).allSatisfy { $0 == 1 })
    let line = factors(schedule(.linear) { $0.finalShare = 0.2 }, total: 5)
    #expect(zip(line, [1, 0.8, 0.6, 0.4, 0.2]).allSatisfy { abs($0 - $1) < 1e-12 })
    let cosine = factors(schedule(.cosine) { $0.finalShare = 0 }, total: 5)
    let quarter = (1 + 0.5.squareRoot()) / 2
    #expect(zip(cosine, [1, quarter, 0.5, 1 - quarter, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
    let steps = factors(schedule(.step) { ($0.decay, $0.interval) = (0.5, 2) })
    #expect(steps[19] == 1 && steps[20] == 0.5 && steps[39] == 0.5 && steps[40] == 0.25)
    let plateau = schedule(.plateau) { $0.decay = 0.1 }
    #expect(plateau.factor(atStep: 5, of: 9, stepsPerEpoch: 3, reductions: 2) == 0.1 * 0.1)
  }
}

@Suite struct StoppingTests {
  @Test func theWatchCountsEpochsWithoutALowerError() {
    var watch = ErrorWatch()
    let errors = [1.0, 0.9, 0.85, 0.9, .nan, 0.7, 0.7]
    let idle = errors.map { error in
      watch.observe(error, minimumChange: 0.06)
      return watch.idleEpochs
    }
    #expect(idle == [0, 0, 1, 2, 3, 0, 1])
    #expect(watch.lowest == 0.7)
  }

  @Test func notANumberIsNoLowestError() {
    var watch = ErrorWatch()
    watch.observe(.nan, minimumChange: 0)
    #expect(watch.lowest == nil && watch.idleEpochs == 1)
    watch.observe(5, minimumChange: 0)
    #expect(watch.lowest == 5 && watch.idleEpochs == 0)
  }

  @Test func patienceEndsATrainingWithItsBestModel() throws {
    let training = SmallTraining {
      $0.epochs = 200
      $0.patience = 2
      $0.optimizer.learningRate = 0.05
      $0.schedule.kind = .constant
    }
    let recorder = Recorder()
    let result = try training.run([recorder])
    let errors = recorder.reports.compactMap(\.validation?.mse)
    #expect(result.ending == .stoppedEarly)
    #expect(errors.count < 200)
    let best = try #require(result.model?.bestEpoch)
    #expect(best == errors.count - 2)
    #expect(errors[best - 1] == errors.min())
  }

  @Test func aPlateauLowersTheRate() throws {
    let training = SmallTraining {
      $0.epochs = 8
      $0.schedule.kind = .plateau
      $0.schedule.interval = 2
      $0.schedule.decay = 0.25
      // Nothing is ever that much lower.
      $0.minimumChange = 1000
    }
    let recorder = Recorder()
    _ = try training.run([recorder])
    let rates = recorder.reports.map { $0.learningRate / 0.001 }
    // The first epoch counts as lower than nothing.
    #expect(rates == [1, 1, 1, 0.25, 0.25, 0.0625, 0.0625, 0.015625])
  }
}
