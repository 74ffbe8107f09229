import BookData

/// A column of times in a file of ratings, which nobody named: whether the rows are in its order.
struct TimeColumn {
  /// The column's name.
  let name: String
  private var earlier = Finding.Counter()

  /// What columns of times are called.
  private static let names: Set = [
    "timestamp", "time", "date", "datetime", "rated_at", "created_at", "updated_at", "unixtime",
    "unix_time", "review_time", "unixreviewtime",
  ]

  /// The name that says that a column holds times, among `names`.
  static func name(among names: [String]) -> String? {
    names.first { Self.names.contains($0.lowercased()) }
  }

  /// Looks at the file; nil where no column is called like one of times, or it holds something else.
  ///
  /// - Throws: `DelimitedTextError`, `DataError`.
  init?(_ table: TableSource, format: RatingsFormat) throws {
    guard format.time == nil, format.hasHeader else { return nil }
    var records = try DelimitedReader(table, separator: format.separator)
    let header = try Header(expecting: [format.user], in: format, from: &records)
    guard let name = Self.name(among: header.names), let column = header.optionalColumn(name) else {
      return nil
    }
    self.name = name
    var record = DelimitedRecord()
    var latest: (seconds: Double, text: String)?
    while try records.read(into: &record) {
      guard column < record.count, !record.isBlank else { continue }
      guard let seconds = RatingTime.seconds(record.bytes(at: column).trimmed) else { return nil }
      if let latest, seconds < latest.seconds {
        earlier.append(line: record.line, "\(record[column]) after \(latest.text)")
      } else {
        latest = (seconds, record[column])
      }
    }
  }

  /// Rows that stand after later ones; nil where there are none.
  func finding(_ file: String) -> Finding? {
    earlier.finding(file, .ratingNotInOrderOfTime, detail: name)
  }
}
