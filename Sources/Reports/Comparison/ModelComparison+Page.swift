import Octavo
import Support

extension ModelComparison {
  /// The comparison as a page of its own: HTML with charts, without scripts and without a need for a network.
  package func html() throws -> String {
    try Page(
      title: "Comparison of \(contenders.count) models",
      subtitle:
        "On the same \(ratings.grouped) ratings of \(readers.grouped) readers (\(part.rawValue)); "
        + "differences are from \(referenceName). Bounds hold a figure in 95 of 100 draws of readers.",
      facts: contenders.prefix(6).map {
        .init(name: "RMSE, \($0.name)", value: fixed($0.evaluation.errors.rmse, 4))
      },
      sections: [overview] + [uncertaintySection].compactMap(\.self)
        + contenders.dropFirst().enumerated().map { section(of: $1, $0 + 1) }
    ).html()
  }

  private var overview: Page.Section {
    Page.Section(
      title: "All ratings", anchor: "all",
      figures: [errorFigure, contenders.count > 1 ? differenceFigure : nil].compactMap(\.self),
      tables: [
        Page.Table(
          "Errors",
          ["model", "RMSE", "95 %", "MAE", "difference", "95 %", "verdict"], texts: [0, 6],
          wrapping: [0],
          rows: contenders.map { contender in
            let (errors, rmse) = (
              contender.evaluation.errors, contender.evaluation.breakdown.all.rmse
            )
            return [
              contender.name, fixed(errors.rmse, 4),
              "\(fixed(rmse.lower, 4))–\(fixed(rmse.upper, 4))", fixed(errors.mae, 4),
            ] + (contender.whole?.figures ?? ["", "", ""])
          })
      ])
  }

  private var errorFigure: Page.Figure {
    Page.Figure(
      title: "RMSE",
      note:
        "With the bounds of each; models err on the same ratings, so that differences are surer "
        + "than these bounds let think.",
      svg: Chart.intervals(
        contenders.map { contender in
          let rmse = contender.evaluation.breakdown.all.rmse
          return .init(
            name: contender.name, estimate: contender.evaluation.errors.rmse, lower: rmse.lower,
            upper: rmse.upper, text: fixed(contender.evaluation.errors.rmse, 4))
        }, x: "RMSE", description: "RMSE by model."))
  }

  private var differenceFigure: Page.Figure {
    Page.Figure(
      title: "Difference from \(referenceName)",
      note: "Left of 0 a model errs less. Where the bounds do not reach 0, there is no doubt.",
      svg: Chart.intervals(
        contenders.dropFirst().compactMap { $0.whole?.interval($0.name) }, x: "difference of RMSE",
        areDifferences: true,
        description: "Differences of RMSE by model."))
  }

  /// How sure the models are; nil where none of them says.
  private var uncertaintySection: Page.Section? {
    let models = contenders.compactMap { contender in
      contender.evaluation.uncertainty.map { (name: contender.name, calibration: $0) }
    }
    guard !models.isEmpty else { return nil }
    return Page.Section(
      title: "How sure", anchor: "how-sure",
      figures: [UncertaintyCalibration.coverageFigure(models)],
      tables: [
        UncertaintyCalibration.table(
          "Intervals", "model", models.map { ($0.name, $0.calibration.all) })
      ])
  }

  private func section(of contender: Contender, _ number: Int) -> Page.Section {
    let groups = contender.differences.filter { $0.by != nil }
    return Page.Section(
      title: "\(contender.name) less \(referenceName)", anchor: "model-\(number)",
      figures: groups.compactMap { group in
        let entries = group.slices.compactMap { $0.interval($0.slice) }
        guard let kind = group.by, !entries.isEmpty else { return nil }
        return Page.Figure(
          title: "Difference \(kind.heading)", note: "Left of 0, \(contender.name) errs less.",
          svg: Chart.intervals(
            entries, x: "difference of RMSE", areDifferences: true,
            description: "Differences of RMSE \(kind.heading): "
              + entries.map { "\($0.name): \($0.text)" }.joined(separator: ", ") + "."))
      },
      tables: groups.map { group in
        Page.Table(
          group.by.map { $0.heading.prefix(1).uppercased() + $0.heading.dropFirst() } ?? "",
          ["slice", "ratings", "readers", "difference", "95 %", "verdict"], texts: [0, 5],
          wrapping: [],
          rows: group.slices.map {
            [$0.slice, $0.ratings.grouped, $0.readers.grouped] + $0.figures
          })
      })
  }
}

extension SliceComparison {
  /// The difference as an entry of a chart; nil where there are too few readers.
  fileprivate func interval(_ name: String) -> Chart.Interval? {
    difference.map {
      Chart.Interval(
        name: name, estimate: $0.estimate, lower: $0.lower, upper: $0.upper, text: figures[0])
    }
  }
}
