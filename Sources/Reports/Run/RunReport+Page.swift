import Foundation
import Octavo
import Support

extension RunReport {
  /// The report as a page of its own: HTML with charts, without scripts and without a need for a network.
  ///
  /// - Parameter folder: The run's folder, for the title.
  public func html(folder: String) throws -> String {
    try Page(
      title: "Training run: \(URL(fileURLWithPath: folder).lastPathComponent)",
      subtitle: "\(folder), trained on \(data.ratings.grouped) ratings of "
        + "\(data.books.grouped) books by \(data.readers.grouped) readers",
      facts: facts,
      sections: [learningSection, errors?.section, errors?.groupSection, shelfSection, factSection]
        .compactMap(\.self)
    ).html()
  }

  private var facts: [Page.Fact] {
    let measured = errors?.all.errors ?? metrics["test"]
    let speed = epochs.reduce(0) { $0 + $1.ratingsPerSecond * $1.seconds }
    let seconds = epochs.reduce(0) { $0 + $1.seconds }
    return [
      .init(name: "Test RMSE", value: measured.map { fixed($0.rmse, 4) } ?? "–"),
      .init(name: "Test MAE", value: measured.map { fixed($0.mae, 4) } ?? "–"),
      .init(name: "Best epoch", value: "\(bestEpoch) of \(epochs.count)"),
      .init(name: "Training time", value: "\(fixed(seconds, 1)) s"),
      .init(
        name: "Ratings a second",
        value: seconds > 0 ? Int(speed / seconds).grouped : "–"),
      .init(name: "Ratings", value: data.ratings.grouped),
    ]
  }

  private var learningSection: Page.Section {
    Page.Section(
      title: "Learning", anchor: "learning", figures: epochs.isEmpty ? [] : [curve, throughput])
  }

  private var epochAxis: Axis {
    Axis("epoch", names: epochs.map { "\($0.epoch)" }, atMost: 10)
  }

  private var curve: Page.Figure {
    let places = epochs.indices.map { Double($0) + 0.5 }
    let train = epochs.map { $0.trainMSE.squareRoot() }
    let validation = epochs.map { $0.validationMSE?.squareRoot() }
    let points = zip(places, validation).compactMap { x, y in y.map { (x: x, y: $0) } }
    let values = train + points.map(\.y)
    var lines = [
      Chart.Line(
        name: "training", points: Array(zip(places, train)).map { (x: $0, y: $1) },
        hover: { "epoch \(epochs[$0].epoch): training RMSE \(fixed(train[$0], 4))" },
        hasDots: true)
    ]
    if points.count == epochs.count {
      lines.append(
        Chart.Line(
          name: "validation", points: points,
          hover: { "epoch \(epochs[$0].epoch): validation RMSE \(fixed(points[$0].y, 4))" },
          hasDots: true))
    }
    return Page.Figure(
      title: "Learning curves",
      note: (bestEpoch > 0
        ? "The model is that of epoch \(bestEpoch)."
        : "No epoch beat the readers' histories alone, which are the model.")
        + " Training errors are those met on the way.",
      svg: Chart.lines(
        lines, x: epochAxis,
        y: Axis("RMSE", covering: (values.min() ?? 0)...(values.max() ?? 1)),
        description: "Lines by epoch: training RMSE from \(fixed(train.first ?? 0, 4)) to "
          + "\(fixed(train.last ?? 0, 4))"
          + (points.last.map { ", validation RMSE at the end \(fixed($0.y, 4))" } ?? "") + "."))
  }

  private var throughput: Page.Figure {
    let rates = epochs.map(\.ratingsPerSecond)
    return Page.Figure(
      title: "Throughput", note: "Training ratings for each second of an epoch.",
      svg: Chart.columns(
        rates, x: epochAxis, y: "ratings a second",
        description: "Columns by epoch: "
          + rates.prefix(30).map { Int($0).grouped }.joined(separator: "; "),
        hover: { place in
          "epoch \(epochs[place].epoch): \(Int(rates[place]).grouped) ratings a second, "
            + "\(fixed(epochs[place].seconds, 2)) s"
        }))
  }

  private var shelfSection: Page.Section {
    Page.Section(
      title: "Recommendations", anchor: "recommendations",
      text: [
        "For the reader with the most rated books, a median one and the one with the fewest: "
          + (hasLists
            ? "what they would pick up next, moved up or down by the rating they would give."
            : "the highest predicted ratings.")
      ],
      tables: shelves.map { shelf in
        Page.Table(
          "Reader \(shelf.reader), who has rated \(shelf.rated.grouped) books",
          ["book", "predicted rating"], rows: shelf.books.map { [$0.name, fixed($0.score, 2)] })
      })
  }

  private var testWarning: [String] {
    guard let count = testPairsInTraining, count > 0, let test = metrics["test"] else { return [] }
    return [DividedDataset.words(ofTestPairsInTraining: count, of: test.count) + "."]
  }

  private var factSection: Page.Section {
    let parts = ["train", "validation", "test"].compactMap { name in
      metrics[name].map { (name, $0) }
    }
    return Page.Section(
      title: "Facts", anchor: "facts",
      text: (errors == nil
        ? ["octavo report --data DIR, with the data of the run, shows where the model errs."] : [])
        + testWarning,
      tables: [
        Page.Table(
          "Errors", ["part", "ratings", "RMSE", "MSE", "MAE"],
          rows: parts.map { name, errors in
            [name, errors.count.grouped]
              + [errors.rmse, errors.mse, errors.mae].map { fixed($0, 4) }
          }),
        Page.Table(
          "Data", ["what", "value"], texts: [0, 1],
          rows: [
            ["ratings", data.ratings.grouped], ["readers", data.readers.grouped],
            ["books", data.books.grouped], ["digest", data.digest],
          ]),
        Page.Table(
          "Options", ["option", "value"], texts: [0, 1], wrapping: [1],
          rows: options.map { [$0.name, $0.value] }),
      ])
  }
}

extension RunErrors {
  fileprivate var section: Page.Section {
    Page.Section(
      title: "Errors", anchor: "errors",
      text: ["On the \(all.errors.count.grouped) test ratings, which training never saw."],
      figures: [predictionFigure, calibrationFigure, residualFigure, ratingFigure]
        .compactMap(\.self),
      tables: byRating.isEmpty ? [] : [Self.table("By the true rating", byRating)])
  }

  private var predictionFigure: Page.Figure? {
    guard let columns = predictions.first?.count else { return nil }
    let grid = (0..<columns).reversed().map { place in predictions.map { $0[place] } }
    return Page.Figure(
      title: "Predicted against actual",
      note: "Of the ratings of one kind, the share with each prediction.",
      svg: Chart.heat(
        grid, x: Axis("rating", names: byRating.map(\.name), atMost: 11),
        y: Self.places(range, count: columns),
        description: "A grid; mean predictions: "
          + byRating.map { "\($0.name): \(fixed($0.meanPrediction, 2))" }.joined(separator: ", ")))
  }

  /// An axis of `count` ranges of predictions, with its ticks at ratings.
  private static func places(_ range: RatingRange, count: Int) -> Axis {
    let (low, high) = (Double(range.lowest), Double(range.highest))
    let ticks = [0.0, 0.25, 0.5, 0.75, 1].map { share in
      Axis.Tick(value: share * Double(count), label: Axis.label(low + share * (high - low)))
    }
    return Axis("prediction", range: 0...Double(count), ticks: ticks)
  }

  private var calibrationFigure: Page.Figure? {
    let points = calibration.map { (x: $0.meanPrediction, y: $0.meanRating) }
    let values = points.flatMap { [$0.x, $0.y] }
    guard let low = values.min(), let high = values.max() else { return nil }
    let x = Axis("mean prediction", covering: low...high)
    return Page.Figure(
      title: "Calibration",
      note: "Where the model predicts 4, the mean rating should be 4: on the dashed line.",
      svg: Chart.lines(
        [
          Chart.Line(
            name: "mean rating", points: points,
            hover: { place in
              let group = calibration[place]
              return "predicted \(group.name): mean rating \(fixed(group.meanRating, 3)), "
                + "\(group.errors.count.grouped) ratings"
            }, hasDots: true)
        ],
        x: x, y: Axis("mean rating", covering: low...high),
        even: (max(x.range.lowerBound, low), min(x.range.upperBound, high)),
        description: "Mean rating by mean prediction: "
          + points.map { "\(fixed($0.x, 2)): \(fixed($0.y, 2))" }.joined(separator: ", ")))
  }

  private var residualFigure: Page.Figure {
    let used = residuals.indices.filter { residuals[$0].count > 0 }
    let shown = Array(residuals[(used.first ?? 0)...(used.last ?? 0)])
    let bias = all.meanPrediction - all.meanRating
    return Page.Figure(
      title: "Residuals",
      note: "Prediction minus rating; the mean is \(fixed(bias, 4)).",
      svg: Chart.histogram(
        shown.map { range in
          let name = "\(fixed(range.from, 2)) to \(fixed(range.to, 2))"
          return (from: range.from, to: range.to, count: range.count, name: name)
        },
        x: "error", y: "ratings",
        description: "A histogram of errors: mean \(fixed(bias, 4)), root mean square "
          + "\(fixed(all.errors.rmse, 4)).", unit: "ratings"))
  }

  private var ratingFigure: Page.Figure? {
    guard !byRating.isEmpty else { return nil }
    return Page.Figure(
      title: "Error by true rating", note: "Rare ratings are the hard ones.",
      svg: Chart.columns(
        byRating.map(\.errors.rmse),
        x: Axis("rating", names: byRating.map(\.name), atMost: 11), y: "RMSE",
        description: "RMSE by rating: "
          + byRating.map { "\($0.name): \(fixed($0.errors.rmse, 3))" }.joined(separator: ", "),
        hover: { place in
          let group = byRating[place]
          return "\(group.name): RMSE \(fixed(group.errors.rmse, 4)), MAE "
            + "\(fixed(group.errors.mae, 4)), \(group.errors.count.grouped) ratings"
        }))
  }

  fileprivate var groupSection: Page.Section {
    Page.Section(
      title: "Cold and warm", anchor: "cold-and-warm",
      text: [
        "By the number of training ratings that the model knows a reader or a book by."
      ],
      tables: [
        Self.table("By the reader's training ratings", byReader),
        Self.table("By the book's training ratings", byBook),
      ])
  }

  private static func table(_ title: String, _ groups: [Group]) -> Page.Table {
    Page.Table(
      title, ["group", "ratings", "RMSE", "MAE", "mean", "predicted"], wrapping: [],
      rows: groups.map { group in
        [group.name, group.errors.count.grouped]
          + [
            group.errors.rmse, group.errors.mae, group.meanRating, group.meanPrediction,
          ].map { fixed($0, 3) }
      })
  }
}
