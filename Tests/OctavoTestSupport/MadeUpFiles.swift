import Foundation

/// Runs `body` with a folder that holds these files, by their paths, and removes it afterwards.
public func withMadeUpFiles<Result>(
  _ files: [String: String], _ body: (_ root: String) throws -> Result
) throws -> Result {
  let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: root) }
  for (path, text) in files {
    let file = root.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
  return try body(root.path)
}
