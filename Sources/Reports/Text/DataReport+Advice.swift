import Exploration
import Support

extension DataReport {
  /// What was found, in a few words: `2 kinds of errors, 1 note and 7 facts; nothing stops a training`.
  var findingSummary: String {
    let kinds = Problem.Level.allCases.compactMap { level -> String? in
      let count = findings.count { $0.problem.level == level }
      return count == 0 ? nil : "\(count) \(count == 1 ? "\(level)" : "\(level)s")"
    }
    let stops = findings.contains { $0.problem == .badRating }
    return (kinds.isEmpty ? "Nothing needs correcting" : kinds.joined(separator: ", "))
      + (stops
        ? "; bad rows stop a training without --skip-bad-rows" : "; nothing stops a training")
  }

  /// What these data suggest to do, a sentence each.
  func advice(folder: String) -> [String] {
    let lowest = ratings.values.first
    let rare = lowest.map { Double($0.count) / Double(max(1, ratings.ratings)) } ?? 1
    let badRows = findings.filter { $0.problem == .badRating }.reduce(0) { $0 + $1.count }
    let skipping = badRows > 0 ? " --skip-bad-rows" : ""
    return [
      badRows > 0
        ? "Correct the bad rows, or pass over all \(badRows.grouped) of them with --skip-bad-rows."
        : nil,
      catalogue == nil && describedFiles == nil
        ? "Nothing is known of the books. Titles, authors, series and tags (books.csv, tags.csv, book_tags.csv) would "
          + "make predictions better and lists readable." : nil,
      catalogue != nil && catalogue?.tags.isEmpty == true
        ? "No book has a tag. Of what catalogues know, tags help predictions most." : nil,
      rare < 0.05 && ratings.values.count <= 20
        ? "Ratings of \(lowest?.value.short ?? "") are rare (\(rare.percent)), and rare ratings are predicted worst. "
          + "Where they matter, --oversample \(lowest?.value.short ?? "")=3 lets each count three times."
        : nil,
      perReaderIsShort
        ? "Half of the readers have fewer than 10 ratings. They are predicted from few: look at the errors by number of "
          + "ratings in the report." : nil,
      ratings.ratings < 20_000
        ? "With so few ratings the third digit of an error is luck: octavo compare says what is not."
        : nil,
      times == nil
        ? "The order of the rows counts as their order in time, oldest first: --split chronological is for files in that "
          + "order alone, or with a column of times (--columns time=NAME)." : nil,
      "octavo train --data \(folder.quotedForShell) --run run --report run.html\(skipping)",
    ].compactMap(\.self)
  }

  private var perReaderIsShort: Bool { ratings.perReader.summary.median < 10 }
}

extension RatingsFigures {
  /// How the mean changes from the first to the last tenth of the file.
  var orderWords: String {
    let tenth = max(1, order.count / 10)
    func mean(_ slices: ArraySlice<Slice>) -> Double {
      slices.reduce(0) { $0 + $1.mean * Double($1.ratings) }
        / Double(max(1, slices.reduce(0) { $0 + $1.ratings }))
    }
    let (first, last) = (mean(order.prefix(tenth)), mean(order.suffix(tenth)))
    return
      "The first tenth of the rows has a mean of \(fixed(first, 2)), the last \(fixed(last, 2))."
  }
}
