import Foundation
import Support
import Testing

@Suite final class FolderLockTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

  init() throws { try Folder.create(folder) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func words() throws -> String {
    String(decoding: try InputFile.contents(of: folder + "/.lock"), as: UTF8.self)
  }

  @Test func aHeldLockNamesItsHolder() throws {
    let lock = try FolderLock(folder)
    #expect(lock.abandonedBy == nil)
    #expect {
      try FolderLock(folder)
    } throws: { error in
      guard case FileError.locked(let path, let holder?) = error else { return false }
      return path == folder && holder.process == getpid()
        && "\(error)".contains("process \(getpid())")
    }
    withExtendedLifetime(lock) {}
  }

  @Test func aLockThatIsGivenBackSaysNothing() throws {
    do { _ = try FolderLock(folder) }
    #expect(try words() == "")
    #expect(try FolderLock(folder).abandonedBy == nil)
  }

  @Test func aLockOfADeadProcessIsTakenOverAndSaid() throws {
    try AtomicFile.write("4711 2026-11-25T02:05:00Z\n".utf8, to: folder + "/.lock")
    let lock = try FolderLock(folder)
    #expect(
      lock.abandonedBy == FolderLock.Holder(process: 4711, since: "2026-11-25T02:05:00Z"))
    #expect(try words().hasPrefix("\(getpid()) "))
    withExtendedLifetime(lock) {}
  }

  @Test(arguments: ["", "x", "1 2 3", "\u{0}"])
  func wordsThatAreNoHoldersAreNobody(words: String) throws {
    try AtomicFile.write(words.utf8, to: folder + "/.lock")
    #expect(try FolderLock(folder).abandonedBy == nil)
  }
}
