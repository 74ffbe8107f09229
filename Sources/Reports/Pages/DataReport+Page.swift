import Exploration
import Foundation
import Support

extension DataReport {
  /// The report as a page of its own: HTML with charts, without scripts and without a need for a network.
  ///
  /// - Parameter folder: The folder's name, for the title.
  public func html(folder: String) throws -> String {
    try Page(
      title: "The data in \(URL(fileURLWithPath: folder).lastPathComponent)",
      subtitle: "\(folder): what there is to know before training on it.",
      facts: facts,
      sections: [
        findingSection, adviceSection(folder), ratings.valueSection, ratings.spreadSection,
        ratings.bookSection, catalogue?.section, toRead?.section, fileSection,
      ].compactMap(\.self)
    ).html()
  }

  private var facts: [Page.Fact] {
    [
      .init(name: "Ratings", value: ratings.ratings.grouped),
      .init(name: "Readers", value: ratings.readers.grouped),
      .init(name: "Books", value: ratings.books.grouped),
      .init(name: "Mean rating", value: fixed(ratings.mean, 3)),
      .init(name: "Pairs with a rating", value: ratings.density.percent),
      .init(name: "Errors", value: "\(findings.count { $0.problem.level == .error })"),
    ]
  }

  private var findingSection: Page.Section {
    Page.Section(
      title: "What was found", anchor: "findings", text: [findingSummary + "."],
      findings: findings.byWeight.map { finding in
        .init(
          level: "\(finding.problem.level)", count: finding.count.grouped, title: finding.title,
          file: finding.file, consequence: finding.problem.consequence, examples: finding.examples)
      })
  }

  private func adviceSection(_ folder: String) -> Page.Section {
    Page.Section(title: "What to do next", anchor: "next", text: advice(folder: folder))
  }
}

extension RatingsFigures {
  fileprivate var valueSection: Page.Section {
    Page.Section(
      title: "Ratings", anchor: "ratings",
      figures: [valueFigure, readerMeanFigure, popularityFigure, orderFigure, coldStartFigure])
  }

  private var popularityFigure: Page.Figure {
    Page.Figure(
      title: "Mean rating by popularity",
      note: "Books in groups that double in the number of ratings.",
      svg: Chart.fan(
        popularity, x: "ratings of a book", y: "mean rating of a book",
        description: "Median mean rating by number of ratings: "
          + popularity.map { "from \($0.from): \(fixed($0.median, 2))" }.joined(separator: ", "),
        unit: "books"))
  }

  private var valueFigure: Page.Figure {
    let total = Double(ratings)
    let top = values.max { $0.count < $1.count }
    let note = top.map {
      "\($0.value.short) is the most frequent: \((Double($0.count) / total).percent) of all."
    }
    return Page.Figure(
      title: "How often each rating was given", note: note ?? "",
      svg: Chart.columns(
        values.map { Double($0.count) }, x: Axis("rating", names: values.map(\.value.short)),
        y: "ratings",
        description: "Columns: "
          + values.prefix(20).map { "\($0.value.short): \($0.count)" }.joined(separator: ", "),
        hover: { place in
          "\(values[place].value.short): \(values[place].count.grouped) ratings, "
            + (Double(values[place].count) / total).percent
        }))
  }

  private var readerMeanFigure: Page.Figure {
    let width = (readerMeans.to - readerMeans.from) / Double(max(1, readerMeans.counts.count))
    return Page.Figure(
      title: "Mean rating of readers",
      note: "Harsh readers to the left, generous ones to the right.",
      svg: Chart.histogram(
        readerMeans.counts.enumerated().map { place, count in
          let from = readerMeans.from + Double(place) * width
          return (
            from: from, to: from + width, count: count,
            name: "\(fixed(from, 2)) to \(fixed(from + width, 2))"
          )
        }, x: "mean rating of a reader", y: "readers",
        description: "A histogram of readers by their mean rating.", unit: "readers"))
  }

  private var orderFigure: Page.Figure {
    let means = order.map(\.mean)
    let (low, high) = (means.min() ?? 0, means.max() ?? 1)
    return Page.Figure(
      title: "Mean rating along the file",
      note: "In hundredths. \(orderWords)",
      svg: Chart.lines(
        [
          Chart.Line(
            name: "mean", points: shares(of: means),
            hover: { "\(shareName($0)): mean \(fixed(means[$0], 3))" })
        ],
        x: Self.fileAxis, y: Axis("mean rating", covering: low...high),
        description: "A line: the mean rating of each hundredth of the file's rows, between "
          + "\(fixed(low, 2)) and \(fixed(high, 2))."))
  }

  private var coldStartFigure: Page.Figure {
    let shares = order.map { Double($0.newReaders) }
    return Page.Figure(
      title: "New readers along the file",
      note: "How many readers have their first rating in each hundredth of the rows.",
      svg: Chart.lines(
        [
          Chart.Line(
            name: "readers", points: self.shares(of: shares),
            hover: { "\(shareName($0)): \(order[$0].newReaders.grouped) new readers" })
        ],
        x: Self.fileAxis, y: Axis("new readers", covering: 0...max(1, shares.max() ?? 1)),
        description: "A line: new readers in each hundredth of the file's rows."))
  }

  private static let fileAxis = Axis(
    "place in the file", covering: 0...1, label: { "\(Int((100 * $0).rounded())) %" })

  private func shares(of values: [Double]) -> [(x: Double, y: Double)] {
    values.enumerated().map { ((Double($0) + 0.5) / Double(values.count), $1) }
  }

  private func shareName(_ place: Int) -> String {
    "part \(place + 1) of \(order.count)"
  }

  fileprivate var spreadSection: Page.Section {
    Page.Section(
      title: "Readers and books", anchor: "spread",
      figures: perReader.figures("reader", "readers") + perBook.figures("book", "books") + [
        Page.Figure(
          title: "Who holds how much",
          note: "Gini \(fixed(perReader.concentration.gini, 3)) over readers, "
            + "\(fixed(perBook.concentration.gini, 3)) over books; 0 is equal shares.",
          svg: Chart.lorenz(
            [("readers", perReader.concentration), ("books", perBook.concentration)],
            description: "Lorenz curves: the busiest tenth of readers gave "
              + "\(perReader.concentration.topTenth.percent) of the ratings, the most rated tenth "
              + "of books got \(perBook.concentration.topTenth.percent).")),
        Page.Figure(
          title: "Where the ratings lie",
          note: "Groups of equal size, busiest first; full colour is "
            + "\((grid.joined().max() ?? 0).percent) of pairs, all together \(density.percent).",
          svg: Chart.heat(
            grid,
            x: Axis(
              "books, most rated first", places: grid.first?.count ?? 0, first: 0,
              last: Double(grid.first?.count ?? 0)),
            y: Axis(
              "readers, busiest first", places: grid.count, first: Double(grid.count), last: 0),
            description: "A grid of the share of pairs with a rating: densest, "
              + "\((grid.first?.first ?? 0).percent), where the busiest readers meet the most "
              + "rated books.")),
      ])
  }

  fileprivate var bookSection: Page.Section {
    Page.Section(
      title: "Books", anchor: "books",
      tables: [
        mostRated.table("Most rated", score: nil),
        bestRated.table(
          "Best rated, each as if it had \(bestRatedWeight.short) more ratings at the mean",
          score: "score"),
        mostDivisive.table("Most divisive, by standard deviation", score: "std"),
      ])
  }
}

extension Spread {
  fileprivate func figures(_ one: String, _ many: String) -> [Page.Figure] {
    let octaves = Array(doubling.drop { $0.count == 0 })
    let words =
      "median \(summary.median.short), mean \(fixed(summary.mean, 1)), "
      + "from \(Int(summary.minimum).grouped) to \(Int(summary.maximum).grouped)"
    return [
      Page.Figure(
        title: "Ratings per \(one)", note: "In ranges that double: \(words).",
        svg: Chart.octaves(
          octaves, x: "ratings of a \(one)", y: many,
          description: "Columns: "
            + octaves.map { "\($0.label): \($0.count)" }.joined(separator: ", "), unit: many))
    ]
  }
}

extension [BookLine] {
  fileprivate func table(_ title: String, score: String?) -> Page.Table {
    Page.Table(
      title, ["book", "ratings", "mean"] + (score.map { [$0] } ?? []),
      rows: map { line in
        [line.name, line.ratings.grouped, line.mean.map { fixed($0, 2) } ?? "–"]
          + (score == nil ? [] : [fixed(line.score, 2)])
      })
  }
}
