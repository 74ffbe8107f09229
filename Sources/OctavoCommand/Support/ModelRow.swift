import Foundation
import Octavo
import Retraining
import Support

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
  /// What it was promoted with; where nothing says so, what its training measured.
  var rmse: Double?
  /// That of the model in service before it, on the same ratings.
  var formerRMSE: Double?
  /// Whether its training started from the model in service.
  var isWarm: Bool?
  /// What of the model's description cannot be read, and why; nil where all of it can.
  var problem: String?

  enum CodingKeys: String, CodingKey {
    case version, path, created, bytes, ratings, readers, books, rmse, problem
    case isCurrent = "current"
    case formerRMSE = "former_rmse"
    case isWarm = "warm"
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
      rmse = manifest.metrics["test"]?.rmse
      try read(version.path + "/" + RetrainingDecision.fileName)
    } catch {
      problem = "\(error)"
    }
  }

  /// Reads what was decided about the version, where the job decided about it.
  private mutating func read(_ path: String) throws {
    guard try FileStatus.exists(path) else { return }
    let decision: RetrainingDecision = try JSONFile.read(from: path)
    isWarm = decision.training.isWarm
    guard let all = decision.comparisons.first else { return }
    rmse = all.candidateRMSE
    formerRMSE = decision.current == nil ? nil : all.referenceRMSE
  }

  /// The row as a line of JSON.
  var json: String { get throws { try jsonLine(self) } }

  /// A table for people; the one in service has a star.
  static func table(_ rows: [ModelRow]) -> String {
    guard !rows.isEmpty else { return "no models\n" }
    var table = TextTable(
      ["", "version", "RMSE", "before", "start", "ratings", "readers", "size"], left: [0, 1, 4])
    for row in rows {
      table.append([
        row.isCurrent ? "*" : "", row.version, row.rmse.map { fixed($0, 4) } ?? "",
        row.formerRMSE.map { fixed($0, 4) } ?? "", row.isWarm.map { $0 ? "warm" : "scratch" } ?? "",
        row.ratings?.grouped ?? "", row.readers?.grouped ?? "",
        "\(fixed(Double(row.bytes) / 1e6, 1)) MB",
      ])
    }
    let problems = rows.compactMap(\.problem).map { "  \($0)" }
    return (table.lines() + problems).joined(separator: "\n") + "\n"
  }
}
