import Foundation
import Support
import Testing

@Suite final class PinnedFolderTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

  init() throws { try Folder.create(folder + "/one") }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func aPlainFolderKeepsItsName() throws {
    #expect(try PinnedFolder(folder + "/one").path == folder + "/one")
    #expect(try PinnedFolder(folder + "/one/").path == folder + "/one/")
  }

  @Test func aLinkIsFollowedOnce() throws {
    let link = folder + "/current"
    try SymbolicLink.create(link, to: "one")
    let pinned = try PinnedFolder(link)
    #expect(pinned.path == folder + "/one")
    try Folder.create(folder + "/two")
    try SymbolicLink.create(folder + "/next", to: "two")
    try SymbolicLink.rename(folder + "/next", to: link)
    #expect(pinned.path == folder + "/one")
    #expect(try PinnedFolder(link + "/").path == folder + "/two")
    #expect(try SymbolicLink.target(of: link) == "two")
    #expect(try SymbolicLink.target(of: folder + "/nothing") == nil)
  }

  @Test func aFolderIsRemovedOnlyWhenNobodyReadsIt() throws {
    do {
      let pins = try [PinnedFolder(folder + "/one"), PinnedFolder(folder + "/one")]
      #expect(try !Folder.removeUnlessPinned(folder + "/one"))
      withExtendedLifetime(pins) {}
    }
    #expect(try Folder.removeUnlessPinned(folder + "/one"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    #expect(throws: FileError.missing(path: folder + "/one")) {
      try Folder.removeUnlessPinned(folder + "/one")
    }
  }

  @Test func whatIsMissingAndWhatIsNoFolderIsReported() throws {
    #expect(throws: FileError.missing(path: folder + "/no")) { try PinnedFolder(folder + "/no") }
    try AtomicFile.write([], to: folder + "/file")
    #expect(throws: FileError.missing(path: folder + "/file/")) {
      try PinnedFolder(folder + "/file")
    }
    try SymbolicLink.create(folder + "/dangling", to: "no")
    #expect(throws: FileError.missing(path: folder + "/dangling")) {
      try PinnedFolder(folder + "/dangling")
    }
  }

  @Test func theSizeOfAFolderIsThatOfAllItsFiles() throws {
    try Folder.create(folder + "/one/deep")
    try AtomicFile.write([UInt8](repeating: 1, count: 1000), to: folder + "/one/deep/a")
    try AtomicFile.write([UInt8](repeating: 1, count: 24), to: folder + "/one/b")
    try SymbolicLink.create(folder + "/one/link", to: "b")
    #expect(try Folder.size(of: folder + "/one") - "b".utf8.count == 1024)
    try Folder.synchronizeTree(folder + "/one")
  }
}
