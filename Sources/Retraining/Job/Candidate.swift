import Logging
import Octavo

/// A model that was trained tonight, not yet in service.
struct Candidate: Sendable {
  let training: PreparedTraining
  let start: RetrainingStart
  let model: TrainedModel
  let state: TrainingState
  /// How long encoding and training took, in seconds, by their names.
  let stages: [String: Double]
  /// How long both took.
  var seconds: Double { stages.values.reduce(0, +) }

  /// Trains on `material`, from `current` or from scratch.
  ///
  /// - Parameters:
  ///   - runs: How many runs started warm since the last one from scratch.
  ///   - program: The program that trains, with its revision; nil for the library.
  /// - Throws: ``RetrainingInterrupted``; what the training throws.
  init(
    _ material: DividedDataset, _ configuration: RetrainingConfiguration,
    current: ModelInService?, runs: Int, program: String?, log: Logger
  ) throws {
    let begun = ContinuousClock.now
    let prepared = try PreparedTraining(
      material, configuration.training, configuration.holdOut.split,
      threads: configuration.threads)
    var training = try abandonable("while the histories were fitted") {
      var training = prepared
      training.program = program
      training.encode()
      return training
    }
    let encoded = ContinuousClock.now
    start = RetrainingStart(
      configuration, current: current, runs: runs, training: training)
    if start.warmStart != nil { training.learn(by: configuration.warm) }
    start.tell(
      log, epochs: training.epochs, ratings: material.parts.train.count)
    let keeper = StateKeeper()
    let result = try training.train(
      callbacks: [EpochLog(log), keeper, InterruptionWatch()], startingFrom: start.warmStart)
    self.training = training
    try checkInterruption("in the training")
    guard let model = result.model, let state = keeper.state else {
      preconditionFailure("a training without an epoch")
    }
    (self.model, self.state) = (model, state)
    stages = [
      "histories": (encoded - begun).seconds, "training": (ContinuousClock.now - encoded).seconds,
    ]
  }

  /// The ratings that it was trained on, in their parts.
  var material: DividedDataset { training.data }

  /// What is left for the next training.
  func memory(after current: ModelInService?) -> ModelInService.Memory {
    let earlier = start.warmStart == nil ? nil : current
    return ModelInService.Memory(
      state: state,
      learned: LearnedPairs(
        material.known, of: material.ratings,
        andOf: earlier.flatMap { earlier in
          earlier.memory.map {
            ($0.learned, earlier.recommender.readers, earlier.recommender.books)
          }
        }))
  }

  /// Held-out ratings that neither model has learned from, with what both say of them.
  ///
  /// - Parameters:
  ///   - loaded: This candidate as its folder has it.
  ///   - current: The model in service; where there is none, the mean rating takes its place.
  /// - Returns: The ratings, and how many others the model in service may have learned from.
  func heldOut(
    as loaded: Model, besides current: ModelInService?, threads: Int
  ) -> (rows: [HeldOutRating], known: Int) {
    let test = Array(material.ratings.rows[material.parts.test])
    guard let current else {
      let mean = [Float](repeating: loaded.manifest.mean, count: test.count)
      return (rows(test, as: loaded, reference: mean, threads: threads), 0)
    }
    let rows = heldOut(as: loaded, besides: current, threads: threads) { _, _ in true }
    return (rows, test.count - rows.count)
  }

  /// Held-out ratings of readers and books that an older model knows, and from which neither has learned.
  ///
  /// On others it would lose for its age alone.
  func heldOut(as loaded: Model, knownTo older: ModelInService, threads: Int) -> [HeldOutRating] {
    let (readers, books) = (older.recommender.readers.count, older.recommender.books.count)
    return heldOut(as: loaded, besides: older, threads: threads) { reader, book in
      reader < readers && book < books
    }
  }

  /// - Parameter counts: Whether a rating counts, by the other model's indices of reader and book; those past
  ///   the end are of strangers.
  private func heldOut(
    as loaded: Model, besides other: ModelInService, threads: Int,
    counts: (UInt32, UInt32) -> Bool
  ) -> [HeldOutRating] {
    let ratings = material.ratings
    let test = Array(ratings.rows[material.parts.test])
    let model = other.recommender
    let theirs = Ratings(rows: test, readers: ratings.readers, books: ratings.books)
      .rows(readers: model.readers, books: model.books)
    let fresh = theirs.indices.filter {
      let (reader, book) = (theirs[$0].reader, theirs[$0].book)
      return counts(reader, book) && !other.mayKnow(reader: reader, book: book)
    }
    let reference = model.predictions(
      fresh.map { (theirs[$0].reader, theirs[$0].book) }, threads: threads)
    return rows(fresh.map { test[$0] }, as: loaded, reference: reference, threads: threads)
  }

  private func rows(
    _ test: [Rating], as loaded: Model, reference: [Float], threads: Int
  ) -> [HeldOutRating] {
    let ratings = material.ratings
    let predictions = loaded.predictions(test.map { ($0.reader, $0.book) }, threads: threads)
    let (readers, books) = ratings.rows[material.parts.train].counts(
      readers: ratings.readers.count, books: ratings.books.count)
    return test.indices.map { index in
      let row = test[index]
      return HeldOutRating(
        reader: row.reader, value: row.value, candidate: predictions[index],
        reference: reference[index], readerCount: readers[Int(row.reader)],
        bookCount: books[Int(row.book)])
    }
  }
}

extension RetrainingStart {
  fileprivate func tell(_ log: Logger, epochs: Int, ratings: Int) {
    var details: Logger.Metadata = [
      "epochs": .stringConvertible(epochs), "ratings": .stringConvertible(ratings),
      "reason": .string(reason),
    ]
    if let unknown = warmStart?.unknown {
      details["new_readers"] = .stringConvertible(unknown.readers)
      details["new_books"] = .stringConvertible(unknown.books)
    }
    log.info(
      warmStart == nil ? "training from scratch" : "training from the model in service",
      metadata: details)
  }
}

/// Ends the run when a signal came.
///
/// - Parameter place: Where the run is.
/// - Throws: ``RetrainingInterrupted``.
func checkInterruption(_ place: String) throws(RetrainingInterrupted) {
  if let signal = Interruption.signal { throw RetrainingInterrupted(signal: signal, place: place) }
}
