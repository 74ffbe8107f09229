import Foundation
import Support

/// `promotion.json` of a version: what was in service before it.
///
/// A rollback goes by it rather than by names: after a rollback from C to B and a promotion of D, the model
/// before D is B.
struct PromotionRecord: Codable, Equatable {
  /// The version that was in service; nil for the first one.
  var predecessor: String?

  private static func path(_ folder: String) -> String { folder + "/promotion.json" }

  /// Writes the record into the version's folder.
  ///
  /// - Throws: `FileError`.
  func write(to folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try AtomicFile.write(try encoder.encode(self) + [UInt8(ascii: "\n")], to: Self.path(folder))
  }

  /// The record in the version's folder; nil where there is none, as in a folder copied there by hand.
  ///
  /// - Throws: `FileError`, ``ModelStoreError/invalidRecord(path:reason:)``.
  static func read(from folder: String) throws -> PromotionRecord? {
    let path = path(folder)
    guard try FileStatus.exists(path) else { return nil }
    let contents = try InputFile.contents(of: path)
    do {
      return try JSONDecoder().decode(PromotionRecord.self, from: contents)
    } catch {
      throw ModelStoreError.invalidRecord(
        path: path, reason: "found no record of a promotion, expected {\"predecessor\": …}")
    }
  }
}
