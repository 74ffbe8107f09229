import Exploration
import Support

extension DataReport {
  /// The files, column by column.
  var fileSection: Page.Section {
    Page.Section(
      title: "Files", anchor: "files", text: ["Every column, as its values tell."],
      figures: [missingFigure].compactMap(\.self),
      tables: [relationTable].compactMap(\.self) + files.flatMap(\.tables))
  }

  /// How columns of numbers go with the ratings.
  private var relationTable: Page.Table? {
    guard let relations, !relations.isEmpty else { return nil }
    return Page.Table(
      "Rank correlation of columns with ratings",
      ["column", "rows with ratings", "with the mean rating", "with the number of ratings"],
      rows: relations.map { relation in
        [
          "\(relation.file): \(relation.column)", relation.count.grouped,
          fixed(relation.withMean, 3), fixed(relation.withCount, 3),
        ]
      })
  }

  /// The share of rows without a value, of columns that lack any.
  private var missingFigure: Page.Figure? {
    let bars = files.flatMap { file in
      file.columns.filter { $0.missing > 0 }.map { column in
        let share = Double(column.missing) / Double(max(1, file.rows))
        return (name: "\(file.name): \(column.name)", value: share, text: share.percent)
      }
    }
    guard !bars.isEmpty else { return nil }
    let shown = bars.sorted { $0.value > $1.value }.prefix(20)
    return Page.Figure(
      title: "Missing values",
      note: "Of a column's rows, the share without a value; columns without gaps are left out.",
      svg: Chart.bars(
        Array(shown),
        description: "Bars: " + shown.map { "\($0.name) \($0.text)" }.joined(separator: ", ") + ".")
    )
  }
}

extension TableProfile {
  fileprivate var tables: [Page.Table] {
    let numbers = columns.filter { $0.summary != nil && !$0.isOfIds }
    return [
      Page.Table(
        "\(name): \(rows.grouped) rows",
        ["column", "type", "missing", "distinct", "most frequent"],
        texts: [0, 1, 4], wrapping: [4],
        rows: columns.map { column in
          [
            column.name, column.type.rawValue, column.missing.grouped, column.distinct.grouped,
            column.mostFrequentText(length: 30) ?? "",
          ]
        }),
      Page.Table(
        "\(name): numbers", ["column", "mean", "std", "min", "25 %", "50 %", "75 %", "max"],
        rows: numbers.compactMap { column in column.summary.map { [column.name] + $0.words } }),
      Page.Table(
        "\(name): first rows", ["column"] + firstRows.indices.map { "row \($0 + 1)" },
        texts: Set(0...max(1, firstRows.count)), wrapping: Set(0...max(1, firstRows.count)),
        rows: firstRows.isEmpty
          ? []
          : columns.indices.map { column in
            [columns[column].name]
              + firstRows.map { $0.indices.contains(column) ? $0[column].clipped(40) : "" }
          }),
    ].filter { !$0.rows.isEmpty }
  }
}

extension ColumnProfile {
  /// Whether the values are ids, of which a mean says nothing.
  fileprivate var isOfIds: Bool { name == "id" || name.hasSuffix("_id") || name.hasSuffix("Id") }
}

extension Summary {
  /// The numbers, all grouped or with as many digits.
  fileprivate var words: [String] {
    [mean, standardDeviation, minimum, lowerQuartile, median, upperQuartile, maximum].map { value in
      abs(value) >= 1000 && abs(value) < 1e15 ? Int(value.rounded()).grouped : value.brief
    }
  }
}
