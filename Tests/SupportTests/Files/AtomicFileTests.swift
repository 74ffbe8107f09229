import Foundation
import Support
import Testing

@Suite final class AtomicFileTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
  }

  @Test func aCommittedFileHoldsWhatWasWritten() throws {
    let path = folder.appendingPathComponent("a.txt").path
    let file = try AtomicFile(path: path)
    try file.write("one\n")
    try file.write(Array("two\n".utf8))
    #expect(!FileManager.default.fileExists(atPath: path))
    try file.commit()
    #expect(try InputFile.contents(of: path) == Data("one\ntwo\n".utf8))
    #expect(try names() == ["a.txt"])
  }

  @Test func anAbandonedFileLeavesNothing() throws {
    let path = folder.appendingPathComponent("a.txt").path
    do {
      let file = try AtomicFile(path: path)
      try file.write("half")
    }
    #expect(try names().isEmpty)
  }

  @Test func aMissingFolderIsReportedWithThePath() {
    let path = folder.appendingPathComponent("no/a.txt").path
    #expect(throws: FileError.cannotCreate(path: path, reason: "No such file or directory")) {
      try AtomicFile.write([], to: path)
    }
  }

  @Test func aDirectoryIsNotAFile() {
    #expect(throws: FileError.notARegularFile(path: folder.path, found: "a directory")) {
      try InputFile(folder.path)
    }
    #expect(throws: FileError.notARegularFile(path: "/dev/null", found: "a device")) {
      try InputFile("/dev/null")
    }
    #expect(throws: FileError.missing(path: "/nowhere/at/all")) {
      try InputFile("/nowhere/at/all")
    }
  }
}
