import Octavo
import Support

extension UncertaintyCalibration {
  /// Whether ratings lie as far from predictions as the model says.
  var section: Page.Section {
    Page.Section(
      title: "How sure", anchor: "how-sure",
      text: [
        "octavo predict --uncertainty tells a standard deviation beside each prediction. It is right where as many "
          + "ratings as should lie within its intervals, and where errors are as large as it says."
      ],
      figures: [Self.coverageFigure([("this model", self)]), deviationFigure],
      tables: [
        Self.table(
          "Intervals: all ratings, and a fifth each, the surest first", "ratings",
          ([all] + byDeviation).map { ($0.name, $0) })
      ])
  }

  /// The shares of ratings within intervals that should hold 50 to 95 % of them, of some models.
  static func coverageFigure(
    _ models: [(name: String, calibration: UncertaintyCalibration)]
  ) -> Page.Figure {
    func percent(_ value: Double) -> String { "\(fixed(100 * value, 1)) %" }
    let found = models.flatMap(\.calibration.all.coverage) + levels
    let (low, high) = (found.min() ?? 0, found.max() ?? 1)
    let axis = { (title: String) in
      Axis(title, covering: low...high, label: { "\(Int((100 * $0).rounded())) %" })
    }
    let (x, words) = (axis("ratings that an interval should hold"), levels.map(percent))
    return Page.Figure(
      title: "Intervals", note: "On the dashed line intervals hold as many ratings as they should.",
      svg: Chart.lines(
        models.map { model in
          Chart.Line(
            name: model.name, points: zip(levels, model.calibration.all.coverage).map { ($0, $1) },
            hover: {
              "\(words[$0]) should, \(percent(model.calibration.all.coverage[$0])) do"
            }, hasDots: true)
        }, x: x, y: axis("ratings that it holds"),
        even: (max(x.range.lowerBound, low), min(x.range.upperBound, high)),
        description: "Ratings within intervals of \(words.joined(separator: ", ")): "
          + models.map { model in
            "\(model.name) \(model.calibration.all.coverage.map(percent).joined(separator: ", "))"
          }.joined(separator: "; ") + "."))
  }

  /// A table of intervals, a row for each of `groups`.
  static func table(
    _ title: String, _ what: String, _ groups: [(name: String, figures: Group)]
  ) -> Page.Table {
    Page.Table(
      title,
      [what, "count", "standard deviation", "RMSE"]
        + levels.map { "within \(Int((100 * $0).rounded())) %" },
      wrapping: [],
      rows: groups.map { name, group in
        [name, group.count.grouped, fixed(group.deviation, 3), fixed(group.rmse, 3)]
          + group.coverage.map { "\(fixed(100 * $0, 1)) %" }
      })
  }

  private var deviationFigure: Page.Figure {
    let points = byDeviation.map { (x: $0.deviation, y: $0.rmse) }
    let values = points.flatMap { [$0.x, $0.y] }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let x = Axis("standard deviation", covering: low...high)
    return Page.Figure(
      title: "Errors by standard deviation",
      note: "A fifth of the ratings each, the surest first; on the dashed line errors are as said.",
      svg: Chart.lines(
        [
          Chart.Line(
            name: "RMSE", points: points,
            hover: {
              "standard deviation \(fixed(byDeviation[$0].deviation, 3)): RMSE "
                + fixed(byDeviation[$0].rmse, 3)
            }, hasDots: true)
        ], x: x, y: Axis("RMSE", covering: low...high),
        even: (max(x.range.lowerBound, low), min(x.range.upperBound, high)),
        description: "RMSE by standard deviation: "
          + byDeviation.map { "\(fixed($0.deviation, 3)): \(fixed($0.rmse, 3))" }
          .joined(separator: ", ") + "."))
  }
}
