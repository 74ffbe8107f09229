import Foundation
import Kernels
import Networks
import OctavoTestSupport
import Support
import Testing
import Training

/// The same bytes for any number of ranks and threads.
@Suite struct RankedTrainingTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static func training(
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) -> SmallTraining {
    SmallTraining {
      $0.cut = .readers
      $0.epochs = 3
      change(&$0)
    }
  }

  private static let cases: [(name: String, training: SmallTraining)] = [
    ("dropout, decay and Adam's sleeping rows", training()),
    (
      "oversampling and a limit of embeddings",
      training {
        $0.ratingWeights = RatingWeights([.init(rating: 1, weight: 3)])
        $0.optimizer.embeddingNormLimit = 0.3
      }
    ),
    (
      "SGD with decay, batches of two sizes",
      training {
        $0.optimizer.kind = .sgd
        $0.batchSize = 100
      }
    ),
    (
      "AdaGrad, one batch an epoch",
      training {
        $0.optimizer.kind = .adagrad
        $0.l2 = 0
        $0.batchSize = 4096
      }
    ),
    ("deep", training { $0.network.hidden = [12, 7] }),
  ]

  private func check(_ training: SmallTraining, ranks: Int, threads: Int, _ name: String) throws {
    var training = training
    let (alone, together) = (Recorder(), Recorder())
    let wanted = try training.run([alone])
    training.threads = threads
    let found = try training.run(ranks: ranks, [together])
    #expect(numbers(found.model) == numbers(wanted.model), "\(name)")
    #expect(found.model?.bestEpoch == wanted.model?.bestEpoch)
    #expect(together.losses == alone.losses, "\(name)")
    #expect(together.reports.map(\.validation) == alone.reports.map(\.validation), "\(name)")
  }

  @Test(arguments: [2, 3, 4, 8, 16], [1, 2])
  func theNumberOfRanksDoesNotChangeABit(ranks: Int, threads: Int) throws {
    for (name, training) in Self.cases {
      try check(training, ranks: ranks, threads: threads, name)
    }
  }

  @Test(.enabled(if: Precision.bfloat16.isAvailable), arguments: [2, 3])
  func norDoesItInBFloat16(ranks: Int) throws {
    try check(
      Self.training { $0.precision = .bfloat16 }, ranks: ranks, threads: 2, "bfloat16")
  }

  /// What a run saves is what one process would have saved, and any number of ranks goes on from it.
  @Test(arguments: [1, 5, 11])
  func anyNumberOfRanksGoesOn(step: Int) throws {
    let training = Self.training()
    let expected = try training.run()
    let path = try training.checkpoint(atStep: step, in: scratch.path + "/alone")
    let store = CheckpointStore(folder: scratch.path + "/together", keep: 1)
    let saving = ModelCheckpoint(
      store: store, interval: .steps(.max), origin: training.origin
    ) { _ in }
    _ = try training.run(ranks: 3, [Interrupter(after: step), saving])
    let together = try #require(saving.latest)
    let files = try [path, together].map {
      try InputFile.contents(of: $0 + "/state.safetensors")
    }
    #expect(files[0] == files[1])
    for ranks in [1, 2, 4] {
      let found = try training.run(
        ranks: ranks, from: try TrainingCheckpoint(reading: together))
      #expect(numbers(found.model) == numbers(expected.model), "\(ranks) ranks")
    }
  }

  @Test func earlyEndsAreKnownToAll() throws {
    let training = Self.training {
      $0.epochs = 40
      $0.patience = 1
    }
    let (wanted, found) = (try training.run(), try training.run(ranks: 2))
    #expect(found.ending == .stoppedEarly)
    #expect(numbers(found.model) == numbers(wanted.model))
  }

  @Test func whatCannotBeTrainedTogetherIsRefused() throws {
    let refusals: [(Int, SmallTraining, String)] = [
      (2, SmallTraining(), "cut: found batch, expected readers where 2 ranks train together"),
      (
        17, Self.training(),
        "ranks: found 17, expected at most 16, the shards of a batch of 64 ratings"
      ),
    ]
    for (ranks, training, words) in refusals {
      #expect(throws: ConfigurationError(words)) { try training.run(ranks: ranks) }
    }
  }
}
