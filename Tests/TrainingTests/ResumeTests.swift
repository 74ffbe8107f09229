import Foundation
import Networks
import OctavoTestSupport
import Support
import Testing
import Training

@Suite struct ResumeTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Every optimizer, with and without rows that sleep, with early stopping and a plateau to remember.
  private static let cases: [(OptimizerConfiguration.Kind, Double, LearningRateSchedule.Kind)] = [
    (.adam, 0, .cosine), (.adam, 20, .plateau), (.adagrad, 0, .step), (.adagrad, 20, .linear),
    (.sgd, 0, .plateau), (.sgd, 20, .constant),
  ]

  @Test(arguments: cases)
  func everyStepIsOneToStopAt(
    kind: OptimizerConfiguration.Kind, l2: Double, schedule: LearningRateSchedule.Kind
  ) throws {
    var training = SmallTraining {
      $0.optimizer.kind = kind
      $0.l2 = l2
      $0.schedule.kind = schedule
      $0.schedule.interval = 1
      $0.schedule.warmUp = 3
      $0.patience = 3
      $0.minimumChange = 0.05
    }
    let whole = Recorder()
    let expected = try training.run([whole])
    let steps = whole.rates.count
    #expect(steps > 10)
    for step in 1...steps {
      let path = try training.checkpoint(
        atStep: step, in: scratch.path + "/\(kind)-\(l2)-\(step)")
      // Another number of threads must not matter either.
      training.threads = 1 + step % 3
      let rest = Recorder()
      let result = try training.run([rest], from: try TrainingCheckpoint(reading: path))
      #expect(numbers(result.model) == numbers(expected.model), "stopped after step \(step)")
      #expect(result.model?.bestEpoch == expected.model?.bestEpoch)
      #expect(result.ending == expected.ending)
      #expect(rest.rates == Array(whole.rates.dropFirst(step)))
      #expect(rest.losses == Array(whole.losses.dropFirst(step)))
      for (report, wanted) in zip(rest.reports.reversed(), whole.reports.reversed()) {
        #expect(report.trainMSE == wanted.trainMSE && report.validation == wanted.validation)
        #expect(report.isBest == wanted.isBest)
      }
    }
  }

  @Test func aTrainingMayBeStoppedManyTimes() throws {
    let training = SmallTraining()
    let expected = try training.run()
    var checkpoint: TrainingCheckpoint?
    let store = CheckpointStore(folder: scratch.path, keep: 2)
    for step in 1...100 {
      let saving = ModelCheckpoint(
        store: store, interval: .steps(1), origin: training.origin
      ) { _ in }
      let result = try training.run([Interrupter(after: step), saving], from: checkpoint)
      #expect(try store.all.count <= 2)
      guard result.ending == .interrupted else {
        #expect(numbers(result.model) == numbers(expected.model))
        return
      }
      checkpoint = try TrainingCheckpoint(reading: try #require(try store.latest))
      #expect(checkpoint?.manifest.step == step)
    }
    Issue.record("the training never ended")
  }

  @Test func aFinishedTrainingResumesToTheSameModelAtOnce() throws {
    let training = SmallTraining { $0.patience = 1 }
    let store = CheckpointStore(folder: scratch.path, keep: 1)
    let saving = ModelCheckpoint(
      store: store, interval: .steps(.max), origin: training.origin
    ) { _ in }
    let expected = try training.run([saving])
    let rest = Recorder()
    let result = try training.run(
      [rest], from: try TrainingCheckpoint(reading: try #require(try store.latest)))
    #expect(numbers(result.model) == numbers(expected.model))
    #expect(result.ending == expected.ending)
    #expect(rest.losses.isEmpty && rest.reports.isEmpty)
  }

  @Test func otherOptionsAreRefused() throws {
    let path = try SmallTraining().checkpoint(atStep: 2, in: scratch.path)
    #expect(throws: (any Error).self) {
      try SmallTraining { $0.epochs = 5 }.run([], from: try TrainingCheckpoint(reading: path))
    }
  }

  @Test func watchingChangesNothing() throws {
    let training = SmallTraining()
    let store = CheckpointStore(folder: scratch.path, keep: 1)
    let saving = ModelCheckpoint(
      store: store, interval: .steps(3), origin: training.origin
    ) { _ in }
    let watched = try training.run([GradientReader(), saving])
    #expect(numbers(watched.model) == numbers(try training.run().model))
  }
}

/// Asks for gradients after every step.
private final class GradientReader: TrainingCallback {
  func stepEnds(_ run: TrainingRun) throws -> Verdict {
    let gradients = try #require(run.gradients)
    #expect(gradients.dense.values.contains { $0 != 0 })
    #expect(gradients.readers.count == run.lastStepCount * 4)
    // The batch is sorted by book, so some rows share a gradient.
    let books = gradients.books.count
    #expect(books > 0 && books <= run.lastStepCount * 4 && books.isMultiple(of: 4))
    return .continue
  }
}
