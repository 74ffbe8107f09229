import Foundation
import Retraining
import Support
import Testing

@Suite struct ModelStoreTests {
  let temporary = TemporaryStore()
  var store: ModelStore { temporary.store }

  @Test func aPromotedVersionIsInServiceWhole() throws {
    #expect(try store.current() == nil && store.versions() == [])
    let version = try temporary.promote("one", at: night(0))
    #expect(version.name == "20251125T020500.000Z" && version.created == night(0))
    #expect(try store.current() == version)
    #expect(try temporary.contentInService() == ["one"])
    #expect(try temporary.names() == [version.name, "current"])
    #expect(try SymbolicLink.target(of: store.currentPath) == version.name, "a folder can be moved")
  }

  @Test func namesRiseEvenWhereTheClockDoesNot() throws {
    let versions = try [night(3), night(3), night(0)].map { try temporary.promote("x", at: $0) }
    #expect(
      versions.map(\.name) == [
        "20251128T020500.000Z", "20251128T020500.001Z", "20251128T020500.002Z",
      ])
    #expect(try store.versions() == versions && versions == versions.sorted())
    #expect(try store.current() == versions[2])
  }

  @Test func everyMillisecondHasItsName() throws {
    for milliseconds in stride(from: 0, to: 1000, by: 7) {
      let date = night(1).addingTimeInterval(Double(milliseconds) / 1000)
      let first = try store.stage(at: date)
      try store.promote(first)
      let second = try store.stage(at: date)
      #expect(second.version > first.version)
      #expect(try store.version(first.version.name) == first.version)
      try FileManager.default.removeItem(atPath: store.folder)
    }
  }

  @Test func aVersionThatIsGivenUpLeavesNothing() throws {
    try temporary.promote("one")
    let before = try temporary.names()
    do { _ = try temporary.stage("two") }
    #expect(try temporary.names() == before)
    #expect(try temporary.contentInService() == ["one"])
  }

  @Test func whatIsNoVersionIsPassedOver() throws {
    let version = try temporary.promote("one")
    for name in ["notes", "20261125T020500Z", "20261399T020500.000Z", "20261125T020500.000Zx"] {
      try Folder.create(store.folder + "/" + name)
    }
    #expect(try store.versions() == [version])
  }

  // MARK: Rollback

  @Test func aRollbackReturnsToTheModelBefore() throws {
    let versions = try (0..<3).map { try temporary.promote("\($0)", at: night($0)) }
    #expect(try store.rollBack() == versions[1])
    #expect(try temporary.contentInService() == ["1"])
    #expect(try store.rollBack() == versions[0])
    #expect(throws: ModelStoreError.nothingBefore(store: store.folder, current: versions[0].name)) {
      try store.rollBack()
    }
    #expect(try store.rollBack(to: versions[2].name) == versions[2])
    #expect(try store.current() == versions[2] && store.versions() == versions)
  }

  @Test func theModelBeforeIsTheOneThatServedNotTheOneThatWasMade() throws {
    let versions = try (0..<3).map { try temporary.promote("\($0)", at: night($0)) }
    try store.rollBack()
    let fourth = try temporary.promote("3", at: night(3))
    #expect(try store.predecessor(of: fourth) == versions[1])
    #expect(try store.rollBack() == versions[1])
  }

  @Test func aRollbackHelpsWhereTheModelInServiceIsGone() throws {
    let versions = try (0..<2).map { try temporary.promote("\($0)", at: night($0)) }
    try FileManager.default.removeItem(atPath: versions[1].path)
    let gone = ModelStoreError.missingCurrent(store: store.folder, name: versions[1].name)
    #expect(throws: gone) { try store.current() }
    #expect(try store.rollBack() == versions[0])
    #expect(try store.current() == versions[0])
  }

  @Test func whereTheModelBeforeWasRemovedTheLatestOneBeforeThatIsTaken() throws {
    let versions = try (0..<3).map { try temporary.promote("\($0)", at: night($0)) }
    try FileManager.default.removeItem(atPath: versions[1].path)
    #expect(try store.rollBack() == versions[0])
  }

  @Test func aFolderCopiedByHandIsAVersion() throws {
    let first = try temporary.promote("one", at: night(0))
    let copy = store.folder + "/20251126T000000.000Z"
    try FileManager.default.copyItem(atPath: first.path, toPath: copy)
    try FileManager.default.removeItem(atPath: copy + "/promotion.json")
    #expect(try store.rollBack(to: "20251126T000000.000Z").path == copy)
    #expect(try store.rollBack() == first)
  }

  // MARK: Pruning

  @Test func theLatestVersionsAreKept() throws {
    let versions = try (0..<5).map { try temporary.promote("\($0)", at: night($0)) }
    let pruning = try store.prune(keeping: 2)
    #expect(pruning.removed == Array(versions[..<3]) && pruning.inUse.isEmpty)
    #expect(try store.versions() == Array(versions[3...]))
    #expect(try temporary.names() == versions[3...].map(\.name) + ["current"])
    #expect(try store.prune(keeping: 2).removed.isEmpty)
  }

  @Test func theModelInServiceAndTheOneBeforeItAreKept() throws {
    let versions = try (0..<6).map { try temporary.promote("\($0)", at: night($0)) }
    try store.rollBack(to: versions[2].name)
    #expect(try store.prune(keeping: 2).removed == [versions[0], versions[3]])
    #expect(try store.prune(keeping: 1).removed == [versions[1], versions[4]])
    #expect(try store.versions() == [versions[2], versions[5]])
    #expect(try temporary.contentInService() == ["2"])
  }

  @Test func aModelThatIsBeingReadIsKept() throws {
    let versions = try (0..<3).map { try temporary.promote("\($0)", at: night($0)) }
    do {
      let reader = try PinnedFolder(versions[0].path)
      let pruning = try store.prune(keeping: 1)
      #expect(pruning.removed == [versions[1]] && pruning.inUse == [versions[0]])
      withExtendedLifetime(reader) {}
    }
    #expect(try store.prune(keeping: 1).removed == [versions[0]])
  }

  // MARK: What is wrong with a store

  @Test func aLinkToElsewhereIsForeign() throws {
    try Folder.create(store.folder)
    try SymbolicLink.create(store.currentPath, to: "../run/model")
    let error = ModelStoreError.foreignCurrent(store: store.folder, target: "../run/model")
    #expect(throws: error) { try store.current() }
    #expect(throws: error) { try store.rollBack() }
    #expect("\(error)".contains("current: points to '../run/model', expected one of the versions"))
  }

  @Test func aFolderInPlaceOfTheLinkIsRefused() throws {
    try Folder.create(store.currentPath)
    #expect(
      throws: FileError.unreadable(
        path: store.currentPath, reason: "found no symbolic link, expected one")
    ) { try store.current() }
    let staged = try temporary.stage("one")
    #expect(throws: FileError.self) { try store.promote(staged) }
  }

  @Test func anUnknownVersionIsNamedWithThoseThatThereAre() throws {
    let version = try temporary.promote("one")
    let error = ModelStoreError.noSuchVersion(
      store: store.folder, name: "x", versions: [version.name])
    #expect(throws: error) { try store.rollBack(to: "x") }
    #expect("\(error)".hasSuffix("found no version 'x', expected one of \(version.name)"))
  }

  @Test func nothingInServiceCannotBeRolledBack() throws {
    #expect(throws: ModelStoreError.nothingInService(store: store.folder)) { try store.rollBack() }
  }

  @Test func aDamagedRecordIsNamed() throws {
    let version = try temporary.promote("one")
    let path = version.path + "/promotion.json"
    try AtomicFile.write("{".utf8, to: path)
    #expect(
      throws: ModelStoreError.invalidRecord(
        path: path, reason: "found no record of a promotion, expected {\"predecessor\": …}")
    ) { try store.rollBack() }
  }

  @Test func aStoreThatCannotBeMadeIsReported() {
    #expect(throws: FileError.self) { try ModelStore("/proc/octavo").stage() }
  }
}
