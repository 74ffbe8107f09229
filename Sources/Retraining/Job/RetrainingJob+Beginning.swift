import Logging
import Octavo
import Support

extension RetrainingJob {
  /// Says whose lock was taken over, removes what killed runs left, and opens the records.
  func begin(_ lock: FolderLock) throws -> RetrainingRecords {
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
    ServiceOutputs(configuration, after: nil).removeLeftovers()
    return try RetrainingRecords(of: store)
  }

  /// Reads the ratings and refuses those that look wrong.
  func readData(
    _ records: RetrainingRecords, _ result: inout RetrainingResult
  ) throws -> Dataset {
    let path = try configuration.data.opened().tables.place(of: .ratings)
    log.info("reading ratings", metadata: ["file": .string(path)])
    let data = try configuration.data.dataset(threads: configuration.threads)
    let ratings = data.ratings
    for note in data.folder.notes { log.notice("\(note)") }
    let sideFiles = try data.folder.reading { try CatalogFolder.names(in: data.folder.tables) }
    let facts = DataFacts(ratings, sideFiles: sideFiles)
    result.record.data = facts
    log.info(
      "read ratings",
      metadata: [
        "rows": .stringConvertible(facts.rows), "readers": .stringConvertible(facts.readers),
        "books": .stringConvertible(facts.books), "mean": .number(facts.mean),
        "duplicates": .stringConvertible(facts.duplicates),
        "bad_rows": .stringConvertible(facts.badRows),
      ])
    let before = try lastData(records)
    result.record.lastData = before?.facts
    noteOrder(of: ratings, before, &result)
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

  /// Warns where rows stand in another order than last time.
  private func noteOrder(
    of ratings: Ratings, _ before: DataRecord?, _ result: inout RetrainingResult
  ) {
    guard let share = before?.orders?.shareReordered(in: ratings) else { return }
    result.record.data?.reorderedReaders = share
    guard share > 0 else { return }
    log.warning(
      "readers have their ratings in another order than last time: what is held out by time may have been learned from",
      metadata: ["share": .number(share)])
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
  func modelInService() throws -> ModelInService? {
    try damagedIsNone("the model in service is damaged: it is as if there were none") {
      try store.current().map { try ModelInService(reading: $0) }
    }
  }

  /// The model of a version; a damaged one is as good as none, but for the log.
  ///
  /// - Throws: `FileError` other than that something is missing.
  func damagedIsNone(_ version: ModelVersion) throws -> ModelInService? {
    try damagedIsNone("\(version) is damaged: nothing is compared with it") {
      try ModelInService(reading: version)
    }
  }

  private func damagedIsNone(
    _ words: String, _ read: () throws -> ModelInService?
  ) throws -> ModelInService? {
    do {
      return try read()
    } catch {
      guard Self.isDamage(error) else { throw error }
      log.error("\(words)", metadata: ["error": .string("\(error)")])
      return nil
    }
  }
  /// Whether an error of reading a model says that it is damaged or gone, and not that it cannot be read now.
  static func isDamage(_ error: any Error) -> Bool {
    switch error {
    // A later program made it: what is not understood is not replaced.
    case CheckpointError.unsupportedVersion(_, let found, let supported)
    where Int(found) ?? 0 > supported: false
    case DataError.file(let error): isDamage(error)
    case is CheckpointError, is DataError, FileError.missing, ModelStoreError.missingCurrent: true
    default: false
    }
  }
}
