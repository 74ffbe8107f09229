import BookData

/// How the numbers in a column of books or readers go with what these got or gave.
public struct ColumnRelation: Sendable, Codable, Equatable {
  /// The file's name in the folder.
  public var file: String
  /// The column's name.
  public var column: String
  /// How many rows have a number and ratings.
  public var count: Int
  /// Spearman's rank correlation with the mean rating.
  public var withMean: Double
  /// Spearman's rank correlation with the number of ratings.
  public var withCount: Double
}

/// The numbers of a table of books or readers, row by row, until they meet the ratings.
struct NumberColumns {
  private var ids: [String] = []
  /// A number for each row of each column, in the header's order; nil where there is none.
  private var values: [[Double?]] = []

  /// Fewer rows say nothing of a relation.
  private static let fewest = 20

  /// Keeps the numbers of a row.
  mutating func append(_ record: DelimitedRecord, of id: String, header: Header) {
    if values.isEmpty { values = Array(repeating: [], count: header.names.count) }
    for (column, name) in header.names.enumerated() where !Self.isOfIds(name) {
      let field = column < record.count ? record.bytes(at: column).trimmed : []
      values[column].append(field.isEmpty ? nil : field.decimalNumber)
    }
    ids.append(id)
  }

  /// Whether a column is known to hold ids, whose size means nothing.
  private static func isOfIds(_ name: String) -> Bool {
    name == "id" || name.hasSuffix("_id") || name.hasSuffix("Id") || name.hasPrefix("isbn")
  }

  /// How the columns of numbers in `profile` go with the ratings.
  ///
  /// - Parameters:
  ///   - vocabulary: The ids that ratings have.
  ///   - ratings: What each of them got or gave.
  func relations(
    _ profile: TableProfile, _ vocabulary: Vocabulary, _ ratings: [Readership]
  ) -> [ColumnRelation] {
    let places = ids.map { vocabulary.index(of: $0).map(Int.init) }
    return zip(profile.columns, values).compactMap { column, numbers in
      guard column.summary != nil, column.distinct > 1 else { return nil }
      let rated = zip(numbers, places).compactMap { number, place in
        number.flatMap { number in
          place.flatMap { ratings[$0].count > 0 ? (number, ratings[$0]) : nil }
        }
      }
      guard rated.count >= Self.fewest else { return nil }
      let numbersOfRated = rated.map(\.0)
      return ColumnRelation(
        file: profile.name, column: column.name, count: rated.count,
        withMean: ValueCounter.rankCorrelation(numbersOfRated, rated.map(\.1.mean)),
        withCount: ValueCounter.rankCorrelation(numbersOfRated, rated.map { Double($0.1.count) }))
    }
  }
}
