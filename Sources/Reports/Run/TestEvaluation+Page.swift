import Octavo
import Support

extension TestEvaluation {
  /// Where the model errs.
  var errorSection: Page.Section {
    Page.Section(
      title: "Errors", anchor: "errors",
      text: [
        "On the \(errors.count.grouped) ratings of the \(part.rawValue), which training never saw. Bounds "
          + "hold a figure in 95 of 100 draws of readers."
      ],
      figures: [ratingFigure, calibrationFigure, predictionFigure, residualFigure]
        .compactMap(\.self))
  }

  /// How errors fall as the model knows more of a reader or a book.
  var groupSection: Page.Section {
    Page.Section(
      title: "Cold and warm", anchor: "cold-and-warm",
      text: ["By the number of training ratings that the model knows a reader or a book by."],
      figures: [
        familiarityFigure("reader", breakdown.byReaderRatings),
        familiarityFigure("book", breakdown.byBookRatings),
      ],
      tables: [
        Self.table("By the reader's training ratings", breakdown.byReaderRatings),
        Self.table("By the book's training ratings", breakdown.byBookRatings),
      ])
  }

  private static func table(_ title: String, _ groups: [ErrorGroup]) -> Page.Table {
    Page.Table(
      title,
      ["training ratings", "ratings", "RMSE", "95 %", "MAE", "mean rating", "mean prediction"],
      wrapping: [],
      rows: groups.map { group in
        [group.name, group.errors.count.grouped, fixed(group.errors.rmse, 3), interval(group)]
          + [group.errors.mae, group.actual, group.predicted].map { fixed($0, 3) }
      })
  }

  private static func interval(_ group: ErrorGroup) -> String {
    "\(fixed(group.rmse.lower, 3))–\(fixed(group.rmse.upper, 3))"
  }

  private static func hover(_ group: ErrorGroup) -> String {
    "\(group.name): RMSE \(fixed(group.errors.rmse, 4)) (\(interval(group))), MAE "
      + "\(fixed(group.errors.mae, 4)), \(group.errors.count.grouped) ratings"
  }

  private var ratingFigure: Page.Figure {
    let groups = breakdown.byRating
    return Page.Figure(
      title: "Error by true rating", note: "Rare ratings are the hard ones.",
      svg: Chart.columns(
        groups.map(\.errors.rmse), bounds: groups.map { ($0.rmse.lower, $0.rmse.upper) },
        x: Axis("rating", names: groups.map(\.name), atMost: 11), y: "RMSE",
        description: "RMSE by rating: " + Self.list(groups) { fixed($0.errors.rmse, 3) },
        hover: { Self.hover(groups[$0]) }))
  }

  private func familiarityFigure(_ whose: String, _ groups: [ErrorGroup]) -> Page.Figure {
    let points = groups.enumerated().map { (x: Double($0) + 0.5, y: $1.errors.rmse) }
    let bounds = groups.flatMap { [$0.rmse.lower, $0.rmse.upper] }
    return Page.Figure(
      title: "Error by the \(whose)'s training ratings",
      note: "RMSE with its bounds; the more a model knows, the less it should err.",
      svg: Chart.lines(
        [
          Chart.Line(
            name: "RMSE", points: points, hover: { Self.hover(groups[$0]) }, hasDots: true,
            bounds: groups.map { ($0.rmse.lower, $0.rmse.upper) })
        ],
        x: Axis("training ratings of the \(whose)", names: groups.map(\.name), atMost: 6),
        y: Axis("RMSE", covering: (bounds.min() ?? 0)...(bounds.max() ?? 1)),
        description: "RMSE by training ratings of the \(whose): "
          + Self.list(groups) { fixed($0.errors.rmse, 3) }))
  }

  private var calibrationFigure: Page.Figure {
    let groups = breakdown.calibration
    let points = groups.map { (x: $0.predicted, y: $0.actual) }
    let values = points.flatMap { [$0.x, $0.y] }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let x = Axis("mean prediction", covering: low...high)
    let most = Double(groups.map(\.errors.count).max() ?? 1)
    return Page.Figure(
      title: "Calibration",
      note: "Where the model predicts 4, the mean rating should be 4: on the dashed line. "
        + "The larger a dot, the more ratings.",
      svg: Chart.lines(
        [
          Chart.Line(
            name: "mean rating", points: points,
            hover: { place in
              let group = groups[place]
              return "predicted \(group.name): mean rating \(fixed(group.actual, 3)), "
                + "\(group.errors.count.grouped) ratings"
            }, hasDots: true,
            radii: groups.map { 2.5 + 7 * (Double($0.errors.count) / most).squareRoot() })
        ],
        x: x, y: Axis("mean rating", covering: low...high),
        even: (max(x.range.lowerBound, low), min(x.range.upperBound, high)),
        description: "Mean rating by mean prediction: "
          + Self.list(groups) { "\(fixed($0.actual, 2)) of \($0.errors.count.grouped)" }))
  }

  private var predictionFigure: Page.Figure? {
    let (groups, shares) = (breakdown.byRating, breakdown.spread.shares)
    guard let rows = shares.first?.count else { return nil }
    let grid = (0..<rows).reversed().map { place in shares.map { $0[place] } }
    return Page.Figure(
      title: "Predicted against actual",
      note:
        "Of the ratings of one value, the share with each prediction: each column adds to 100 %.",
      svg: Chart.heat(
        grid, x: Axis("rating", names: groups.map(\.name), atMost: 11), y: places(rows),
        description: "A grid; mean predictions: " + Self.list(groups) { fixed($0.predicted, 2) }))
  }

  /// An axis of `count` ranges of predictions, with its ticks at ratings.
  private func places(_ count: Int) -> Axis {
    let (low, high) = (Double(breakdown.range.lowest), Double(breakdown.range.highest))
    let ticks = [0.0, 0.25, 0.5, 0.75, 1].map { share in
      Axis.Tick(value: share * Double(count), label: Axis.label(low + share * (high - low)))
    }
    return Axis("prediction", range: 0...Double(count), ticks: ticks)
  }

  private var residualFigure: Page.Figure {
    let residuals = breakdown.spread.residuals
    let used = residuals.indices.filter { residuals[$0].count > 0 }
    let shown = residuals[(used.first ?? 0)...(used.last ?? 0)]
    let bias = breakdown.all.predicted - breakdown.all.actual
    return Page.Figure(
      title: "Residuals", note: "Prediction minus rating; the mean is \(fixed(bias, 4)).",
      svg: Chart.histogram(
        shown.map { range in
          let name = "\(fixed(range.from, 2)) to \(fixed(range.to, 2))"
          return (from: range.from, to: range.to, count: range.count, name: name)
        },
        x: "error", y: "ratings",
        description: "A histogram of errors: mean \(fixed(bias, 4)), root mean square "
          + "\(fixed(errors.rmse, 4)).", unit: "ratings"))
  }

  private static func list(_ groups: [ErrorGroup], _ figure: (ErrorGroup) -> String) -> String {
    groups.prefix(30).map { "\($0.name): \(figure($0))" }.joined(separator: ", ") + "."
  }
}
