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
        findingSection, ratings.valueSection, ratings.spreadSection, ratings.bookSection,
        catalogue?.section, toRead?.section, fileSection,
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
      .init(name: "To correct", value: "\(findings.count) kinds"),
    ]
  }

  private var findingSection: Page.Section {
    Page.Section(
      title: "What needs correcting", anchor: "findings",
      text: [findings.isEmpty ? "Nothing was found." : "And what training does about it."],
      findings: findings.map { finding in
        .init(
          count: finding.count.grouped, title: finding.title, file: finding.file,
          consequence: finding.problem.consequence, examples: finding.examples)
      })
  }

  private var fileSection: Page.Section {
    Page.Section(
      title: "Files", anchor: "files", text: ["Every column, as its values tell."],
      tables: files.map(\.table))
  }
}

extension TableProfile {
  fileprivate var table: Page.Table {
    let hasTexts = columns.contains { $0.mostFrequentText(length: 20) != nil }
    return Page.Table(
      "\(name): \(rows.grouped) rows",
      [
        "column", "type", "count", "missing", "distinct", "mean", "std", "min", "25 %", "50 %",
        "75 %",
        "max",
      ]
        + (hasTexts ? ["most frequent"] : []), texts: [0, 1, 12],
      rows: columns.map { $0.cells(rows: rows, hasTexts: hasTexts) })
  }
}

extension ColumnProfile {
  fileprivate func cells(rows: Int, hasTexts: Bool) -> [String] {
    let numbers = summary.map { summary in
      [
        summary.mean, summary.standardDeviation, summary.minimum, summary.lowerQuartile,
        summary.median, summary.upperQuartile, summary.maximum,
      ].map(\.short)
    }
    return [name, type.rawValue, (rows - missing).grouped, missing.grouped, distinct.grouped]
      + (numbers ?? [String](repeating: "", count: 7))
      + (hasTexts ? [mostFrequentText(length: 20) ?? ""] : [])
  }
}

extension RatingsFigures {
  fileprivate var valueSection: Page.Section {
    Page.Section(
      title: "Ratings", anchor: "ratings",
      figures: [valueFigure, popularityFigure, orderFigure, coldStartFigure])
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

  private var orderFigure: Page.Figure {
    let means = order.map(\.mean)
    let (low, high) = (means.min() ?? 0, means.max() ?? 1)
    return Page.Figure(
      title: "Mean rating along the file",
      note: "From the first row to the last: \(fixed(low, 2)) to \(fixed(high, 2)).",
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
        title: "Ratings per \(one)", note: "\(words).".capitalizedFirst,
        svg: Chart.histogram(
          linear, x: "ratings of a \(one)", y: many,
          description: "A histogram of ratings per \(one): \(words).", unit: many)),
      Page.Figure(
        title: "Ratings per \(one), in ranges that double",
        note: "The same on a logarithmic axis.",
        svg: Chart.octaves(
          octaves, x: "ratings of a \(one)", y: many,
          description: "Columns: "
            + octaves.map { "\($0.label): \($0.count)" }.joined(separator: ", "), unit: many)),
    ]
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
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

extension CatalogueFigures {
  fileprivate var section: Page.Section {
    var figures: [Page.Figure] = []
    if let years, !decades.isEmpty {
      let words = "\(years.minimum.short) to \(years.maximum.short), median \(years.median.short)"
      figures.append(
        Page.Figure(
          title: "First published", note: "\(words); \(earlierBooks.grouped) before 1800.",
          svg: Chart.columns(
            decades.map { Double($0.count) },
            x: Axis("decade", names: decades.map { "\($0.from)" }),
            y: "books", description: "Columns of books by decade, \(words).",
            hover: { "\(decades[$0].from)s: \(decades[$0].count.grouped) books" })))
    }
    if !languages.isEmpty {
      figures.append(
        bars("Languages", languages, "\(booksWithoutLanguage.grouped) books have no code."))
    }
    if !tags.isEmpty {
      figures.append(bars("Tags on the most books", tags, "Of books.csv's books."))
    }
    return Page.Section(title: "Catalogue", anchor: "catalogue", figures: figures)
  }

  private func bars(_ title: String, _ entries: [Entry], _ note: String) -> Page.Figure {
    Page.Figure(
      title: title, note: note,
      svg: Chart.bars(
        entries.map { ($0.name, Double($0.books), $0.books.grouped) },
        description: "Bars of books: "
          + entries.map { "\($0.name) \($0.books)" }.joined(separator: ", ")))
  }
}

extension ToReadFigures {
  fileprivate var section: Page.Section {
    Page.Section(
      title: "Books to read", anchor: "to-read",
      text: [
        "\(entries.grouped) entries on the lists of \(readers.grouped) readers. The rank correlation "
          + "of a book's entries with its ratings is \(fixed(rankCorrelation, 3))."
      ],
      figures: [
        Page.Figure(
          title: "On lists, by ratings", note: "How many lists a book is on.",
          svg: Chart.fan(
            byRatings, x: "ratings of a book", y: "lists with the book",
            description: "Median number of lists by number of ratings: "
              + byRatings.map { "from \($0.from): \($0.median.short)" }.joined(separator: ", "),
            unit: "books", digits: 0))
      ],
      tables: [
        Page.Table(
          "Most wanted", ["book", "lists", "ratings", "mean"],
          rows: mostWanted.map { line in
            [
              line.name, Int(line.score).grouped, line.ratings.grouped,
              line.mean.map { fixed($0, 2) } ?? "–",
            ]
          })
      ])
  }
}
