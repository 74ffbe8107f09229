import Foundation
import Support
import Training

/// The folder of a run, held by this process alone.
///
/// A run that takes the place of an older one is made beside it, in `RUN.new`, and exchanged with it when it is
/// over: at every moment all that is in `RUN` is of one run.
package final class RunFolder {
  /// Where the run will be in the end.
  package let place: String
  /// Where its files are until then: ``place``, or beside it.
  package private(set) var path: String
  private let keepCheckpoints: Int
  private var locks: [FolderLock]

  /// Creates the folder where it is missing, locks it and removes what a killed process left half-written.
  package init(_ place: String, keepCheckpoints: Int) throws {
    (self.place, self.keepCheckpoints) = (place, keepCheckpoints)
    try Folder.create(place)
    locks = [try FolderLock(place)]
    try Self.endExchange(place)
    path = try Self.current(place)
    if path != place { locks.append(try FolderLock(path)) }
    for folder in [path, checkpoints.folder] { Folder.removePartialFiles(in: folder) }
    Folder.removePartialFiles(of: Self.successor(of: place))
  }

  /// Where the model goes.
  package var model: String { path + "/model" }

  package var checkpoints: CheckpointStore {
    CheckpointStore(folder: path + "/checkpoints", keep: keepCheckpoints)
  }

  /// Where the files of the run at `place` are now: there, or beside it while it takes an older one's place.
  ///
  /// - Throws: `FileError.unreadable`.
  package static func current(_ place: String) throws -> String {
    try isReplacing(successor(of: place)) ? successor(of: place) : place
  }

  /// Begins a new run.
  ///
  /// - Parameter isForced: Whether it takes the place of a run that the folder holds.
  /// - Throws: ``RunInTheWayError`` where the folder holds a run and that is not asked for; `FileError`.
  package func begin(_ run: RunIdentity, arguments: [String], isForced: Bool = false) throws {
    let configuration = RunConfiguration(arguments: arguments, run: run)
    guard try Self.holdsRun(place) else {
      // What was stopped before it had learned anything is void.
      try TensorBoardLog.removeFiles(in: path)
      return try JSONFile.write(configuration, to: RunConfiguration.path(path))
    }
    guard isForced else { throw try RunInTheWayError(place) }
    try beginBeside(configuration)
  }

  private func beginBeside(_ configuration: RunConfiguration) throws {
    let successor = Self.successor(of: place)
    if try FileStatus.exists(successor), try !Self.isReplacing(successor) {
      throw FileError.cannotCreate(
        path: successor, reason: "the new run would be made there, expected nothing")
    }
    let folder = try AtomicFolder(path: successor)
    try JSONFile.write(configuration, to: RunConfiguration.path(folder.temporaryPath))
    try AtomicFile.write([], to: Self.mark(folder.temporaryPath))
    try folder.commit()
    path = successor
    locks.append(try FolderLock(successor))
  }

  /// The run is over: writes down what it ended with, and puts it into its place.
  ///
  /// - Throws: `FileError`; the older run is then where it was.
  package func finish(_ finished: FinishedRun) throws {
    try TensorBoardLog.writeEnd(finished, in: path)
    try JSONFile.write(finished, to: FinishedRun.path(path))
    try putIntoPlace()
  }

  /// Exchanges the run with the older one whose place it takes, if there is one.
  func putIntoPlace() throws {
    guard path != place else { return }
    try Folder.exchange(Self.resolved(place), with: path)
    path = place
    try Self.endExchange(place)
  }

  /// The model of the run, when it is over.
  package var finalModel: String { place + "/model" }
}

// MARK: - An older run in the way

extension RunFolder {
  /// Whether the folder at `path` holds something that was learned.
  ///
  /// - Throws: `FileError.unreadable`.
  package static func holdsRun(_ path: String) throws -> Bool {
    let hasCheckpoint = try CheckpointStore(folder: path + "/checkpoints", keep: 1).latest != nil
    let results = [path + "/model", FinishedRun.path(path), trials(path)]
    return try hasCheckpoint || results.contains { try FileStatus.exists($0) }
      || parts(of: path).contains { try holdsRun($0) }
  }

  /// The runs in folders below the one at `path`.
  private static func parts(of path: String) throws -> [String] {
    guard try FileStatus.exists(path) else { return [] }
    return try Folder.names(in: path).map { path + "/" + $0 }
      .filter { try FileStatus.exists(RunConfiguration.path($0)) }
  }

  /// Where a run is made that takes the place of the one at `place`.
  private static func successor(of place: String) -> String { resolved(place) + ".new" }

  /// The folder itself, where `place` is a link to it.
  private static func resolved(_ place: String) -> String {
    URL(fileURLWithPath: place).resolvingSymlinksInPath().path
  }

  /// The file that tells a run that takes an older one's place from whatever else has such a name.
  private static func mark(_ path: String) -> String { path + "/.replaces" }

  private static func isReplacing(_ path: String) throws -> Bool {
    try FileStatus.exists(mark(path))
  }

  /// Removes the older run after an exchange, also one after which a process was killed.
  private static func endExchange(_ place: String) throws {
    guard try isReplacing(place) else { return }
    try Folder.remove(successor(of: place))
    try Folder.remove(mark(place))
  }
}

/// A folder holds a run, and nobody asked for another one in its place.
package struct RunInTheWayError: Error, CustomStringConvertible {
  private let run: String
  private let isFinished: Bool
  private let isSearch: Bool

  init(_ run: String) throws {
    self.run = run
    isFinished = try FileStatus.exists(FinishedRun.path(run))
    isSearch = try FileStatus.exists(RunFolder.trials(run))
  }

  /// One sentence: what was found, and what would help.
  package var description: String {
    let goesOn =
      isSearch
      ? "`octavo tune --resume \(run)` goes on"
      : isFinished
        ? "`octavo train --resume \(run) --epochs N` trains it longer"
        : "`octavo train --resume \(run)` goes on"
    return
      "--run: \(run) holds a run that is \(isFinished ? "finished" : "not over"), expected a new folder; "
      + "\(goesOn), --force replaces it"
  }
}
