public import Foundation
import Octavo
import Support

/// What people do to a service by hand: take a model back, keep one in service, let candidates in again.
///
/// Whoever uses it holds the store's `FolderLock`. Each change is a line of ``NightHistory``, and leaves metrics
/// and everyone's lists of the model that then serves, where the nightly job wrote any.
public struct ServiceCare {
  let store: ModelStore
  private let threads: Int
  private let tell: (any Error) -> Void

  /// Changes to the models in `store`.
  ///
  /// - Parameters:
  ///   - threads: How many threads make lists.
  ///   - tell: Told of a step that failed after the change itself.
  public init(
    _ store: ModelStore, threads: Int, tell: @escaping (any Error) -> Void = { _ in }
  ) {
    (self.store, self.threads, self.tell) = (store, threads, tell)
  }

  /// Puts an earlier version into service again, marks the one that served as taken back, and pins the earlier one.
  ///
  /// The link is changed first, in one instant; what fails after that does not undo it.
  ///
  /// - Parameters:
  ///   - name: Which version; nil for the one that served before.
  ///   - reason: Why.
  ///   - pins: Whether candidates are kept out of service until ``unpin(reason:at:)``.
  ///   - date: When. The default is now.
  /// - Returns: The version that was taken back, and the one in service.
  /// - Throws: ``ModelStoreError``, `FileError`.
  public func rollBack(
    to name: String?, reason: String, pins: Bool, at date: Date = Date()
  ) throws -> (before: ModelVersion?, now: ModelVersion) {
    let before = try? store.current()
    let now = try store.rollBack(to: name)
    var rest = LastSteps(tell)
    rest.take {
      if let before, before != now { try store.withdraw(before, reason: reason, at: date) }
      store.readmit(now)
    }
    if pins { rest.take { try store.pin(reason: reason, at: date) } }
    rest.take {
      try finish(
        ServiceChange(
          event: .rollback, at: date.formatted(.iso8601), version: now.name,
          before: before?.name, reason: reason))
    }
    try rest.finish()
    return (before, now)
  }

  /// Keeps the version in service until ``unpin(reason:at:)``.
  ///
  /// - Throws: ``ModelStoreError``, `FileError`.
  public func pin(reason: String, at date: Date = Date()) throws -> Pin {
    let pin = try store.pin(reason: reason, at: date)
    try finish(
      ServiceChange(event: .pin, at: pin.since, version: pin.version, reason: reason))
    return pin
  }

  /// Lets candidates into service again.
  ///
  /// - Returns: Whether there was a pin.
  /// - Throws: ``ModelStoreError``, `FileError`.
  public func unpin(reason: String?, at date: Date = Date()) throws -> Bool {
    guard try store.unpin() else { return false }
    try finish(
      ServiceChange(
        event: .unpin, at: date.formatted(.iso8601), version: (try? store.current())?.name,
        reason: reason))
    return true
  }

  /// Notes the change, and renews what belongs to the model in service.
  private func finish(_ change: ServiceChange) throws {
    let records = try RetrainingRecords(of: store)
    var rest = LastSteps(tell)
    rest.take { try outputs(records)?.removeLeftovers() }
    rest.take { try records.history.append(.change(change)) }
    rest.take { try renewLists(records) }
    rest.take { try renewMetrics(records) }
    try rest.finish()
  }

  /// - Throws: `FileError.cannotCreate` where somebody else's record names the files: whoever has the rights of
  ///   root must not write where another user says.
  private func outputs(_ records: RetrainingRecords) throws -> ServiceOutputs? {
    guard let outputs = try records.outputs() else { return nil }
    guard let owner = try FileStatus(records.outputsPath)?.owner, owner == geteuid() else {
      throw FileError.cannotCreate(
        path: outputs.lists?.file ?? outputs.metrics ?? records.outputsPath,
        reason: "\(records.outputsPath) belongs to another user, expected to be run by that one")
    }
    return outputs
  }

  private func renewLists(_ records: RetrainingRecords) throws {
    guard let current = try store.current(), var outputs = try outputs(records),
      var lists = outputs.lists, lists.version != current.name
    else { return }
    _ = try lists.write(try ModelFolder.read(current.path), current, threads: threads) {
      try checkInterruption("while lists were written; the next night writes them")
    }
    outputs.lists = lists
    try records.keep(outputs)
  }

  private func renewMetrics(_ records: RetrainingRecords) throws {
    guard let path = try outputs(records)?.metrics, let night = try records.lastNight() else {
      return
    }
    try night.writeMetrics(to: path, models: store.folder, try store.state(records), isNew: false)
  }
}

extension ModelStore {
  /// What serves.
  func state(_ records: RetrainingRecords) throws -> ServiceState {
    ServiceState(
      model: try? current(),
      lists: try records.outputs()?.lists?.version.flatMap { ModelVersion(name: $0, in: folder) },
      isPinned: try pin() != nil)
  }
}
