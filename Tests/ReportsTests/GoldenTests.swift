import Exploration
import Foundation
import Support
import Testing

@testable import Reports

/// Every figure of a report beside the one that pandas finds: `Scripts/make-explore-golden` makes them.
@Suite struct GoldenTests {
  private func golden(_ name: String) throws -> Any {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Golden"))
    return try JSONSerialization.jsonObject(with: Data(contentsOf: url))
  }

  private func compare(_ folder: String, with name: String) throws {
    for threads in [1, 3] {
      let report = try DataReport(exploring: folder, threads: threads)
      let found = try JSONSerialization.jsonObject(with: Data(try report.json().utf8))
      let differences = differences(try golden(name), withLines(found), path: "")
      #expect(
        differences.isEmpty,
        "\(differences.prefix(20)); Scripts/make-explore-golden makes \(name).json anew")
    }
  }

  @Test func everyFigureOfADirtyFolderIsThatOfPandas() throws {
    let folder = try #require(Bundle.module.url(forResource: "Dirty", withExtension: nil))
    try compare(folder.path, with: "dirty")
  }

  @Test(
    .enabled(if: RealData.folder != nil, "OCTAVO_REAL_DATA is not set"),
    arguments: ["goodbooks-10k", "goodbooks-10k-kaggle-v1"])
  func everyFigureOfGoodbooksIsThatOfPandas(edition: String) throws {
    try compare("\(RealData.folder ?? "")/\(edition)", with: edition)
  }

  @Test func aComparisonSeesADifference() throws {
    let golden = try golden("dirty")
    var other = try #require(golden as? [String: Any])
    var ratings = try #require(other["ratings"] as? [String: Any])
    let mean = try #require(ratings["mean"] as? Double)
    ratings["mean"] = mean * (1 + 1e-8)
    other["ratings"] = ratings
    #expect(differences(golden, other, path: "").count == 1)
    ratings["mean"] = nil
    other["ratings"] = ratings
    #expect(differences(golden, other, path: "").count == 1)
    #expect(differences(golden, golden, path: "").isEmpty)
  }

  /// A report whose findings have lines in the place of examples.
  private func withLines(_ report: Any) -> Any {
    guard var report = report as? [String: Any],
      let findings = report["findings"] as? [[String: Any]]
    else { return report }
    report["findings"] = findings.map { finding in
      var finding = finding
      let examples = finding.removeValue(forKey: "examples") as? [[String: Any]]
      finding["lines"] = examples?.compactMap { $0["line"] }
      return finding
    }
    return report
  }

  /// Where two trees of JSON differ; numbers may by one part in 10⁹.
  private func differences(_ golden: Any, _ found: Any, path: String) -> [String] {
    switch (golden, found) {
    case (let golden as [String: Any], let found as [String: Any]):
      // Words of other people's data are not in the golden files, nor are extra figures an error there.
      let optional: Set = [
        "title", "most_frequent", "folder", "first_rows", "reader_means", "spoken_languages",
      ]
      let extra = found.keys.filter { golden[$0] == nil && !optional.contains($0) }.sorted()
      return extra.map { "\(path).\($0): only found" }
        + golden.keys.sorted().flatMap { key in
          found[key].map { differences(golden[key] ?? $0, $0, path: "\(path).\(key)") }
            ?? ["\(path).\(key): not found"]
        }
    case (let golden as [Any], let found as [Any]):
      guard golden.count == found.count else {
        return ["\(path): \(found.count) found, expected \(golden.count)"]
      }
      return golden.indices.flatMap { differences(golden[$0], found[$0], path: "\(path)[\($0)]") }
    case (let golden as String, let found as String):
      return golden == found ? [] : ["\(path): \(found), expected \(golden)"]
    case (let golden as NSNumber, let found as NSNumber):
      let (left, right) = (golden.doubleValue, found.doubleValue)
      let isNear = abs(left - right) <= 1e-9 * max(abs(left), abs(right)) + 1e-12
      return isNear ? [] : ["\(path): \(right), expected \(left)"]
    default: return ["\(path): \(found), expected \(golden)"]
    }
  }
}

enum RealData {
  static let folder = ProcessInfo.processInfo.environment["OCTAVO_REAL_DATA"]
}
