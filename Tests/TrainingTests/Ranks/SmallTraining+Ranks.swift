import OctavoTestSupport
import Training

extension SmallTraining {
  /// Trains on so many ranks.
  func run(
    ranks count: Int, _ callbacks: [any TrainingCallback] = [],
    from checkpoint: TrainingCheckpoint? = nil
  ) throws -> TrainingResult {
    try onRanks(count, threads: threads) { ranks in
      try Trainer(configuration, threads: threads, ranks: ranks).train(
        ratings, training: 0..<end, validation: end..<ratings.rows.count, callbacks: callbacks,
        from: checkpoint)
    }
  }
}
