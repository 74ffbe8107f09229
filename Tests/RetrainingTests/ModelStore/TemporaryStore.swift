import Foundation
import Retraining
import Support

/// A store in a folder of its own, which goes with the value.
final class TemporaryStore {
  let store: ModelStore

  init() {
    store = ModelStore(
      FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path)
  }

  deinit { try? FileManager.default.removeItem(atPath: store.folder) }

  /// Stages a version with two files that hold `content`.
  func stage(_ content: String, at date: Date = Date()) throws -> StagedVersion {
    let staged = try store.stage(at: date)
    for name in ["a", "b"] { try AtomicFile.write(content.utf8, to: staged.path + "/" + name) }
    return staged
  }

  /// Promotes such a version.
  @discardableResult
  func promote(_ content: String, at date: Date = Date()) throws -> ModelVersion {
    try store.promote(try stage(content, at: date))
  }

  /// What the files of the version in service hold, read as a reader of models does.
  func contentInService() throws -> Set<String> {
    let folder = try PinnedFolder(store.currentPath)
    return try withExtendedLifetime(folder) {
      Set(
        try ["a", "b"].map { name in
          String(decoding: try InputFile.contents(of: folder.path + "/" + name), as: UTF8.self)
        })
    }
  }

  /// Everything in the store, hidden or not.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: store.folder).sorted()
  }
}

/// A night, at five past two.
func night(_ number: Int) -> Date {
  Date(timeIntervalSince1970: 1_764_036_300 + 86_400 * Double(number))
}
