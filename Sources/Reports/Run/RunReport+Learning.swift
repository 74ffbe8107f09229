import Octavo
import Support

extension RunReport {
  /// How the training went, epoch by epoch.
  var learningSection: Page.Section {
    Page.Section(
      title: "Learning", anchor: "learning",
      figures: epochs.isEmpty ? [] : [curve, rates, throughput])
  }

  /// An axis of epochs; the best one has a tick of its own.
  private var epochAxis: Axis {
    var axis = Axis("epoch", names: epochs.map { "\($0.epoch)" }, atMost: 10)
    guard let best = epochs.firstIndex(where: { $0.epoch == bestEpoch }) else { return axis }
    let place = Double(best) + 0.5
    let room = Double(max(1, epochs.count)) / 13
    axis.ticks.removeAll { abs($0.value - place) < room }
    axis.ticks.append(Axis.Tick(value: place, label: "\(bestEpoch)"))
    return axis
  }

  private var best: (x: Double, name: String)? {
    epochs.firstIndex { $0.epoch == bestEpoch }.map { (Double($0) + 0.5, "best") }
  }

  private var curve: Page.Figure {
    let places = epochs.indices.map { Double($0) + 0.5 }
    let train = epochs.map { $0.trainMSE.squareRoot() }
    let validation = zip(places, epochs).compactMap { place, epoch in
      epoch.validationMSE.map { (x: place, y: $0.squareRoot()) }
    }
    let values = train + validation.map(\.y)
    var lines = [
      Chart.Line(
        name: "training", points: Array(zip(places, train)).map { (x: $0, y: $1) },
        hover: { "epoch \(epochs[$0].epoch): training RMSE \(fixed(train[$0], 4))" },
        hasDots: true)
    ]
    if validation.count == epochs.count {
      lines.append(
        Chart.Line(
          name: "validation", points: validation,
          hover: { "epoch \(epochs[$0].epoch): validation RMSE \(fixed(validation[$0].y, 4))" },
          hasDots: true))
    }
    return Page.Figure(
      title: "Learning curves",
      note: (bestEpoch > 0
        ? "RMSE. The model is that of epoch \(bestEpoch)."
        : "RMSE. No epoch beat the readers' histories alone, which are the model.")
        + " Training errors are those met on the way, with dropout in them.",
      svg: Chart.lines(
        lines, x: epochAxis,
        y: Axis("RMSE", covering: (values.min() ?? 0)...(values.max() ?? 1)), mark: best,
        description: "Lines by epoch: training RMSE from \(fixed(train.first ?? 0, 4)) to "
          + "\(fixed(train.last ?? 0, 4))"
          + (validation.last.map { ", validation RMSE at the end \(fixed($0.y, 4))" } ?? "") + "."))
  }

  private var rates: Page.Figure {
    let points = epochs.enumerated().map { (x: Double($0) + 0.5, y: $1.learningRate) }
    let top = points.map(\.y).max() ?? 1
    return Page.Figure(
      title: "Learning rate", note: "At the end of each epoch.",
      svg: Chart.lines(
        [
          Chart.Line(
            name: "learning rate", points: points,
            hover: { "epoch \(epochs[$0].epoch): \(epochs[$0].learningRate.brief)" }, hasDots: true)
        ], x: epochAxis, y: Axis("learning rate", covering: 0...max(top, 1e-12)),
        description: "A line by epoch: from \(points.first?.y.brief ?? "") to "
          + "\(points.last?.y.brief ?? "")."))
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
}
