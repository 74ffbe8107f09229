public import Foundation
public import Support

/// The models of a service: a folder with a folder for each version, of which one is in service.
///
/// | name | content |
/// |---|---|
/// | `20261125T020500.123Z/` | a model's folder, with whatever its maker added, and `promotion.json` |
/// | `current` | a symbolic link to the version in service |
/// | `pin.json` | the ``Pin`` that keeps it there, if somebody asked for one |
/// | `.lock` | see `FolderLock` |
///
/// Everything else begins with a dot, ends in `.partial` or `.old`, and is what a process is writing or removing,
/// or left when it was killed.
///
/// Whoever changes a store holds the folder's `FolderLock`. Readers need none: `current` is replaced by one
/// rename, to a version that is whole and on the device.
public struct ModelStore: Sendable {
  /// The folder.
  public let folder: String

  /// The store in `folder`, which need not exist yet.
  public init(_ folder: String) {
    self.folder = folder
  }

  /// The link to the version in service: what `--model` is to name.
  public var currentPath: String { folder + "/current" }

  /// The link while a new version is being put behind it: until it is renamed, that version never served.
  private var promotingPath: String { folder + "/.promoting.partial" }
  /// The link while an old version is being put behind it again.
  private var returningPath: String { folder + "/.returning.partial" }

  // MARK: Looking

  /// The versions, the earliest first; none where there is no store.
  ///
  /// - Throws: `FileError.unreadable`.
  public func versions() throws(FileError) -> [ModelVersion] {
    guard try FileStatus.exists(folder) else { return [] }
    return try Folder.names(in: folder).compactMap { ModelVersion(name: $0, in: folder) }.sorted()
  }

  /// The version in service; nil where none is.
  ///
  /// - Throws: `FileError.unreadable` when `current` is no link;
  ///   ``ModelStoreError/foreignCurrent(store:target:)``, ``ModelStoreError/missingCurrent(store:name:)``.
  public func current() throws -> ModelVersion? {
    guard let version = try named() else { return nil }
    guard try FileStatus.exists(version.path) else {
      throw ModelStoreError.missingCurrent(store: folder, name: version.name)
    }
    return version
  }

  /// The version of this name.
  ///
  /// - Throws: ``ModelStoreError/noSuchVersion(store:name:versions:)``, `FileError`.
  public func version(_ name: String) throws -> ModelVersion {
    let versions = try versions()
    guard let version = versions.first(where: { $0.name == name }) else {
      throw ModelStoreError.noSuchVersion(
        store: folder, name: name, versions: versions.map(\.name))
    }
    return version
  }

  /// The version that was in service before `version`; nil where none is left.
  ///
  /// Where it was removed or taken back, and where nothing tells which it was, the latest one that was made before.
  ///
  /// - Throws: `FileError`, ``ModelStoreError/invalidRecord(path:reason:)``.
  public func predecessor(of version: ModelVersion) throws -> ModelVersion? {
    let versions = try versions()
    guard let record = try PromotionRecord.read(from: version.path) else {
      return try versions.last { try $0 < version && !isWithdrawn($0) }
    }
    guard let name = record.predecessor else { return nil }
    return try versions.last { try $0.name <= name && !isWithdrawn($0) }
  }

  /// What `current` names, there or not.
  private func named() throws -> ModelVersion? {
    guard let target = try SymbolicLink.target(of: currentPath) else { return nil }
    guard let version = ModelVersion(name: target, in: folder) else {
      throw ModelStoreError.foreignCurrent(store: folder, target: target)
    }
    return version
  }

  // MARK: Changing, with the lock

  /// Begins a version; its name is later than those of all others.
  ///
  /// - Parameter date: When it is made. The default is now.
  /// - Throws: `FileError`, also for a date whose name no store would know again.
  public func stage(at date: Date = Date()) throws(FileError) -> StagedVersion {
    try Folder.create(folder)
    let last = try versions().last
    let version = ModelVersion(at: date, after: last, in: folder)
    guard ModelVersion(name: version.name, in: folder) != nil else {
      // No run would ever know it again.
      throw .cannotCreate(
        path: version.path, reason: "versions have years of four digits; the clock is wrong")
    }
    return try StagedVersion(version)
  }

  /// Puts a version into service.
  ///
  /// All of it is on the device before it gets its name, and has its name before `current` points to it. Killed
  /// at any moment, the store has the old version in service or the new one, and ``cleanUp()`` finds what is
  /// to be removed: the link that waits tells that a version never served.
  ///
  /// - Returns: The version.
  /// - Throws: `FileError`, ``ModelStoreError``; the version before is then in service as it was, unless only
  ///   flushing the folder failed, which is the last step.
  @discardableResult
  public func promote(_ staged: StagedVersion) throws -> ModelVersion {
    let version = staged.version
    try PromotionRecord(predecessor: try named()?.name).write(to: staged.path)
    try Folder.synchronizeTree(staged.path)
    try SymbolicLink.create(promotingPath, to: version.name)
    try Folder.synchronize(folder)
    try staged.folder.commit()
    try SymbolicLink.rename(promotingPath, to: currentPath)
    return version
  }

  /// Puts an earlier version into service again.
  ///
  /// - Parameter name: Which one; nil for the one that was in service before. The default is nil.
  /// - Returns: The version, now in service.
  /// - Throws: ``ModelStoreError``, `FileError`.
  @discardableResult
  public func rollBack(to name: String? = nil) throws -> ModelVersion {
    let version = try name.map { try self.version($0) } ?? before()
    try SymbolicLink.create(returningPath, to: version.name)
    do {
      try SymbolicLink.rename(returningPath, to: currentPath)
    } catch {
      // Nothing waits for this link; that of a promotion tells the next run which version never served.
      unlink(returningPath)
      throw error
    }
    return version
  }

  private func before() throws -> ModelVersion {
    guard let current = try named() else {
      throw ModelStoreError.nothingInService(store: folder)
    }
    guard let version = try predecessor(of: current) else {
      throw ModelStoreError.nothingBefore(store: folder, current: current.name)
    }
    return version
  }

  /// What a removal of old versions did.
  public struct Pruning: Sendable, Equatable {
    /// The versions that are gone.
    public var removed: [ModelVersion] = []
    /// The versions that stay because somebody reads them.
    public var inUse: [ModelVersion] = []
  }

  /// Removes old versions.
  ///
  /// The one in service stays, however old, and, where more than one is kept, the one that a rollback would
  /// return to; so do milestones and those that somebody reads.
  ///
  /// - Parameters:
  ///   - count: How many stay, the latest ones; at least 1.
  ///   - days: For how many days one version of every seven days stays. The default is 0: none does.
  ///   - date: Where these days end. The default is now.
  /// - Throws: `FileError`, ``ModelStoreError``.
  @discardableResult
  public func prune(
    keeping count: Int, milestonesOf days: Int = 0, at date: Date = Date()
  ) throws -> Pruning {
    precondition(count >= 1, "\(count) models to keep")
    let current = try current()
    var kept = Set(try versions().suffix(count) + milestones(days: days, at: date))
    if let current { kept.insert(current) }
    if let current, count > 1, let before = try predecessor(of: current) { kept.insert(before) }
    var pruning = Pruning()
    for version in try versions() where !kept.contains(version) {
      if try Folder.removeUnlessPinned(version.path) {
        pruning.removed.append(version)
      } else {
        pruning.inUse.append(version)
      }
    }
    return pruning
  }

  /// Removes what killed processes left: half-written and half-removed folders, links that wait, and the
  /// version that such a link was to put into service.
  ///
  /// - Returns: The names of what was removed.
  /// - Throws: `FileError`, ``ModelStoreError``.
  @discardableResult
  public func cleanUp() throws -> [String] {
    var removed: [String] = []
    if let name = try SymbolicLink.target(of: promotingPath),
      let version = ModelVersion(name: name, in: folder), try named() != version,
      try FileStatus.exists(version.path),
      try Folder.removeUnlessPinned(version.path)
    {
      removed.append(version.name)
    }
    for link in [promotingPath, returningPath] where try SymbolicLink.target(of: link) != nil {
      unlink(link)
      removed.append(URL(fileURLWithPath: link).lastPathComponent)
    }
    let folders = [folder] + (try versions().map(\.path))
    return (removed + folders.flatMap { Folder.removePartialFiles(in: $0) }).sorted()
  }
}
