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
  /// Its RMSE against that of the model before it on the same ratings, as a share.
  var change: Double?
  /// Whether its training started from the model in service.
  var isWarm: Bool?
  /// Why a pin keeps it in service; nil where none does.
  var pinned: String?
  /// Why somebody took it back; nil where nobody did.
  var withdrawn: String?
  /// What of the model's description cannot be read, and why; nil where all of it can.
  var problem: String?

  enum CodingKeys: String, CodingKey {
    case version, path, created, bytes, ratings, readers, books, rmse, change, pinned, withdrawn,
      problem
    case isCurrent = "current"
    case formerRMSE = "former_rmse"
    case isWarm = "warm"
  }

  /// What is known of a version; a damaged one is listed with what is wrong.
  init(_ version: ModelVersion, of store: ModelStore, isCurrent: Bool, pin: Pin?) {
    self.version = version.name
    path = version.path
    created = version.created.formatted(.iso8601)
    self.isCurrent = isCurrent
    pinned = pin?.version == version.name ? pin?.reason : nil
    bytes = (try? Folder.size(of: version.path)) ?? 0
    do {
      withdrawn = try store.withdrawal(of: version)?.reason
      let manifest: ModelManifest = try JSONFile.read(from: version.path + "/model.json")
      (ratings, readers, books) = (manifest.data.ratings, manifest.readers, manifest.books)
      rmse = manifest.metrics["test"]?.rmse
      try read(version.path + "/" + Judgement.fileName)
    } catch {
      problem = "\(error)"
    }
  }

  /// Reads what was decided about the version, where the job decided about it.
  private mutating func read(_ path: String) throws {
    guard try FileStatus.exists(path) else { return }
    let night: NightRecord = try JSONFile.read(from: path)
    isWarm = night.judgement?.training.isWarm
    guard let judgement = night.judgement, let all = judgement.comparisons.first else { return }
    rmse = all.candidateRMSE
    formerRMSE = judgement.current == nil ? nil : all.referenceRMSE
    change = night.change
  }

  /// The row as a line of JSON.
  var json: String { get throws { try jsonLine(self) } }

  /// A table for people; the one in service has a star.
  static func table(_ rows: [ModelRow]) -> String {
    guard !rows.isEmpty else { return "no models\n" }
    var table = TextTable(
      ["", "version", "change", "start", "ratings", "readers", "size"], left: [0, 1, 3])
    for row in rows {
      table.append([
        row.isCurrent ? "*" : "", row.version,
        row.change.map { String(format: "%+.2f %%", 100 * $0) } ?? "",
        row.isWarm.map { $0 ? "warm" : "scratch" } ?? "",
        row.ratings?.grouped ?? "", row.readers?.grouped ?? "",
        "\(fixed(Double(row.bytes) / 1e6, 1)) MB",
      ])
    }
    let remarks = rows.flatMap { row in
      [
        row.pinned.map { "\(row.version) is pinned: \($0)" },
        row.withdrawn.map { "\(row.version) was taken back: \($0)" }, row.problem,
      ].compactMap(\.self).map { "  \($0)" }
    }
    return (table.lines() + remarks).joined(separator: "\n") + "\n"
  }
}
