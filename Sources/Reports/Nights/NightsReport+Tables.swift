import Retraining
import Support

extension NightsReport {
  /// How many nights the table has.
  private static let shown = 100

  var nightSection: Page.Section {
    var text: [String] = []
    if let pin {
      text.append("\(pin.version) is pinned since \(pin.since): \(pin.reason).")
    }
    if nights.count > Self.shown { text.append("The last \(Self.shown) nights, the latest first.") }
    if unreadable > 0 {
      text.append(
        "\(unreadable.grouped) lines of the history were written by a later program or are damaged; they are left out."
      )
    }
    return Page.Section(
      title: "Nights", anchor: "nights", text: text,
      tables: [
        Page.Table(
          "Every night, times in UTC",
          ["began", "ended", "code", "start", "change", "ratings", "s", "MB", "why"],
          texts: [0, 1, 3, 8], wrapping: [8],
          rows: nights.suffix(Self.shown).reversed().map(row))
      ])
  }

  /// What the last decided night compared: all held-out ratings, and the groups that the gate looks at.
  var comparisonTable: Page.Table? {
    guard let night = nights.last(where: { $0.judgement?.comparisons.isEmpty == false }),
      let comparisons = night.judgement?.comparisons
    else { return nil }
    return Page.Table(
      "The comparisons of \(night.day), by RMSE",
      [
        "ratings of", "ratings", "readers", "candidate", "compared with", "difference", "bounds",
        "allowed", "passes",
      ], texts: [0, 8], wrapping: [0],
      rows: comparisons.map { one in
        let bounds = one.difference.map { "\(fixed($0.lower, 4)) to \(fixed($0.upper, 4))" }
        return [
          one.slice, one.ratings.grouped, one.readers.grouped, fixed(one.candidateRMSE, 4),
          fixed(one.referenceRMSE, 4), one.difference.map { fixed($0.estimate, 4) } ?? "–",
          bounds ?? "too few", fixed(one.allowed, 4),
          one.passes.map { $0 ? "yes" : "no" } ?? "–",
        ]
      })
  }

  /// How long each stage took in the last night that was decided, warm and from scratch.
  var stageTable: Page.Table? {
    let decided = nights.filter { $0.judgement != nil && !$0.stages.isEmpty }
    let warm = decided.last { $0.judgement?.training.isWarm == true }
    let scratch = decided.last { $0.judgement?.training.isWarm == false }
    let names = Set((warm?.stages ?? [:]).keys).union((scratch?.stages ?? [:]).keys)
    guard !names.isEmpty else { return nil }
    let seconds = (scratch ?? warm)?.stages ?? [:]
    let longest = names.sorted { (-(seconds[$0] ?? 0), $0) < (-(seconds[$1] ?? 0), $1) }
    return Page.Table(
      "Seconds by stage, in the last nights of each kind", ["stage", "warm", "from scratch"],
      rows: longest.map { name in
        [name] + [warm, scratch].map { $0?.stages[name].map { fixed($0, 2) } ?? "–" }
      })
  }

  private func row(_ night: NightRecord) -> [String] {
    [
      night.minute, night.outcome.rawValue, night.exitCode.map { "\($0)" } ?? "–",
      night.judgement.map { $0.training.isWarm ? "warm" : "scratch" } ?? "–",
      night.change.map(signed) ?? "–", night.data?.ratings.grouped ?? "–",
      night.seconds.map { fixed($0, 1) } ?? "–",
      night.peakMemory.map { (($0 + 500_000) / 1_000_000).grouped } ?? "–",
      (night.remark ?? "").clipped(300),
    ]
  }

  var changeSection: Page.Section? {
    guard !changes.isEmpty else { return nil }
    return Page.Section(
      title: "By hand", anchor: "by-hand",
      tables: [
        Page.Table(
          "What people did, times in UTC",
          ["when", "what", "in service after it", "taken back", "why"],
          texts: [0, 1, 2, 3, 4], wrapping: [4],
          rows: changes.suffix(Self.shown).reversed().map { change in
            [
              String(change.at.prefix(16)).replacing("T", with: " "), change.event.rawValue,
              change.version ?? "–", change.before ?? "–", (change.reason ?? "").clipped(300),
            ]
          })
      ])
  }
}

// MARK: - Places on the axis of nights

extension NightsReport {
  /// The nights with a value, each in the middle of its place.
  func places<Value>(
    _ value: (NightRecord) -> Value?
  ) -> [(x: Double, night: NightRecord, value: Value)] {
    nights.enumerated().compactMap { place, night in
      value(night).map { (Double(place) + 0.5, night, $0) }
    }
  }

  var nightAxis: Axis {
    // Days without their year, which the page names.
    Axis("night", names: nights.map { String($0.day.dropFirst(5)) }, atMost: 7)
  }

  /// The day of the night at a place.
  func day(at place: Double) -> String { nights[Int(place)].day }

  /// All values, and one more.
  func range(_ points: [(x: Double, y: Double)], with value: Double? = nil) -> ClosedRange<Double> {
    let values = points.map(\.y) + [value].compactMap(\.self)
    return (values.min() ?? 0)...(values.max() ?? 1)
  }

  func low(_ points: [(x: Double, y: Double)]) -> String { fixed(points.map(\.y).min() ?? 0, 3) }
  func high(_ points: [(x: Double, y: Double)]) -> String { fixed(points.map(\.y).max() ?? 0, 3) }

  /// `-0.65 %`.
  func signed(_ share: Double) -> String { (share < 0 ? "" : "+") + fixed(100 * share, 2) + " %" }
}
