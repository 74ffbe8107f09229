import Octavo
import Support

extension TestEvaluation {
  /// The errors for people: all together, then a table for each way to group them.
  ///
  /// - Parameter data: What the ratings are of, such as a folder.
  package func text(of data: String) -> String {
    let tables =
      [overview] + groups.map(Self.table)
      + [uncertainty?.text, lists?.text, against?.text].compactMap(\.self)
    return "\(part.rawValue) of \(data): \(errors.count.grouped) ratings\n"
      + tables.joined(separator: "\n")
  }

  /// The groups with their headings.
  private var groups: [(heading: String, groups: [ErrorGroup])] {
    [
      ("by true rating", breakdown.byRating),
      ("by training ratings of the reader", breakdown.byReaderRatings),
      ("by training ratings of the book", breakdown.byBookRatings),
      ("calibration: by prediction", breakdown.calibration),
    ]
  }

  private var overview: String {
    var table = TextTable(["", "error", "95 % interval"])
    let (rmse, mae) = (breakdown.all.rmse, breakdown.mae)
    table.append(["RMSE", fixed(errors.rmse, 4), Self.interval(rmse.lower, rmse.upper)])
    table.append([
      "MSE", fixed(errors.mse, 4),
      Self.interval(rmse.lower * rmse.lower, rmse.upper * rmse.upper),
    ])
    table.append(["MAE", fixed(errors.mae, 4), Self.interval(mae.lower, mae.upper)])
    return table.text
  }

  private static func table(_ heading: String, _ groups: [ErrorGroup]) -> String {
    var table = TextTable(["", "ratings", "RMSE", "95 %", "MAE", "predicted", "actual"])
    for group in groups {
      table.append(
        [group.name, group.errors.count.grouped, fixed(group.errors.rmse, 4)]
          + [interval(group.rmse.lower, group.rmse.upper, digits: 2), fixed(group.errors.mae, 4)]
          + [fixed(group.predicted, 3), fixed(group.actual, 3)])
    }
    return heading + "\n" + table.text
  }

  private static func interval(_ lower: Double, _ upper: Double, digits: Int = 4) -> String {
    "\(fixed(lower, digits))–\(fixed(upper, digits))"
  }
}

extension RankingReport {
  /// The figures of lists for people: a column for each contender and list length.
  package var text: String {
    let contenders = zip(model, popularity).flatMap { own, popular in
      [("by \(rankBy.rawValue), top \(own.k)", own), ("most popular, top \(own.k)", popular)]
    }
    var quality = TextTable(["", "NDCG", "Recall", "Precision", "MRR", "MAP", "Hit rate"])
    var variety = TextTable(["", "Coverage", "Novelty", "Diversity", "Gini", "Serendipity"])
    for (name, metrics) in contenders {
      quality.append(
        [name]
          + [
            metrics.ndcg, metrics.recall, metrics.precision, metrics.mrr, metrics.map,
            metrics.hitRate,
          ].map { fixed($0, 4) })
      let of = metrics.variety
      variety.append(
        [name, fixed(metrics.coverage, 4), fixed(metrics.novelty, 2)]
          + [of?.diversity, of?.exposureGini, of?.serendipity].map {
            $0.map { fixed($0, 4) } ?? "–"
          })
    }
    return
      "lists for \(readers.grouped) readers; relevant are ratings of at least \(relevantFrom.brief)\n"
      + quality.text + variety.text + notes
  }

  /// Who is not measured, and who gets nothing of it.
  private var notes: String {
    let shares = zip(model, unserved).map { "\($1.percent) of top \($0.k)" }
    return "  not measured: \(unknownReaders.grouped) readers whom the model does not know, "
      + "\(readersWithoutRelevant.grouped) without a relevant\n"
      + "  book that is new to them; not served, without a relevant book on their list:\n"
      + "  \(shares.joined(separator: ", "))\n"
  }
}

extension UncertaintyCalibration {
  /// What the model said of its errors beside what came, for people.
  package var text: String {
    "uncertainty: standard deviations beside errors; intervals should hold 50 to 95 % of ratings\n"
      + Self.table(nil, [all]) + Self.table("by standard deviation, surest first", byDeviation)
      + Self.table("by training ratings of the reader", byReaderRatings)
      + Self.table("by training ratings of the book", byBookRatings)
  }

  private static func table(_ heading: String?, _ groups: [Group]) -> String {
    let levels = levels.map { "\(Int(100 * $0)) %" }
    var table = TextTable(["", "ratings", "std", "RMSE", "mean z", "std z"] + levels)
    for group in groups {
      table.append(
        [group.name, group.count.grouped]
          + [
            group.deviation, group.rmse, group.meanStandardized, group.standardizedDeviation,
          ].map { fixed($0, 3) }
          + group.coverage.map { fixed(100 * $0, 1) })
    }
    return (heading.map { $0 + "\n" } ?? "") + table.text
  }
}
