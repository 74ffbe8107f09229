import Foundation
import Octavo
import Support

extension RunReport {
  /// The report as a page of its own: HTML with charts, without scripts and without a need for a network.
  ///
  /// - Parameter folder: The run's folder, for the title.
  public func html(folder: String) throws -> String {
    let when = finished?.record.map { ", \($0.date.prefix(10))" } ?? ""
    return try Page(
      title: "Training run \(URL(fileURLWithPath: folder).lastPathComponent)",
      subtitle: "Trained on \(data.ratings.grouped) ratings of \(data.books.grouped) books by "
        + "\(data.readers.grouped) readers\(when)",
      facts: facts,
      sections: [
        comparisonSection, learningSection, test?.errorSection, test?.groupSection,
        test?.uncertainty?.section, test?.lists?.section, importanceSection, shelfSection,
        factSection,
      ].compactMap(\.self)
    ).html()
  }

  private var facts: [Page.Fact] {
    let measured = test?.errors ?? metrics["test"]
    let speed = epochs.reduce(0) { $0 + $1.ratingsPerSecond * $1.seconds }
    let seconds = epochs.reduce(0) { $0 + $1.seconds }
    let whole = finished.map { Page.Fact(name: "Wall time", value: "\(fixed($0.seconds, 1)) s") }
    return [
      .init(name: "Test RMSE", value: measured.map { fixed($0.rmse, 4) } ?? "–"),
      .init(name: "Test MAE", value: measured.map { fixed($0.mae, 4) } ?? "–"),
      .init(name: "Best epoch", value: "\(bestEpoch) of \(epochs.count)"),
    ] + [whole].compactMap(\.self) + [
      .init(name: "Time of the epochs", value: "\(fixed(seconds, 1)) s"),
      .init(
        name: "Ratings a second", value: seconds > 0 ? Axis.label(speed / seconds) : "–"),
    ]
  }

  /// The model beside simpler ways to predict: what a reader of the page asks first.
  private var comparisonSection: Page.Section? {
    guard let test = metrics["test"], let baselines = finished?.baselines, !baselines.isEmpty else {
      return nil
    }
    let rows = [("this model", test)] + baselines.map { ($0.name, $0.errors) }
    return Page.Section(
      title: "Comparison", anchor: "comparison", text: testWarning,
      figures: [
        Page.Figure(
          title: "Test RMSE beside simpler ways to predict",
          note: "On the same \(test.count.grouped) ratings; shorter is better.",
          svg: Chart.bars(
            rows.map { ($0, $1.rmse, fixed($1.rmse, 4)) },
            description: "Bars: "
              + rows.map { "\($0): \(fixed($1.rmse, 4))" }.joined(separator: ", ") + "."))
      ],
      tables: [Self.table("Test errors", "predicted by", rows)])
  }

  static func table(
    _ title: String, _ what: String, _ rows: [(name: String, metrics: ErrorMetrics)]
  ) -> Page.Table {
    Page.Table(
      title, [what, "ratings", "RMSE", "MSE", "MAE"],
      rows: rows.map { name, errors in
        [name, errors.count.grouped]
          + [errors.rmse, errors.mse, errors.mae].map { fixed($0, 4) }
      })
  }

  private var importanceSection: Page.Section? {
    let weights = encoding?.weights ?? []
    let sources = importance?.sources ?? []
    guard !weights.isEmpty || !sources.isEmpty else { return nil }
    let bars = sources.map {
      (name: $0.name, value: max(0, $0.increase), text: fixed($0.increase, 4))
    }
    return Page.Section(
      title: "What predictions rest on", anchor: "importance",
      figures: [
        sources.isEmpty
          ? nil
          : Page.Figure(
            title: "Permutation importance",
            note:
              "By how much the test RMSE rises where one source's features are exchanged among the ratings.",
            svg: Chart.bars(
              bars,
              description: "Bars: "
                + bars.map { "\($0.name): \($0.text)" }.joined(separator: ", ") + ".")),
        weights.isEmpty
          ? nil
          : Page.Figure(
            title: "Likeness of books",
            note:
              "How much each counts when a reader's other ratings predict one, in units of noise.",
            svg: Chart.bars(
              weights.map { ("\($0.term)", Double($0.weight), fixed(Double($0.weight), 2)) },
              description: "Bars: "
                + weights.map { "\($0.term): \(fixed(Double($0.weight), 2))" }
                .joined(separator: ", ") + ".")),
        readerEffectsFigure,
      ].compactMap(\.self))
  }

  /// What readers' columns move; nil where nothing is known of readers.
  private var readerEffectsFigure: Page.Figure? {
    guard let effects = encoding?.readerEffects, !effects.isEmpty else { return nil }
    let bars = effects.map {
      (name: $0.attribute, value: Double($0.deviation), text: fixed(Double($0.deviation), 3))
    }
    return Page.Figure(
      title: "Readers' columns",
      note: "The standard deviation of what each moves expected ratings by, in units of ratings.",
      svg: Chart.bars(
        bars,
        description: "Bars: " + bars.map { "\($0.name): \($0.text)" }.joined(separator: ", ") + "."
      ))
  }

  private var shelfSection: Page.Section {
    let hasLists = shelves.contains { $0.books.contains { $0.score != nil } }
    return Page.Section(
      title: "Recommendations", anchor: "recommendations",
      text: [
        "For the reader with the most rated books, a median one and the one with the fewest: "
          + (hasLists
            ? "ranked by what they would pick up next, moved up or down by the rating they would give. "
              + "Scores have no unit."
            : "the highest predicted ratings.")
      ],
      tables: shelves.map { shelf in
        Page.Table(
          "Reader \(shelf.reader), who has rated \(shelf.rated.grouped) books"
            + (shelf.liked.isEmpty ? "" : " and liked \(shelf.liked.joined(separator: ", "))"),
          ["", "title", "authors", "score", "predicted rating", "because of"],
          texts: [1, 2, 5], wrapping: [1, 2, 5],
          rows: shelf.books.enumerated().map { place, book in
            [
              "\(place + 1)", book.title, book.authors,
              book.score.map { fixed(Double($0), 2) } ?? "–", fixed(Double(book.prediction), 2),
              book.reasons.joined(separator: "; "),
            ]
          })
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
    let changed = options.filter(\.isChanged)
    return Page.Section(
      title: "Facts", anchor: "facts",
      text: (test == nil
        ? ["octavo report --data DIR, with the data of the run, shows where the model errs."] : [])
        + (finished?.baselines.isEmpty == false ? [] : testWarning),
      figures: [phaseFigure].compactMap(\.self),
      tables: [
        Self.table("Errors", "part", parts),
        Page.Table(
          "Run", ["what", "value"], texts: [0, 1], wrapping: [1],
          rows: [["command", commandLine]] + how),
        Page.Table(
          "Data", ["what", "value"], texts: [0, 1],
          rows: [
            ["ratings", data.ratings.grouped], ["readers", data.readers.grouped],
            ["books", data.books.grouped], ["digest", data.digest],
          ]),
        Page.Table(
          changed.isEmpty ? "Changed options: none" : "Changed options",
          ["option", "value", "default"], texts: [0, 1, 2], wrapping: [1],
          rows: changed.map { ["--" + $0.name, $0.value, $0.standard] }),
        Page.Table(
          "Options left as they are", ["option", "value"], texts: [0, 1], wrapping: [1],
          rows: options.filter { !$0.isChanged }.map { ["--" + $0.name, $0.value] }),
      ].filter { !$0.rows.isEmpty || $0.title.hasSuffix("none") })
  }

  /// By what, when and on which machine the run was done.
  private var how: [[String]] {
    guard let record = finished?.record else { return [] }
    return [
      ["date", record.date], ["program", record.program], ["threads", "\(record.threads)"],
    ] + (record.processor.map { [["processor", $0]] } ?? [])
      + (record.memory.map { [["memory", "\(fixed(Double($0) / 0x1p30, 1)) GiB"]] } ?? [])
  }

  /// How long each part of the run took; nil where the folder does not say.
  private var phaseFigure: Page.Figure? {
    guard let phases = finished?.record?.phases, !phases.isEmpty else { return nil }
    let bars = phases.map { (name: $0.name, value: $0.seconds, text: "\(fixed($0.seconds, 1)) s") }
    return Page.Figure(
      title: "Wall time", note: "By what was done, in that order.",
      svg: Chart.bars(
        bars,
        description: "Bars: " + bars.map { "\($0.name): \($0.text)" }.joined(separator: ", ") + "."
      ))
  }
}
