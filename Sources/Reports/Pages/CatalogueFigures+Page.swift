import Exploration
import Support

extension CatalogueFigures {
  var section: Page.Section {
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
        bars(
          "Languages", spokenLanguages,
          "With the codes that they have in books.csv; \(booksWithoutLanguage.grouped) books have none."
        ))
    }
    if !tags.isEmpty {
      figures.append(
        bars("Tags on the most books", tags, commonTagWords ?? "Of books.csv's books."))
    }
    return Page.Section(title: "Catalogue", anchor: "catalogue", figures: figures)
  }

  /// Which tags tell hardly one book from another; nil for none.
  var commonTagWords: String? {
    guard !commonTags.isEmpty else { return nil }
    let names = commonTags.map(\.name).joined(separator: ", ")
    return "On most of the books, so that they tell hardly one from another: \(names)."
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
  var section: Page.Section {
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
