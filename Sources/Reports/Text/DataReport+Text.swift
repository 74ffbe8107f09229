import Exploration
import Foundation
import Support

extension DataReport {
  /// The report for a terminal of 80 columns, without colours.
  public func text(folder: String) -> String {
    let parts =
      files.map(\.textLines) + [findingLines] + ratings.textParts
      + [relationLines, catalogue?.textLines ?? [], toRead?.textLines ?? [], adviceLines(folder)]
    let lines = parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    let count = files.count == 1 ? "1 file" : "\(files.count) files"
    return (["\(folder): \(count)\(timeWords)"] + lines).joined(separator: "\n\n") + "\n"
  }

  /// `, ratings from 2000-04-25 to 2003-02-28`; nothing where no column of times is named.
  private var timeWords: String {
    guard let times, times.count == 2 else { return "" }
    let days = times.map {
      Date(timeIntervalSince1970: $0).formatted(.iso8601.year().month().day())
    }
    return ", ratings from \(days[0]) to \(days[1])"
  }

  private func adviceLines(_ folder: String) -> [String] {
    // A command can be copied: a backslash says that it goes on.
    ["What to do next:"]
      + advice(folder: folder).flatMap { line in
        let isCommand = line.hasPrefix("octavo ")
        let lines = line.wrapped(to: 74)
        return lines.enumerated().map { place, part in
          "  " + part + (isCommand && place + 1 < lines.count ? " \\" : "")
        }
      }
  }

  private var relationLines: [String] {
    guard let relations, !relations.isEmpty else { return [] }
    var table = TextTable(["column", "file", "rated", "mean rating", "ratings"], left: [0, 1])
    for relation in relations {
      table.append([
        relation.column.harmless.clipped(26), relation.file.clipped(20), relation.count.grouped,
        fixed(relation.withMean, 3), fixed(relation.withCount, 3),
      ])
    }
    return ["Rank correlation of columns with mean rating and number of ratings:"] + table.lines()
  }

  private var findingLines: [String] {
    ["\(findingSummary)\(findings.isEmpty ? "." : ":")"]
      + findings.byWeight.flatMap { finding in
        [
          "  \(finding.problem.level): \(finding.file): \(finding.count.grouped) × \(finding.title)"
            .clipped(80)
        ]
          + finding.examples.map { "      \($0.place): \($0.text.harmless)".clipped(80) }
          + ["      training \(finding.problem.consequence)".clipped(80)]
      }
  }
}

extension TableProfile {
  fileprivate var textLines: [String] {
    let title = "\(name): \(rows.grouped) rows, \(columns.count) columns"
    var types = TextTable(
      ["column", "type", "count", "missing", "distinct", "most frequent"], left: [0, 1, 5])
    var numbers = TextTable(["column", "mean", "std", "min", "25%", "50%", "75%", "max"])
    for column in columns {
      types.append([
        column.name.harmless, column.type.rawValue, (rows - column.missing).grouped,
        column.missing.grouped, column.distinct.grouped,
        column.mostFrequentText(length: 16)?.harmless ?? "",
      ])
      if let summary = column.summary { numbers.append([column.name.harmless] + summary.shorts) }
    }
    let hasNumbers = columns.contains { $0.summary != nil }
    return [title] + types.lines() + (hasNumbers ? [""] + numbers.lines() : [])
  }
}

extension Summary {
  fileprivate var shorts: [String] {
    [mean, standardDeviation, minimum, lowerQuartile, median, upperQuartile, maximum].map(\.tight)
  }
}

extension RatingsFigures {
  fileprivate var textParts: [[String]] {
    [
      [
        "\(ratings.of("rating")) of \(books.of("book")) by \(readers.of("reader")): "
          + "mean \(fixed(mean, 3)), \(density.percent) of pairs"
      ],
      values.count > 20
        ? []
        : ["Ratings:"]
          + TextBars(
            bars: values.map { entry in
              .init(
                label: entry.value.short, value: Double(entry.count), text: entry.count.grouped)
            }
          ).lines(),
      perReader.textLines("Ratings per reader", unit: "readers"),
      perBook.textLines("Ratings per book", unit: "books"),
      popularityLines,
      mostRated.textLines("Most rated:", score: nil),
      bestRated.textLines(
        "Best rated, each as if with \(bestRatedWeight.short) more ratings at the mean:",
        score: "score"),
      mostDivisive.textLines("Most divisive, by standard deviation:", score: "std"),
    ]
  }

  private var popularityLines: [String] {
    var table = TextTable(["ratings", "books", "10%", "25%", "median", "75%", "90%"])
    for fan in popularity {
      table.append(
        [Bin(from: fan.from, to: fan.to, count: 0).label, fan.count.grouped]
          + [fan.p10, fan.p25, fan.median, fan.p75, fan.p90].map { fixed($0, 2) })
    }
    return ["Mean rating of books by their number of ratings:"] + table.lines()
  }
}

extension Spread {
  fileprivate func textLines(_ title: String, unit: String) -> [String] {
    let gini = fixed(concentration.gini, 3)
    return [
      "\(title): median \(summary.median.short), mean \(fixed(summary.mean, 1)), "
        + "\(summary.minimum.short) to \(summary.maximum.short);",
      "  Gini \(gini), the top tenth holds \(concentration.topTenth.percent)",
    ]
      + TextBars(
        bars: doubling.drop { $0.count == 0 }.map {
          .init(label: $0.label, value: Double($0.count), text: "\($0.count.grouped) \(unit)")
        }
      ).lines()
  }
}

extension Bin {
  /// The range in words: 1, 2–3, 4–7.
  package var label: String {
    to - from == 1 ? from.grouped : "\(from.grouped)–\((to - 1).grouped)"
  }
}

extension [BookLine] {
  fileprivate func textLines(_ title: String, score: String?) -> [String] {
    let hasScore = score != nil
    var table = TextTable(["book", "ratings", "mean"] + (score.map { [$0] } ?? []))
    for line in self {
      table.append(
        [
          line.name.harmless, line.ratings.grouped, line.mean.map { fixed($0, 2) } ?? "-",
        ] + (hasScore ? [fixed(line.score, 2)] : []))
    }
    return [title] + table.lines()
  }
}

extension BookLine {
  /// The title, or the id where there is none.
  package var name: String { title ?? "book \(book)" }
}

extension CatalogueFigures {
  fileprivate var textLines: [String] {
    var lines = ["\(books.grouped) books in books.csv"]
    if let years {
      lines.append(
        "  first published \(years.minimum.short) to \(years.maximum.short), "
          + "median \(years.median.short); \(earlierBooks.grouped) before 1800")
    }
    lines += Self.bars("Languages:", spokenLanguages, unit: "books")
    lines += Self.bars("Tags on the most books:", tags, unit: "books")
    lines += (commonTagWords?.harmless.wrapped(to: 78) ?? []).map { "  " + $0 }
    return lines
  }

  private static func bars(_ title: String, _ entries: [Entry], unit: String) -> [String] {
    guard !entries.isEmpty else { return [] }
    return [title]
      + TextBars(
        bars: entries.map {
          .init(
            label: $0.name.harmless.clipped(24), value: Double($0.books),
            text: "\($0.books.grouped) \(unit)")
        }
      ).lines()
  }
}

extension ToReadFigures {
  fileprivate var textLines: [String] {
    var table = TextTable(["book", "ratings", "lists"])
    for line in mostWanted {
      table.append([line.name.harmless, line.ratings.grouped, Int(line.score).grouped])
    }
    return [
      "\(entries.grouped) books to read on the lists of \(readers.grouped) readers;",
      "  rank correlation with the number of ratings \(fixed(rankCorrelation, 3))",
      "Most wanted:",
    ] + table.lines()
  }
}
