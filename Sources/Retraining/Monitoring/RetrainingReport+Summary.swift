import Foundation

extension RetrainingReport {
  /// The run in one line, which a mail from cron consists of.
  public var summary: String {
    "octavo retrain: " + ([verdict] + remarks).joined(separator: "; ")
  }

  /// Whether there is something to tell somebody who asked for silence.
  public var needsAttention: Bool {
    if case .promoted = outcome { problem != nil } else { true }
  }

  private var verdict: String {
    switch outcome {
    case .promoted(let version): "promoted \(version)\(comparison.map { ": \($0)" } ?? "")"
    case .refused(let reason):
      "refused the candidate: \(oneLine(reason))\(comparison.map { " (\($0))" } ?? "")"
    case .failed(let reason): "FAILED with code \(exitCode): \(oneLine(reason))"
    }
  }

  /// `RMSE 0.8412, was 0.8467 (-0.65 %), on 59,635 ratings`.
  private var comparison: String? {
    guard let gate else { return nil }
    let was = gate.currentRMSE.map { current in
      let change = String(format: "%+.2f %%", 100 * (gate.candidateRMSE / current - 1))
      return ", was \(rounded(current)) (\(change)),"
    }
    return "RMSE \(rounded(gate.candidateRMSE))\(was ?? "") on \(grouped(gate.heldOut)) ratings"
  }

  private var remarks: [String] {
    [after, service, data, "took \(duration)"].compactMap(\.self)
  }

  private var after: String? {
    problem.map { "then FAILED with code \(exitCode): \(oneLine($0))" }
  }

  private var service: String? {
    if case .promoted = outcome { return nil }
    return inService.map { "\($0) stays in service" } ?? "no model is in service"
  }

  private var data: String? {
    guard let ratings else { return nil }
    let change = ratings.before.map { before in
      let difference = ratings.count - before
      return " (\(difference < 0 ? "-" : "+")\(grouped(abs(difference))))"
    }
    let bad = ratings.badRows == 0 ? "" : ", \(grouped(ratings.badRows)) bad rows passed over"
    return "\(grouped(ratings.count)) ratings\(change ?? "") of \(grouped(ratings.readers)) readers"
      + bad
  }

  /// `0.8 s`, `4 min 12 s` or `1 h 3 min`.
  private var duration: String {
    guard seconds >= 9.95 else { return String(format: "%.1f s", seconds) }
    let whole = Int(seconds.rounded())
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }

  private func rounded(_ value: Double) -> String { String(format: "%.4f", value) }

  private func grouped(_ value: Int) -> String {
    value.formatted(.number.locale(Locale(identifier: "en_US")))
  }

  private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
