import Foundation
import Octavo
import Support

/// The tables of `evaluate` for people.
enum ErrorTables {
  /// All of them, each with a heading.
  static func text(_ breakdown: ErrorBreakdown) -> String {
    [
      table("by true rating", breakdown.byRating, label: value),
      table("by training ratings of the reader", breakdown.byReaderRatings, label: counts),
      table("by training ratings of the book", breakdown.byBookRatings, label: counts),
      table("calibration: by prediction", breakdown.calibration, label: interval),
    ].joined(separator: "\n")
  }

  private static func table(
    _ heading: String, _ groups: [ErrorGroup], label: (ErrorGroup) -> String
  ) -> String {
    let header = line(
      heading, ["ratings", "RMSE", "MSE", "MAE", "predicted", "actual"])
    let rows = groups.map { group in
      let errors = group.errors
      return line(
        "  " + label(group),
        [errors.count.grouped]
          + [errors.rmse, errors.mse, errors.mae, group.predicted, group.actual].map {
            fixed($0, 4)
          })
    }
    return ([header] + rows).joined(separator: "\n") + "\n"
  }

  private static func line(_ label: String, _ fields: [String]) -> String {
    // Together with the longest label as wide as a terminal of old: 80 columns.
    let widths = [9, 7, 7, 7, 10, 7]
    return label.padding(toLength: 33, withPad: " ", startingAt: 0)
      + zip(fields, widths).map { field, width in
        String(repeating: " ", count: max(1, width - field.count)) + field
      }.joined()
  }

  /// `4`, or `3.5 to 4` of an interval.
  private static func value(_ group: ErrorGroup) -> String {
    group.to == group.from ? short(group.from) : interval(group)
  }

  /// `3.5 to 4`.
  private static func interval(_ group: ErrorGroup) -> String {
    short(group.from) + (group.to.map { " to " + short($0) } ?? " and above")
  }

  /// `5-9` of whole numbers below 10.
  private static func counts(_ group: ErrorGroup) -> String {
    guard let end = group.to else { return short(group.from) + " and more" }
    return end - group.from == 1 ? short(group.from) : "\(short(group.from))-\(short(end - 1))"
  }

  private static func short(_ value: Double) -> String { String(format: "%.4g", value) }
}
