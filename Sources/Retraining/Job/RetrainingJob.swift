public import Foundation
public import Logging
import Octavo
import Support

/// The nightly job: reads ratings, trains a candidate, and puts it into service if it is good enough.
///
/// Whatever happens, the model in service is the old one or the new one, whole; what a killed run leaves half
/// done the next one removes. SIGINT, SIGTERM and SIGHUP end a run between two steps, where the caller lets
/// `Interruption` note them. What fails after the promotion does not undo it: the result has a judgement and an error.
public struct RetrainingJob: Sendable {
  /// What it does.
  public let configuration: RetrainingConfiguration
  /// Whether data that look wrong beside the last ones are accepted as they are.
  public let acceptsData: Bool
  private let program: String?
  let log: Logger
  /// The code that a process ends with after an error; nil for a run that was refused, or went well.
  private let exitCode: @Sendable (_ error: (any Error)?, _ isRefused: Bool) -> Int32

  /// A job that tells `log` what it does.
  ///
  /// - Parameters:
  ///   - program: The program that runs it, with its revision, for the models' cards. The default is nil: the library.
  ///   - exitCode: The code that the process ends with after an error, or without one after a promotion
  ///     or a refusal: for the records. The default is 0, 1 for an error.
  public init(
    _ configuration: RetrainingConfiguration, acceptsData: Bool = false, program: String? = nil,
    log: Logger,
    exitCode: @escaping @Sendable (_ error: (any Error)?, _ isRefused: Bool) -> Int32 = {
      error, _ in
      error == nil ? 0 : 1
    }
  ) {
    (self.configuration, self.acceptsData, self.log) = (configuration, acceptsData, log)
    (self.program, self.exitCode) = (program, exitCode)
  }

  var store: ModelStore { ModelStore(configuration.models.folder) }

  /// Runs the job; what goes wrong is in the result.
  ///
  /// - Parameter date: When the run begins. The default is now.
  public func run(at date: Date = Date()) -> RetrainingResult {
    let begun = ContinuousClock.now
    var result = RetrainingResult(started: date)
    do {
      try Folder.create(store.folder)
      let lock = try FolderLock(store.folder)
      do {
        try work(lock, &result)
      } catch {
        result.note(error)
      }
      close(&result, begun)
      withExtendedLifetime(lock) {}
    } catch {
      result.note(error)
      close(&result, begun)
    }
    return result
  }

  private func work(_ lock: FolderLock, _ result: inout RetrainingResult) throws {
    let records = try begin(lock)
    // A damaged store is an error where it matters; a report lives without it.
    result.record.inService = try? store.current()?.name
    let data = try result.stage("data") { try readData(records, &$0) }
    let record = DataRecord(data.ratings, sideFiles: result.record.data?.sideFiles)
    let current = try result.stage("model in service") { _ in try modelInService() }
    try checkInterruption("after the ratings were read")
    let material = try result.stage("data") { _ in
      try data.divided(by: configuration.holdOut.split, threads: configuration.threads)
    }
    for note in material.notes { log.notice("\(note)") }
    let runs = try records.runsSinceScratch()
    let candidate = try Candidate(
      material, configuration, current: current, runs: runs, program: program, log: log)
    result.record.stages.merge(candidate.stages) { $1 }
    let promoted = try judge(candidate, current, &result)
    // From here on the decision stands: no step that fails keeps another from being done.
    var rest = LastSteps { error in
      log.error("failed after the decision", metadata: ["error": .string("\(error)")])
    }
    let night = result.record
    rest.take { try records.keepJudgement(of: night) }
    rest.take { try records.keep(record) }
    rest.take {
      try records.keep(runsSinceScratch: candidate.start.model == nil ? 0 : runs + 1)
    }
    rest.take {
      try result.stage("everyone's lists") { _ in
        try writeLists(promoted ?? current?.recommender, records)
      }
    }
    if promoted != nil { rest.take { try prune(at: night.date) } }
    try rest.finish()
    try checkInterruption("after its last step")
  }
}

// MARK: - Ending

extension RetrainingJob {
  /// Tells those who watch how the run went; what cannot be told is the run's error, if it has none.
  private func close(_ result: inout RetrainingResult, _ begun: ContinuousClock.Instant) {
    result.record.seconds = (ContinuousClock.now - begun).seconds
    result.record.peakMemory = peakMemory()
    complete(&result)
    // A run that found another one at work leaves records and metrics to that one.
    if case FileError.locked? = result.error { return }
    let isKept = tell(&result, "the history") { night in
      try RetrainingRecords(of: store).history.append(.night(night))
    }
    let isMeasured = tell(&result, "the metrics", writeMetrics)
    // The line tells the code that the process ends with in the end.
    if isKept, !isMeasured {
      _ = tell(&result, "the history") { night in
        try RetrainingRecords(of: store).history.replaceLast(.night(night))
      }
    }
  }

  private func complete(_ result: inout RetrainingResult) {
    result.record.problem = result.error.map { "\($0)" }
    result.record.exitCode = exitCode(result.error, result.isRefused)
  }

  private func tell(
    _ result: inout RetrainingResult, _ what: String, _ step: (NightRecord) throws -> Void
  ) -> Bool {
    do {
      try step(result.record)
      return true
    } catch {
      log.error("\(what) could not be written", metadata: ["error": .string("\(error)")])
      result.note(error)
      complete(&result)
      return false
    }
  }

  private func writeMetrics(_ night: NightRecord) throws {
    guard let path = configuration.metricsFile else { return }
    // Metrics are worth having of a store that cannot be read, too.
    let state = try? store.state(RetrainingRecords(of: store))
    try night.writeMetrics(
      to: path, models: store.folder, state ?? ServiceState(model: try? store.current()))
  }

  /// The most memory that this process held at once, in bytes.
  private func peakMemory() -> Int? {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
    // Linux counts kibibytes.
    return usage.ru_maxrss * 1024
  }

  /// Writes everyone's best books, if that is asked for and those in the file are of another model.
  private func writeLists(_ model: Model?, _ records: RetrainingRecords) throws {
    var outputs = ServiceOutputs(configuration, after: try records.outputs())
    guard let current = try store.current(), let model, var lists = outputs.lists,
      lists.version != current.name
    else { return try records.keep(outputs) }
    // Where it fails, a rollback and the next night know that nobody's lists are there.
    try records.keep(outputs)
    let readers = try lists.write(model, current, threads: configuration.threads) {
      try checkInterruption("while lists were written; those of the model before stay")
    }
    outputs.lists = lists
    try records.keep(outputs)
    log.info(
      "wrote everyone's best books",
      metadata: ["file": .string(lists.file), "readers": .stringConvertible(readers)])
  }

  private func prune(at date: Date) throws {
    let pruning = try store.prune(
      keeping: configuration.models.keep, milestonesOf: configuration.gate.milestoneDays, at: date)
    guard !pruning.removed.isEmpty || !pruning.inUse.isEmpty else { return }
    log.info(
      "removed old models",
      metadata: [
        "removed": .array(pruning.removed.map { .string($0.name) }),
        "in_use": .array(pruning.inUse.map { .string($0.name) }),
      ])
  }
}
