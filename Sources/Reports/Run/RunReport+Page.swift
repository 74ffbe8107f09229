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
      sections: [
        learningSection, test?.errorSection, test?.groupSection, shelfSection, factSection,
      ]
      .compactMap(\.self)
    ).html()
  }

  private var facts: [Page.Fact] {
    let measured = test?.errors ?? metrics["test"]
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
      text: (test == nil
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
