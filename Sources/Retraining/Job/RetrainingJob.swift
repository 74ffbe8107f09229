public import Foundation
public import Logging
import Octavo
import Support

/// The nightly job: reads ratings, trains a candidate, and puts it into service if it is good enough.
///
/// Whatever happens, the model in service is the old one or the new one, whole; what a killed run leaves half
/// done the next one removes. SIGINT, SIGTERM and SIGHUP end a run between two steps, where the caller lets
/// `Interruption` note them. What fails after the promotion does not undo it: the result has a decision and an error.
public struct RetrainingJob: Sendable {
  /// What it does.
  public let configuration: RetrainingConfiguration
  /// Whether data that look wrong beside the last ones are accepted as they are.
  public let acceptsData: Bool
  private let log: Logger

  /// A job that tells `log` what it does.
  public init(
    _ configuration: RetrainingConfiguration, acceptsData: Bool = false, log: Logger
  ) {
    (self.configuration, self.acceptsData, self.log) = (configuration, acceptsData, log)
  }

  /// Runs the job; what goes wrong is in the result.
  ///
  /// - Parameter date: When the run begins. The default is now.
  public func run(at date: Date = Date()) -> RetrainingResult {
    let begun = ContinuousClock.now
    var result = RetrainingResult(started: date)
    do {
      try work(&result)
    } catch {
      result.error = error
    }
    result.seconds = (ContinuousClock.now - begun).seconds
    return result
  }

  private func work(_ result: inout RetrainingResult) throws {
    let store = ModelStore(configuration.models.folder)
    try Folder.create(store.folder)
    let lock = try FolderLock(store.folder)
    defer { withExtendedLifetime(lock) {} }
    let records = try begin(store, lock)
    // A damaged store is an error where it matters; a report lives without it.
    result.inService = try? store.current()
    let data = try readData(records, &result)
    let record = DataRecord(data.ratings, sideFiles: result.facts?.sideFiles)
    let current = try modelInService(store)
    try checkInterruption("after the ratings were read")
    let material = try (consume data).divided(
      by: configuration.holdOut.split, threads: configuration.threads)
    for note in material.notes { log.notice("\(note)") }
    let runs = try records.runsSinceScratch()
    let candidate = try Candidate(
      material, configuration, current: current, runs: runs, log: log)
    let promoted = try judge(candidate, current, store, &result)
    // From here on the decision stands: no step that fails keeps another from being done.
    var rest = LastSteps(log)
    if let decision = result.decision { rest.take { try records.keep(decision) } }
    rest.take { try records.keep(record) }
    rest.take {
      try records.keep(runsSinceScratch: candidate.start.warmStart == nil ? 0 : runs + 1)
    }
    if let promoted {
      rest.take { try writeLists(promoted) }
      rest.take { try prune(store) }
    }
    try rest.finish()
    try checkInterruption("after its last step")
  }
}

/// The steps after a decision, of which each is taken whatever became of the others.
private struct LastSteps {
  private let log: Logger
  private var first: (any Error)?

  init(_ log: Logger) { self.log = log }

  mutating func take(_ step: () throws -> Void) {
    do {
      try step()
    } catch {
      log.error("failed after the decision", metadata: ["error": .string("\(error)")])
      first = first ?? error
    }
  }

  /// - Throws: What the first step threw that failed.
  func finish() throws { if let first { throw first } }
}

// MARK: - Beginning

extension RetrainingJob {
  private func begin(_ store: ModelStore, _ lock: FolderLock) throws -> RetrainingRecords {
    if let holder = lock.abandonedBy {
      log.warning(
        "took over the lock of a process that ended without giving it back",
        metadata: ["holder": .string("\(holder)")])
    }
    let removed = try store.cleanUp()
    if !removed.isEmpty {
      log.warning(
        "removed what a killed run left",
        metadata: ["names": .array(removed.map { .string($0) })])
    }
    for file in [configuration.lists.file, configuration.metricsFile].compactMap(\.self) {
      AtomicFile.removeLeftovers(of: file)
    }
    return try RetrainingRecords(beside: store.folder)
  }

  /// Reads the ratings and refuses those that look wrong.
  private func readData(
    _ records: RetrainingRecords, _ result: inout RetrainingResult
  ) throws -> Dataset {
    let path = configuration.data.ratingsPath
    log.info("reading ratings", metadata: ["file": .string(path)])
    let data = try configuration.data.dataset(threads: configuration.threads)
    let ratings = data.ratings
    let sideFiles = try CatalogFolder.names(in: configuration.data.folder)
    let facts = DataFacts(ratings, sideFiles: sideFiles)
    result.facts = facts
    log.info(
      "read ratings",
      metadata: [
        "rows": .stringConvertible(facts.rows), "readers": .stringConvertible(facts.readers),
        "books": .stringConvertible(facts.books), "mean": .number(facts.mean),
        "duplicates": .stringConvertible(facts.duplicates),
        "bad_rows": .stringConvertible(facts.badRows),
      ])
    let before = try lastData(records)
    result.lastFacts = before?.facts
    let findings = configuration.checks.findings(
      ratings, sideFiles: sideFiles, before: before)
    for finding in findings {
      log.warning(
        "the ratings look wrong",
        metadata: ["finding": .string(finding.description), "key": .string(finding.key)])
    }
    guard findings.isEmpty || acceptsData else {
      throw SuspiciousDataError(path: path, findings: findings)
    }
    try checkInterruption("after the ratings were checked")
    return data
  }

  /// The last data; damaged records are as good as none, but for the log.
  private func lastData(_ records: RetrainingRecords) throws -> DataRecord? {
    do {
      return try records.lastData()
    } catch FileError.unreadable(let path, let reason) {
      // Without it every check would pass, tonight of all nights.
      throw FileError.unreadable(path: path, reason: reason)
    } catch {
      log.error(
        "the record of the last ratings is damaged", metadata: ["error": .string("\(error)")])
      return nil
    }
  }

  /// The model in service; a damaged one is as good as none, but for the log.
  ///
  /// - Throws: `FileError` other than that something is missing, `ModelStoreError.foreignCurrent`.
  private func modelInService(_ store: ModelStore) throws -> ModelInService? {
    do {
      return try store.current().map { try ModelInService(reading: $0) }
    } catch {
      let isDamage =
        switch error {
        case is CheckpointError, is DataError, FileError.missing, ModelStoreError.missingCurrent:
          true
        default: false
        }
      guard isDamage else { throw error }
      log.error(
        "the model in service is damaged: it is as if there were none",
        metadata: ["error": .string("\(error)")])
      return nil
    }
  }
}

// MARK: - Judging

extension RetrainingJob {
  /// Writes the candidate beside the store's models, tries it out, and promotes or refuses it.
  ///
  /// - Returns: The model as it was loaded, if it went into service.
  private func judge(
    _ candidate: Candidate, _ current: ModelInService?, _ store: ModelStore,
    _ result: inout RetrainingResult
  ) throws -> Model? {
    let training = candidate.training
    let testing = training.errors(of: candidate.model)
    let lists = configuration.fitsLists ? try training.lists(for: candidate.model) : nil
    try checkInterruption("after the lists were fitted")
    let staged = try store.stage(at: result.started)
    log.info("writing the candidate", metadata: ["version": .string(staged.version.name)])
    try training.model(candidate.model, metrics: testing.metrics, lists: lists)
      .save(to: staged.path)
    try candidate.memory(after: current).write(into: staged.path)
    try checkInterruption("after the candidate was written")
    let (smoke, loaded) = try SmokeTest(options: configuration.smokeTest).run(staged.path)
    var decision = decision(
      on: candidate, as: loaded, current, smoke, version: staged.version, result)
    decision.metrics = testing.metrics
    decision.baselines = Dictionary(
      uniqueKeysWithValues: testing.baselines.map { ($0.name, $0.metrics) })
    tell(decision)
    try checkInterruption("before anything was decided")
    if decision.isPromoted {
      try JSONFile.write(decision, to: staged.path + "/" + RetrainingDecision.fileName)
      try promote(staged, in: store, decision, &result)
    }
    result.decision = decision
    return decision.isPromoted ? loaded : nil
  }

  /// Puts the candidate into service; where that fails after it serves, the result says that it does.
  private func promote(
    _ staged: StagedVersion, in store: ModelStore, _ decision: RetrainingDecision,
    _ result: inout RetrainingResult
  ) throws {
    do {
      result.inService = try store.promote(staged)
    } catch {
      if (try? store.current()) == staged.version {
        (result.inService, result.decision) = (staged.version, decision)
      }
      throw error
    }
  }

  private func decision(
    on candidate: Candidate, as loaded: Model, _ current: ModelInService?,
    _ smoke: SmokeTest.Outcome, version: ModelVersion, _ result: RetrainingResult
  ) -> RetrainingDecision {
    let (rows, known) = candidate.heldOut(
      as: loaded, besides: current, threads: configuration.threads)
    let options = configuration.gate
    let range = candidate.model.range
    let low = options.lowRatingsUpTo ?? Double(range.lowest + 0.25 * (range.highest - range.lowest))
    let gate = Gate(
      options: options, current: current?.version.name, lowRatings: Float(low),
      threads: configuration.threads)
    // What is no number can be neither compared nor written down.
    let isSound = rows.allSatisfy { $0.candidate.isFinite }
    let comparisons = isSound ? gate.comparisons(rows) : []
    let objections =
      smoke.objections
      + (isSound
        ? gate.objections(comparisons) : ["a prediction of a held-out rating is no number"])
    let unknown = candidate.start.warmStart?.unknown
    return RetrainingDecision(
      isPromoted: objections.isEmpty, objections: objections, candidate: version.name,
      current: current?.version.name, reference: current?.version.name ?? "mean",
      started: result.started.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
      data: result.facts ?? DataFacts(candidate.material.ratings), lastData: result.lastFacts,
      training: RetrainingDecision.Training(
        isWarm: unknown != nil, reason: candidate.start.reason, newReaders: unknown?.readers,
        newBooks: unknown?.books, epochs: candidate.training.configuration.epochs,
        bestEpoch: candidate.model.bestEpoch, seconds: candidate.seconds),
      holdOut: RetrainingDecision.HoldOut(
        kind: configuration.holdOut.kind.rawValue, ratings: candidate.material.parts.test.count,
        known: known),
      gate: RetrainingDecision.GateRule(
        rule: options.rule.rawValue, confidence: options.confidence,
        resamples: options.resamples, seed: options.seed, minimumRatings: options.minimumRatings,
        minimumReaders: options.minimumReaders, coldReadersBelow: options.coldReadersBelow,
        rareBooksBelow: options.rareBooksBelow, lowRatingsUpTo: low),
      comparisons: comparisons, smokeTest: smoke, metrics: [:], baselines: [:])
  }

  private func tell(_ decision: RetrainingDecision) {
    for comparison in decision.comparisons {
      var details: Logger.Metadata = [
        "slice": .string(comparison.slice), "ratings": .stringConvertible(comparison.ratings),
        "readers": .stringConvertible(comparison.readers),
        "candidate_rmse": .number(comparison.candidateRMSE),
        "reference_rmse": .number(comparison.referenceRMSE),
        "allowed": .number(comparison.allowed),
        "passes": .string(comparison.passes.map { "\($0)" } ?? "too few to judge by"),
      ]
      if let difference = comparison.difference {
        details["difference_upper"] = .number(difference.upper)
        details["difference"] = .number(difference.estimate)
      }
      log.info("compared with \(decision.reference)", metadata: details)
    }
    if decision.isPromoted {
      log.notice("promoting the candidate", metadata: ["version": .string(decision.candidate)])
    }
    for objection in decision.objections {
      log.warning("refusing the candidate", metadata: ["objection": .string(objection)])
    }
  }

  /// Writes everyone's best books, if that is asked for.
  private func writeLists(_ model: Model) throws {
    guard let file = configuration.lists.file else { return }
    var request = ListRequest()
    request.count = configuration.lists.top
    let format: ListFormat = configuration.lists.format == .csv ? .csv : .json
    let readers = try model.writeAllLists(
      request, format, to: file, threads: configuration.threads
    ) { try checkInterruption("while lists were written; those of the model before stay") }
    log.info(
      "wrote everyone's best books",
      metadata: ["file": .string(file), "readers": .stringConvertible(readers ?? 0)])
  }

  private func prune(_ store: ModelStore) throws {
    let pruning = try store.prune(keeping: configuration.models.keep)
    guard !pruning.removed.isEmpty || !pruning.inUse.isEmpty else { return }
    log.info(
      "removed old models",
      metadata: [
        "removed": .array(pruning.removed.map { .string($0.name) }),
        "in_use": .array(pruning.inUse.map { .string($0.name) }),
      ])
  }
}
