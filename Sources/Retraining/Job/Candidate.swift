import Logging
import Octavo

/// A model that was made tonight, not yet in service.
struct Candidate: Sendable {
  let training: PreparedTraining
  let start: RetrainingStart
  let model: TrainedModel
  /// Where the next training of a plain network can begin.
  let state: TrainingState?
  /// How long its parts took, in seconds, by their names.
  let stages: [String: Double]
  /// How long all took.
  var seconds: Double { stages.values.reduce(0, +) }

  /// Learns from `material`, from `current` or from scratch.
  ///
  /// - Parameters:
  ///   - runs: How many runs started warm since the last one from scratch.
  ///   - program: The program that trains, with its revision; nil for the library.
  /// - Throws: ``RetrainingInterrupted``; what the training throws.
  init(
    _ material: DividedDataset, _ configuration: RetrainingConfiguration,
    current: ModelInService?, runs: Int, program: String?, log: Logger
  ) throws {
    var training = try PreparedTraining(
      material, configuration.training, configuration.holdOut.split,
      threads: configuration.threads)
    training.program = program
    var maker = CandidateMaker(training, configuration, log)
    (start, model, state) = try maker.make(
      RetrainingStart(configuration, current: current, runs: runs, data: material))
    (self.training, stages) = (maker.training, maker.stages)
  }

  /// The ratings that it was trained on, in their parts.
  var material: DividedDataset { training.data }

  /// What is left for the next training.
  var memory: ModelInService.Memory {
    ModelInService.Memory(
      state: state,
      learned: LearnedPairs(
        material.known, of: material.ratings,
        andOf: start.model.map {
          ($0.memory.learned, $0.service.recommender.readers, $0.service.recommender.books)
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

/// Ends the run when a signal came.
///
/// - Parameter place: Where the run is.
/// - Throws: ``RetrainingInterrupted``.
func checkInterruption(_ place: String) throws(RetrainingInterrupted) {
  if let signal = Interruption.signal { throw RetrainingInterrupted(signal: signal, place: place) }
}
