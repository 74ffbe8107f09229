/// In which order the rows of a table are read, and what there is to say about it.
struct RowOrder: Equatable {
  /// The end of a query, such as ` order by "rated_at" nulls first`; empty for none.
  let clause: String
  /// What a person should know, without the table's name; nil for nothing.
  let note: String?

  /// The order of `table`.
  ///
  /// - Parameter timeColumn: The column that tells when a row was added. The default is nil: the only column of
  ///   times, where there is one.
  init(of table: DatabaseTable, timeColumn: String? = nil) {
    let only = table.timeColumns.count == 1 ? table.timeColumns[0] : nil
    if let time = timeColumn ?? only {
      clause =
        " order by \(time.asIdentifier) nulls first" + (table.place.map { ", \($0)" } ?? "")
      note =
        timeColumn == nil
        ? "rows are read in the order of the column \(time.quotedForMessage)" : nil
    } else if table.isInOrder {
      clause = table.place.map { " order by \($0)" } ?? ""
      note = nil
    } else {
      clause = ""
      let times = table.timeColumns.map(\.quotedForMessage).joined(separator: " and ")
      note =
        "a table has no order\(times.isEmpty ? "" : ", and its times are \(times)"), expected a query with "
        + "'order by' where the oldest rating should come first"
    }
  }
}
