import Foundation
import Retraining
import Support
import Synchronization
import Testing

/// What fails and what cannot be named leaves nothing behind.
@Suite struct StoreFailureTests {
  private let temporary = TemporaryStore()

  @Test func aRollbackThatFailsLeavesNoLinkWaiting() throws {
    let store = temporary.store
    let first = try temporary.promote("1")
    try temporary.promote("2")
    // A folder in the link's place cannot be replaced by a link.
    unlink(store.currentPath)
    try Folder.create(store.currentPath)
    #expect(throws: FileError.self) { try store.rollBack(to: first.name) }
    #expect(!(try Folder.names(in: store.folder)).contains(".returning.partial"))
  }

  @Test func aVersionThatNoStoreWouldKnowAgainIsNotBegun() throws {
    let store = temporary.store
    #expect(throws: FileError.self) {
      try store.stage(at: Date(timeIntervalSince1970: 254_800_000_000))  // The year 10044.
    }
    #expect(try store.versions().isEmpty)
  }
}

/// What a process leaves that is killed between two steps of a promotion, step by step.
@Suite struct InterruptionTests {
  let temporary = TemporaryStore()
  var store: ModelStore { temporary.store }

  /// Puts the store in the state after `steps` steps of a second promotion.
  private func interrupt(after steps: Int) throws -> (old: ModelVersion, new: String) {
    let old = try temporary.promote("old", at: night(0))
    let new = "20251126T020500.000Z"
    let hidden = store.folder + "/.\(new).4711.1.partial"
    let waiting = store.folder + "/.promoting.partial"
    let all: [() throws -> Void] = [
      { try Folder.create(hidden) },
      { for name in ["a", "b"] { try AtomicFile.write("new".utf8, to: hidden + "/" + name) } },
      { try AtomicFile.write("{}".utf8, to: hidden + "/promotion.json") },
      { try SymbolicLink.create(waiting, to: new) },
      { try FileManager.default.moveItem(atPath: hidden, toPath: store.folder + "/" + new) },
      { try SymbolicLink.rename(waiting, to: store.currentPath) },
    ]
    for step in all.prefix(steps) { try step() }
    return (old, new)
  }

  @Test(arguments: 0...6)
  func afterEveryStepOneModelServesWholeAndTheNextRunCleansUp(steps: Int) throws {
    let (old, new) = try interrupt(after: steps)
    let serves = steps < 6 ? "old" : "new"
    #expect(try temporary.contentInService() == [serves])
    let removed = try store.cleanUp()
    #expect(removed.isEmpty == (steps == 0 || steps == 6))
    #expect(try temporary.contentInService() == [serves])
    let names = steps < 6 ? [old.name, "current"] : [old.name, new, "current"]
    #expect(try temporary.names() == names, "a version that never served does not stay")
    #expect(try store.cleanUp() == [])
    let next = try temporary.promote("next", at: night(2))
    #expect(try temporary.contentInService() == ["next"])
    #expect(try store.predecessor(of: next)?.name == (steps < 6 ? old.name : new))
  }

  @Test func anInterruptedRollbackRemovesNoVersion() throws {
    let versions = try (0..<2).map { try temporary.promote("\($0)", at: night($0)) }
    try SymbolicLink.create(store.folder + "/.returning.partial", to: versions[0].name)
    #expect(try store.cleanUp() == [".returning.partial"])
    #expect(try store.versions() == versions && store.current() == versions[1])
  }

  @Test func anInterruptedWithdrawalIsRemovedFromItsVersion() throws {
    let version = try temporary.promote("one")
    let left = version.path + "/.withdrawn.json.99999999.1.partial"
    try Data().write(to: URL(fileURLWithPath: left))
    #expect(try store.cleanUp() == [".withdrawn.json.99999999.1.partial"])
    #expect(try !FileStatus.exists(left))
  }

  @Test func anInterruptedPruningIsFinished() throws {
    let version = try temporary.promote("one")
    let half = store.folder + "/.20251120T020500.000Z.4711.1.old"
    try Folder.create(half)
    #expect(try store.cleanUp() == [".20251120T020500.000Z.4711.1.old"])
    #expect(try temporary.names() == [version.name, "current"])
  }

  /// Readers run beside promotions, rollbacks and pruning: none may see files of two versions, or none at all.
  @Test func readersNeverSeeAMixture() async throws {
    try temporary.promote("0")
    let store = store
    let reads = Counter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2 {
        group.addTask {
          while !Task.isCancelled {
            let folder = try PinnedFolder(store.currentPath)
            let first = try InputFile.contents(of: folder.path + "/a")
            usleep(200)
            #expect(try InputFile.contents(of: folder.path + "/b") == first)
            withExtendedLifetime(folder) {}
            reads.value.add(1, ordering: .relaxed)
            // Others need the threads, the writer among them.
            await Task.yield()
          }
        }
      }
      // A busy machine lets the readers wait for their turn.
      var number = 0
      while number < 150 || reads.value.load(ordering: .relaxed) <= 20 {
        number += 1
        try temporary.promote("\(number)")
        if number.isMultiple(of: 10) { try store.rollBack() }
        try store.prune(keeping: 1)
        await Task.yield()
      }
      group.cancelAll()
      try await group.waitForAll()
    }
    #expect(try store.versions().count <= 4)
  }
}

/// How often something happened.
private final class Counter: Sendable {
  let value = Atomic(0)
}
