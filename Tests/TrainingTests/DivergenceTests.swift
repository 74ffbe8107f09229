import Foundation
import Support
import Testing
import Training

@Suite struct DivergenceTests {
  private func divergence(
    _ callbacks: [any TrainingCallback] = [],
    _ change: @escaping (inout TrainingConfiguration) -> Void
  ) -> DivergenceError? {
    do {
      _ = try SmallTraining {
        $0.optimizer.kind = .sgd
        $0.l2 = 0
        change(&$0)
      }.run(callbacks)
      return nil
    } catch {
      return error as? DivergenceError
    }
  }

  @Test func notANumberNamesTheStep() throws {
    let recorder = Recorder()
    let error = try #require(divergence([recorder]) { $0.optimizer.learningRate = 1e30 })
    // The step that found it is told to nobody.
    #expect(error.step == recorder.losses.count + 1)
    #expect(error.epoch == 1)
    #expect("\(error)".hasPrefix("step \(error.step) in epoch 1: the training error is"))
    #expect("\(error)".hasSuffix("there is no checkpoint before"))
  }

  @Test func anErrorThatExplodesEndsATrainingBeforeItIsNotANumber() throws {
    let error = try #require(divergence { $0.optimizer.learningRate = 3 })
    let found = try #require(Double(error.found))
    // The checkerboard's ratings span 4: a hundred times the square.
    #expect(error.limit == 1600)
    #expect(found.isFinite && found > 1600)
  }

  @Test func weightsThatAreNotNumbersAreNotSaved() throws {
    let scratch = try Scratch()
    let store = CheckpointStore(folder: scratch.path, keep: 5)
    let saving = ModelCheckpoint(
      store: store, interval: .steps(1), origin: SmallTraining().origin
    ) { _ in }
    let error = try #require(divergence([saving]) { $0.optimizer.learningRate = 1e30 })
    for path in try store.all {
      let step = try TrainingCheckpoint(reading: path).manifest.step
      #expect(step < error.step)
    }
    #expect(try saving.latest == store.latest)
  }

  @Test func theSentenceNamesTheLastCheckpoint() throws {
    var error = try #require(divergence { $0.optimizer.learningRate = 1e30 })
    error.checkpoint = "run/checkpoints/step-0000000005"
    #expect("\(error)".hasSuffix("the last good checkpoint is run/checkpoints/step-0000000005"))
  }
}
