import Foundation
import Support

extension NightRecord {
  /// The run in one line, which a mail from cron consists of.
  public var summary: String {
    "octavo retrain: " + ([verdict] + remarks).joined(separator: "; ")
  }

  /// Whether there is something to tell somebody who asked for silence.
  public var needsAttention: Bool {
    outcome != .promoted || problem != nil
  }

  private var verdict: String {
    guard let judgement else {
      return "FAILED with code \(exitCode ?? 0): \(oneLine(problem ?? "nothing was decided"))"
    }
    let words = comparison
    guard judgement.isPromoted else {
      return "refused the candidate: \(oneLine(judgement.objections.joined(separator: "; ")))"
        + (words.map { " (\($0))" } ?? "")
    }
    return "promoted \(judgement.candidate)" + (words.map { ": \($0)" } ?? "")
  }

  /// `RMSE 0.8412, was 0.8467 (-0.65 %), on 59,635 ratings`.
  private var comparison: String? {
    guard let all = judgement?.comparisons.first else { return nil }
    let was = change.map { change in
      ", was \(fixed(all.referenceRMSE, 4)) (\(String(format: "%+.2f %%", 100 * change))),"
    }
    return "RMSE \(fixed(all.candidateRMSE, 4))\(was ?? "") on \(all.ratings.grouped) ratings"
      + (heldBack.map { ", \($0)" } ?? "")
  }

  /// `12,000 held-out ratings did not count: they were learned from before`.
  private var heldBack: String? {
    guard let known = judgement?.holdOut.known, known > 0 else { return nil }
    return "\(known.grouped) held-out ratings did not count: they were learned from before"
  }

  private var remarks: [String] {
    [after, service, ratings, order, "took \(duration)"].compactMap(\.self)
  }

  private var after: String? {
    guard judgement != nil, let problem else { return nil }
    return "then FAILED with code \(exitCode ?? 0): \(oneLine(problem))"
  }

  private var service: String? {
    guard outcome != .promoted else { return nil }
    return inService.map { "\($0) stays in service" } ?? "no model is in service"
  }

  private var ratings: String? {
    guard let data else { return nil }
    let change = lastData.map { last in
      let difference = data.ratings - last.ratings
      return " (\(difference < 0 ? "" : "+")\(difference.grouped))"
    }
    let bad = data.badRows == 0 ? "" : ", \(data.badRows.grouped) bad rows passed over"
    return "\(data.ratings.grouped) ratings\(change ?? "") of \(data.readers.grouped) readers" + bad
  }

  /// Rows in another order hold out what was learned from before.
  private var order: String? {
    guard let share = data?.reorderedReaders, share > 0 else { return nil }
    return
      "\(fixed(100 * share, 1)) % of readers have their ratings in another order than last time"
  }

  /// `0.8 s`, `4 min 12 s` or `1 h 3 min`.
  private var duration: String {
    let seconds = seconds ?? 0
    guard seconds >= 9.95 else { return String(format: "%.1f s", seconds) }
    let whole = Int(seconds.rounded())
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }

  private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
