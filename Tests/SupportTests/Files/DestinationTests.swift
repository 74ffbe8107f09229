import Foundation
import Support
import Testing

/// What is there is looked at before it is replaced.
@Suite final class DestinationTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

  init() throws { try Folder.create(folder) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func path(_ name: String) -> String { folder + "/" + name }

  private func contents(_ name: String) throws -> String {
    String(decoding: try InputFile.contents(of: path(name)), as: UTF8.self)
  }

  private func permissions(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
  }

  private func expectRefused(_ name: String, _ words: String) {
    let error = #expect(throws: FileError.self) {
      try AtomicFile.write("new".utf8, to: path(name))
    }
    guard case .cannotCreate(_, let reason)? = error else {
      Issue.record("\(String(describing: error)), expected cannotCreate")
      return
    }
    #expect(reason.contains(words))
  }

  @Test func aDeviceIsWrittenToAndStays() throws {
    try AtomicFile.write("lost".utf8, to: "/dev/null")
    #expect(try FileStatus("/dev/null")?.kind == .characterDevice)
    #expect(throws: FileError.writeFailed(path: "/dev/full", reason: "No space left on device")) {
      try AtomicFile.write("lost".utf8, to: "/dev/full")
    }
    // A link to a device, as /dev/stdout may be one, stays a link.
    try SymbolicLink.create(path("null"), to: "/dev/null")
    try AtomicFile.write("lost".utf8, to: path("null"))
    #expect(try SymbolicLink.target(of: path("null")) == "/dev/null")
  }

  @Test func aPipeGetsTheBytesAndStays() throws {
    try #require(mkfifo(path("pipe"), 0o600) == 0)
    let reading = open(path("pipe"), O_RDWR)
    defer { close(reading) }
    try AtomicFile.write("through".utf8, to: path("pipe"))
    var bytes = [UInt8](repeating: 0, count: 20)
    #expect(read(reading, &bytes, 20) == 7 && bytes.starts(with: "through".utf8))
    #expect(try FileStatus(path("pipe"))?.kind == .pipe)
  }

  @Test func linksAndFoldersAreRefusedAndStay() throws {
    try AtomicFile.write("victim".utf8, to: path("victim"))
    try SymbolicLink.create(path("link"), to: "victim")
    try SymbolicLink.create(path("dangling"), to: "nothing")
    try Folder.create(path("folder"))
    expectRefused("link", "a symbolic link to a regular file")
    expectRefused("dangling", "a symbolic link to nothing")
    expectRefused("folder", "a directory")
    #expect(try contents("victim") == "victim")
    #expect(try SymbolicLink.target(of: path("link")) == "victim")
  }

  @Test func aFolderReplacesFoldersAlone() throws {
    try Folder.create(path("elsewhere"))
    try AtomicFile.write("kept".utf8, to: path("elsewhere/a"))
    try SymbolicLink.create(path("link"), to: "elsewhere")
    try AtomicFile.write("file".utf8, to: path("file"))
    for name in ["link", "file"] {
      let error = #expect(throws: FileError.self) { try AtomicFolder(path: path(name)) }
      #expect("\(String(describing: error))".contains("expected a folder or nothing"))
    }
    #expect(try contents("elsewhere/a") == "kept")
  }

  @Test func aRenewedFileAndFolderKeepTheirPermissions() throws {
    try AtomicFile.write("old".utf8, to: path("secret"))
    chmod(path("secret"), 0o600)
    try AtomicFile.write("new".utf8, to: path("secret"))
    #expect(try contents("secret") == "new" && permissions("secret") == 0o600)
    try Folder.create(path("private"))
    chmod(path("private"), 0o700)
    try AtomicFolder(path: path("private")).commit()
    #expect(try permissions("private") == 0o700)
  }

  @Test(arguments: [200, 225, 255])
  func namesAsLongAsTheFileSystemTakesAreOutputs(length: Int) throws {
    let name = String(repeating: "n", count: length)
    try AtomicFile.write("long".utf8, to: path(name))
    #expect(try contents(name) == "long")
    try AtomicFile.write("é".utf8, to: path(String(repeating: "é", count: length / 2)))
  }

  @Test func onlyLeftoversOfDeadProcessesAreRemoved() throws {
    let dead = "2147483646"
    let others = [
      ".mynotes.old", ".download.partial", ".bashrc.old", ".a.\(dead).x.partial",
      ".a.\(dead).1.tmp", "a.\(dead).1.partial", ".a.\(getppid()).1.partial",
    ]
    let ours = [".a.\(dead).1.partial", ".a.b.\(dead).4294967295.old", ".a.\(getpid()).3.old"]
    for name in others + ours { try Folder.create(path(name)) }
    // One that this process is at.
    let open = try AtomicFolder(path: path("open"))
    #expect(Folder.removePartialFiles(in: folder) == ours.sorted())
    #expect(Set(others).isSubset(of: try Folder.names(in: folder)))
    #expect(try FileStatus.exists(open.temporaryPath))
  }

  @Test func aLockIsNoWayToOtherFiles() throws {
    try AtomicFile.write("victim".utf8, to: path("victim"))
    try Folder.create(path("run"))
    try SymbolicLink.create(path("run/.lock"), to: "../victim")
    #expect(throws: FileError.self) { try FolderLock(path("run")) }
    unlink(path("run/.lock"))
    try #require(link(path("victim"), path("run/.lock")) == 0)
    let error = #expect(throws: FileError.self) { try FolderLock(path("run")) }
    #expect("\(String(describing: error))".contains("2 names"))
    #expect(try contents("victim") == "victim")
  }

  @Test func whatTheSystemCannotTellIsNotMissing() throws {
    try SymbolicLink.create(path("loop"), to: "loop")
    #expect(throws: FileError.self) { try FileStatus(path("loop")) }
    #expect(try FileStatus(path("nothing")) == nil && FileStatus(path("victim/x")) == nil)
    #expect(try FileStatus(path("loop"), followingLinks: false)?.kind == .link)
  }
}

/// A file that changes while it is read is noticed.
@Suite final class ChangingFileTests {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

  init() throws { try Data("1,2,3\n4,5,6\n".utf8).write(to: URL(fileURLWithPath: path)) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @Test(arguments: ["9", "\n1\n2\n3\n4\n5\n6", "1,2,3\n4,5,6\nmore"])
  func aFileThatWasWrittenToIsNoticed(text: String) throws {
    let file = try InputFile(path)
    try file.checkUnchanged()
    // The clock of a file system may tick a hundred times a second.
    usleep(30_000)
    let descriptor = open(path, O_WRONLY)
    #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
    close(descriptor)
    let error = #expect(throws: FileError.self) { try file.checkUnchanged() }
    #expect("\(String(describing: error))".contains("changed while it was read"))
  }

  @Test func aFileThatWasCutShortIsNoticed() throws {
    let file = try InputFile(path)
    truncate(path, 3)
    #expect(throws: FileError.self) { try file.read(0..<file.size) }
  }

  @Test func aFileWhoseNameAnotherGotIsReadToItsEnd() throws {
    let file = try InputFile(path)
    try AtomicFile.write("other".utf8, to: path)
    #expect(try file.read(0..<file.size) == Array("1,2,3\n4,5,6\n".utf8))
    try file.checkUnchanged()
  }
}
