import BookData
import Support

extension TrainingConfiguration {
  /// What is asked for and cannot change the result, a sentence each.
  ///
  /// An option counts as asked for where it is not the default.
  ///
  /// - Parameter ratings: The training ratings.
  package func optionsWithoutEffect(on ratings: ArraySlice<Rating>) -> [String] {
    schedulesWithoutEffect + patienceWithoutEffect(ratings.count) + warmUpTooLong(ratings.count)
      + weightsWithoutRatings(ratings)
      + (network.architecture == .plain && !without.isEmpty
        ? ["--without has no effect with --architecture plain, which uses no side files"] : [])
  }

  private var schedulesWithoutEffect: [String] {
    let standard = LearningRateSchedule()
    var notes: [String] = []
    func note(_ option: String, _ isGiven: Bool, needs kinds: [LearningRateSchedule.Kind]) {
      guard isGiven, !kinds.contains(schedule.kind) else { return }
      let names = kinds.map(\.rawValue).joined(separator: " or ")
      notes.append(
        "--\(option) has no effect with --schedule \(schedule.kind.rawValue), only with \(names)")
    }
    note(
      "final-rate-share", schedule.finalShare != standard.finalShare, needs: [.linear, .cosine])
    note("rate-decay", schedule.decay != standard.decay, needs: [.step, .plateau])
    note("rate-interval", schedule.interval != standard.interval, needs: [.step, .plateau])
    return notes
  }

  private func patienceWithoutEffect(_ count: Int) -> [String] {
    var notes: [String] = []
    let epochs = epochs(forRatings: count)
    if let patience, patience >= epochs {
      notes.append("--patience \(patience) has no effect: there are \(epochs) epochs")
    }
    if minimumChange != 0, patience == nil, schedule.kind != .plateau {
      notes.append("--minimum-change has no effect without --patience or --schedule plateau")
    }
    return notes
  }

  private func warmUpTooLong(_ count: Int) -> [String] {
    let batch = min(batchSize, count)
    let steps = (count + batch - 1) / batch * epochs(forRatings: count)
    guard schedule.warmUp > steps else { return [] }
    return [
      "--warm-up \(schedule.warmUp.grouped) is longer than the training, which has "
        + "\(steps.grouped) steps: step sizes never reach --learning-rate"
    ]
  }

  private func weightsWithoutRatings(_ ratings: ArraySlice<Rating>) -> [String] {
    guard !ratingWeights.entries.isEmpty else { return [] }
    let values = Set(ratings.lazy.map(\.value))
    let shown = values.sorted().prefix(12).map { Double($0).short }.joined(separator: ", ")
    return ratingWeights.entries.filter { !values.contains($0.rating) }.map {
      "--oversample \(Double($0.rating).short) has no effect: the training ratings are \(shown)"
        + (values.count > 12 ? " and others" : "")
    }
  }
}
