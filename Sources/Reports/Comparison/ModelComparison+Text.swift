import Octavo
import Support

extension ModelComparison {
  /// The comparison for people.
  package var text: String {
    "compared on \(ratings.grouped) ratings of \(readers.grouped) readers (\(part.rawValue))\n"
      + (overview + contenders.dropFirst().flatMap(slices)).joined(separator: "\n")
  }

  /// What differences are taken from.
  var referenceName: String { contenders.first?.name ?? "" }

  private var overview: [String] {
    var table = TextTable(["", "RMSE", "95 % interval", "MAE", "difference", "95 % interval", ""])
    for contender in contenders {
      let (errors, rmse) = (contender.evaluation.errors, contender.evaluation.breakdown.all.rmse)
      table.append(
        [
          contender.name, fixed(errors.rmse, 4),
          "\(fixed(rmse.lower, 4))–\(fixed(rmse.upper, 4))", fixed(errors.mae, 4),
        ] + contender.whole.figures)
    }
    return [table.text]
  }

  private func slices(of contender: Contender) -> [String] {
    let title = "\(contender.name) less \(referenceName), RMSE"
    return [title + "; 'better' and 'worse' where the interval leaves no doubt\n"]
      + contender.differences.compactMap { group in
        guard let kind = group.by else { return nil }
        var table = TextTable(["", "ratings", "readers", "difference", "95 % interval", ""])
        for slice in group.slices {
          table.append(
            [slice.slice, slice.ratings.grouped, slice.readers.grouped] + slice.figures)
        }
        return kind.heading + "\n" + table.text
      }
  }
}

extension ModelComparison.Contender {
  /// The difference on all ratings; nil for the first model.
  var whole: SliceComparison? { differences.first?.slices.first }
}

extension SliceComparison? {
  /// Difference, interval and verdict as fields of a table; empty for what is compared with.
  fileprivate var figures: [String] { self?.figures ?? ["", "", ""] }
}

extension SliceComparison {
  /// Difference, interval and verdict as fields of a table.
  var figures: [String] {
    guard let difference else { return ["", "too few readers", ""] }
    return [
      signed(difference.estimate), "\(signed(difference.lower)) to \(signed(difference.upper))",
      verdict.map { $0 == .open ? "" : $0.rawValue } ?? "",
    ]
  }

  private func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + fixed(value, 4) }
}

extension RatingSlice.Kind {
  /// What a table of such slices is called.
  var heading: String {
    switch self {
    case .rating: "by true rating"
    case .reader: "by training ratings of the reader"
    case .book: "by training ratings of the book"
    case .prediction: "by prediction"
    }
  }
}
