import Checkpoints
import Files
import Foundation
import ModelStore
import Reports
import Serving

/// What `models list` says of a version.
struct ModelRow: Encodable {
  var version: String
  var path: String
  var created: String
  var isCurrent: Bool
  var bytes: Int
  var ratings: Int?
  var readers: Int?
  var books: Int?
  /// On the test part, from the model's manifest.
  var testRMSE: Double?
  /// Why the model's description cannot be read; nil where it can.
  var problem: String?

  enum CodingKeys: String, CodingKey {
    case version, path, created, bytes, ratings, readers, books, problem
    case isCurrent = "current"
    case testRMSE = "test_rmse"
  }

  /// What is known of a version; a damaged one is listed with what is wrong.
  init(_ version: ModelVersion, isCurrent: Bool) {
    self.version = version.name
    path = version.path
    created = version.created.formatted(.iso8601)
    self.isCurrent = isCurrent
    bytes = (try? Folder.size(of: version.path)) ?? 0
    do {
      let manifest: ModelManifest = try JSONFile.read(from: version.path + "/model.json")
      (ratings, readers, books) = (manifest.data.ratings, manifest.readers, manifest.books)
      testRMSE = manifest.metrics["test"]?.rmse
    } catch {
      problem = "\(error)"
    }
  }

  /// The row as a line of JSON.
  var json: String { get throws { try jsonLine(self) } }

  /// A table for people; the one in service has a star.
  static func table(_ rows: [ModelRow]) -> String {
    guard !rows.isEmpty else { return "no models\n" }
    var table = TextTable(
      ["", "version", "RMSE", "ratings", "readers", "books", "size"], left: [0, 1])
    for row in rows {
      table.append([
        row.isCurrent ? "*" : "", row.version, row.testRMSE.map { fixed($0, 4) } ?? "",
        row.ratings?.grouped ?? "", row.readers?.grouped ?? "", row.books?.grouped ?? "",
        "\(fixed(Double(row.bytes) / 1e6, 1)) MB",
      ])
    }
    let problems = rows.compactMap(\.problem).map { "  \($0)" }
    return (table.lines() + problems).joined(separator: "\n") + "\n"
  }
}
