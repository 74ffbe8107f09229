public import Foundation
public import Support

/// `pin.json` of a store: until it is removed, no candidate takes the place of this version.
public struct Pin: Sendable, Codable, Equatable {
  /// The version that stays in service.
  public var version: String
  /// Since when, as in `2026-11-25T09:00:00Z`.
  public var since: String
  /// Why, in somebody's words.
  public var reason: String
}

/// `withdrawn.json` of a version: somebody took it back.
public struct Withdrawal: Sendable, Codable, Equatable {
  /// When, as in `2026-11-25T09:00:00Z`.
  public var since: String
  /// Why, in somebody's words.
  public var reason: String
}

extension ModelStore {
  private var pinPath: String { folder + "/pin.json" }

  /// What keeps a version in service; nil where nothing does.
  ///
  /// - Throws: `FileError`, ``ModelStoreError/invalidRecord(path:reason:)``.
  public func pin() throws -> Pin? {
    try Self.record(pinPath, expected: #"{"version": …, "since": …, "reason": …}"#)
  }

  /// Keeps the version in service until ``unpin()``; an earlier pin is replaced.
  ///
  /// - Throws: ``ModelStoreError``, `FileError`.
  @discardableResult
  public func pin(reason: String, at date: Date = Date()) throws -> Pin {
    guard let current = try current() else { throw ModelStoreError.nothingInService(store: folder) }
    let pin = Pin(version: current.name, since: date.formatted(.iso8601), reason: reason)
    try JSONFile.write(pin, to: pinPath)
    return pin
  }

  /// Lets candidates into service again.
  ///
  /// - Returns: Whether there was a pin, damaged or not.
  /// - Throws: `FileError`.
  @discardableResult
  public func unpin() throws(FileError) -> Bool {
    guard try FileStatus.exists(pinPath) else { return false }
    guard unlink(pinPath) == 0 else {
      throw .cannotRemove(path: pinPath, reason: FileError.currentReason)
    }
    try Folder.synchronize(folder)
    return true
  }

  private static func withdrawalPath(_ version: ModelVersion) -> String {
    version.path + "/withdrawn.json"
  }

  /// Who took `version` back; nil for one that nobody did.
  ///
  /// - Throws: `FileError`, ``ModelStoreError/invalidRecord(path:reason:)``.
  public func withdrawal(of version: ModelVersion) throws -> Withdrawal? {
    try Self.record(Self.withdrawalPath(version), expected: #"{"since": …, "reason": …}"#)
  }

  /// Whether `version` was taken back.
  func isWithdrawn(_ version: ModelVersion) throws(FileError) -> Bool {
    try FileStatus.exists(Self.withdrawalPath(version))
  }

  /// Notes that somebody took `version` back.
  ///
  /// - Throws: `FileError`.
  func withdraw(_ version: ModelVersion, reason: String, at date: Date) throws {
    try JSONFile.write(
      Withdrawal(since: date.formatted(.iso8601), reason: reason),
      to: Self.withdrawalPath(version))
  }

  /// Forgets that somebody took `version` back: it serves again.
  func readmit(_ version: ModelVersion) { unlink(Self.withdrawalPath(version)) }

  private static func record<Record: Decodable>(
    _ path: String, expected: String
  ) throws -> Record? {
    guard try FileStatus.exists(path) else { return nil }
    do {
      return try JSONFile.read(from: path)
    } catch let error as CheckpointError {
      throw ModelStoreError.invalidRecord(path: path, reason: "\(error), expected \(expected)")
    }
  }
}

// MARK: - Milestones

extension ModelStore {
  private static let week = 7 * 86_400.0

  /// The versions that later ones are measured against: of every seven days the first, the earliest first.
  ///
  /// One that was taken back is none.
  ///
  /// - Parameter days: How far back, from `date`.
  /// - Throws: `FileError`.
  func milestones(days: Int, at date: Date) throws -> [ModelVersion] {
    let begin = date.addingTimeInterval(-86_400 * Double(days))
    var weeks = Set<Double>()
    return try versions().filter { version in
      guard version.created >= begin, try !isWithdrawn(version) else { return false }
      return weeks.insert((version.created.timeIntervalSince1970 / Self.week).rounded(.down))
        .inserted
    }
  }
}
