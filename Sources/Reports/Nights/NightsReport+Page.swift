import Foundation
import Retraining
import Support

extension NightsReport {
  /// The report as a page of its own: HTML with charts, without scripts and without a need for a network.
  ///
  /// - Parameter folder: The folder of models, for the title.
  public func html(folder: String) throws -> String {
    try Page(
      title: "Nights of \(URL(fileURLWithPath: folder).lastPathComponent)",
      subtitle: subtitle(folder),
      facts: facts,
      sections: [errorSection, groupSection, dataSection, costSection, nightSection, changeSection]
        .compactMap(\.self)
    ).html()
  }

  private func subtitle(_ folder: String) -> String {
    guard let first = nights.first, let last = nights.last else { return folder }
    return "\(folder), from \(first.day) to \(last.day) (UTC)"
  }

  private func count(_ outcome: NightRecord.Outcome) -> Int {
    nights.count { $0.outcome == outcome }
  }

  private var facts: [Page.Fact] {
    [
      .init(name: "Nights", value: nights.count.grouped),
      .init(name: "Promoted", value: count(.promoted).grouped),
      .init(name: "Refused", value: count(.refused).grouped),
      .init(name: "Failed", value: count(.failed).grouped),
      .init(name: "In service since", value: current.map { day($0.created) } ?? "nothing is"),
      .init(name: "Last change", value: nights.last?.change.map(signed) ?? "–"),
    ]
  }

  private func day(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }

  // MARK: Errors

  private var errorSection: Page.Section {
    Page.Section(
      title: "Errors", anchor: "errors",
      text: [
        "Candidate and model in service are compared on the same held-out ratings. Those of another night "
          + "are others: compare two dots of one night, and no dots of different nights."
      ],
      figures: [changeFigure, errorFigure, milestoneFigure].compactMap(\.self),
      tables: [comparisonTable].compactMap(\.self))
  }

  private var changeFigure: Page.Figure? {
    let compared = places { night in
      night.change == nil ? nil : night.judgement?.comparisons.first
    }
    guard !compared.isEmpty else { return nil }
    let changes = compared.map { (x: $0.x, y: 100 * ($0.value.change ?? 0)) }
    let bounds = compared.compactMap { place -> (x: Double, y: Double)? in
      let all = place.value
      return all.difference.map { (place.x, 100 * $0.upper / all.referenceRMSE) }
    }
    return Page.Figure(
      title: "The candidate against the model in service",
      note:
        "The change of RMSE in percent, and the bound that the gate goes by; below 0 is better.",
      svg: Chart.lines(
        [
          Chart.Line(
            name: "change", points: changes,
            hover: { place in
              "\(compared[place].night.day): \(signed(changes[place].y / 100)), \(compared[place].night.outcome)"
            }, hasDots: true),
          Chart.Line(
            name: "bound", points: bounds,
            hover: { "\(day(at: bounds[$0].x)): at most \(signed(bounds[$0].y / 100))" }),
        ],
        x: nightAxis, y: Axis("change of RMSE, %", covering: range(changes + bounds, with: 0)),
        description:
          "Lines by night: change of RMSE from \(low(changes)) to \(high(changes)) percent."))
  }

  private var errorFigure: Page.Figure? {
    let compared = places { $0.judgement?.comparisons.first }
    guard !compared.isEmpty else { return nil }
    let candidates = compared.map { (x: $0.x, y: $0.value.candidateRMSE) }
    let references = compared.filter { $0.night.change != nil }
      .map { (x: $0.x, y: $0.value.referenceRMSE) }
    return Page.Figure(
      title: "RMSE of both", note: "Each pair of dots on that night's held-out ratings.",
      svg: Chart.lines(
        [
          Chart.Line(
            name: "candidate", points: candidates,
            hover: { "\(day(at: candidates[$0].x)): candidate \(fixed(candidates[$0].y, 4))" },
            hasDots: true),
          Chart.Line(
            name: "in service", points: references,
            hover: { "\(day(at: references[$0].x)): in service \(fixed(references[$0].y, 4))" },
            hasDots: true),
        ],
        x: nightAxis, y: Axis("RMSE", covering: range(candidates + references)),
        description:
          "Dots by night: the candidate's RMSE from \(low(candidates)) to \(high(candidates))."))
  }

  private var milestoneFigure: Page.Figure? {
    let compared = places { $0.judgement?.milestone }
    guard !compared.isEmpty else { return nil }
    let changes = compared.compactMap { place in
      place.value.comparison.change.map { (x: place.x, y: 100 * $0, place: place) }
    }
    let points = changes.map { (x: $0.x, y: $0.y) }
    return Page.Figure(
      title: "The candidate against a model of up to a month ago",
      note: "The change of RMSE in percent: many small losses would show here.",
      svg: Chart.lines(
        [
          Chart.Line(
            name: "change", points: points,
            hover: {
              "\(changes[$0].place.night.day): \(signed(points[$0].y / 100)) against "
                + changes[$0].place.value.version
            }, hasDots: true)
        ],
        x: nightAxis, y: Axis("change of RMSE, %", covering: range(points, with: 0)),
        description:
          "A line by night: change of RMSE from \(low(points)) to \(high(points)) percent."))
  }

  // MARK: Groups

  private var groupSection: Page.Section? {
    let names =
      nights.last { $0.change != nil }?.judgement?.comparisons.dropFirst().map(\.slice) ?? []
    let figures = names.compactMap(groupFigure)
    guard !figures.isEmpty else { return nil }
    return Page.Section(
      title: "Groups", anchor: "groups",
      text: ["Where a mean hides a loss: the change of RMSE in each group that the gate looks at."],
      figures: figures)
  }

  private func groupFigure(_ slice: String) -> Page.Figure? {
    let compared = places { night in
      night.change == nil ? nil : night.judgement?.comparisons.first { $0.slice == slice }
    }.filter { $0.value.ratings > 0 && $0.value.change != nil }
    guard let last = compared.last else { return nil }
    let points = compared.map { (x: $0.x, y: 100 * ($0.value.change ?? 0)) }
    let bounds = zip(points, compared).map { point, place in
      place.value.difference.map { difference in
        let percent = 100 / place.value.referenceRMSE
        return (lower: percent * difference.lower, upper: percent * difference.upper)
      } ?? (lower: point.y, upper: point.y)
    }
    return Page.Figure(
      title: slice.prefix(1).uppercased() + slice.dropFirst(),
      note:
        "\(last.value.ratings.grouped) ratings of \(last.value.readers.grouped) readers in the last night.",
      svg: Chart.lines(
        [
          Chart.Line(
            name: "change", points: points,
            hover: { place in
              "\(compared[place].night.day): \(signed(points[place].y / 100)) on "
                + "\(compared[place].value.ratings.grouped) ratings"
            }, hasDots: true, bounds: bounds)
        ],
        x: nightAxis,
        y: Axis(
          "change of RMSE, %",
          covering: range(
            points + zip(points, bounds).flatMap { [($0.x, $1.lower), ($0.x, $1.upper)] }, with: 0)),
        description:
          "A line by night: change of RMSE from \(low(points)) to \(high(points)) percent."))
  }

  // MARK: Data and cost

  private var dataSection: Page.Section? {
    let read = places(\.data)
    guard !read.isEmpty else { return nil }
    return Page.Section(
      title: "Data", anchor: "data",
      figures: [
        lineFigure(
          "Ratings", "What each night read.", read.map { ($0.x, Double($0.value.ratings)) },
          "ratings", { Int($0).grouped }),
        lineFigure(
          "Mean rating", "A step is a change of the data, not of the model.",
          read.map { ($0.x, $0.value.mean) }, "mean rating", { fixed($0, 3) }),
        lineFigure(
          "Held-out ratings that count", "What the comparisons are made on.",
          places { $0.judgement?.comparisons.first }.map { ($0.x, Double($0.value.ratings)) },
          "ratings", { Int($0).grouped }),
      ].compactMap(\.self))
  }

  private var costSection: Page.Section? {
    Page.Section(
      title: "Time and memory", anchor: "cost",
      figures: [
        lineFigure(
          "Duration", "Warm nights start from the model in service; others from scratch.",
          places(\.seconds).map { ($0.x, $0.value) }, "seconds", { fixed($0, 1) }, from: 0),
        lineFigure(
          "Memory", "The most that a night held at once.",
          places(\.peakMemory).map { ($0.x, Double($0.value) / 1e6) }, "megabytes",
          { Int($0).grouped }, from: 0),
      ].compactMap(\.self), tables: [stageTable].compactMap(\.self))
  }

  private func lineFigure(
    _ title: String, _ note: String, _ points: [(x: Double, y: Double)], _ unit: String,
    _ words: @escaping (Double) -> String, from least: Double? = nil
  ) -> Page.Figure? {
    guard let first = points.first, let last = points.last else { return nil }
    return Page.Figure(
      title: title, note: note,
      svg: Chart.lines(
        [
          Chart.Line(
            name: unit, points: points,
            hover: { "\(day(at: points[$0].x)): \(words(points[$0].y)) \(unit)" }, hasDots: true)
        ],
        x: nightAxis, y: Axis(unit, covering: range(points, with: least)),
        description:
          "A line by night: \(title.lowercased()) from \(words(first.y)) to \(words(last.y))."))
  }
}
