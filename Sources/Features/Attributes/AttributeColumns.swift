import BookData
public import Kernels

/// Attributes of books or of readers as columns of numbers, each of mean 0 over the rows that have it.
///
/// A number gives one column, of deviation 1. Categories give a column for each of the most frequent ones: 1
/// for the rows in it and 0 for the others, minus the mean. What is unknown counts as the mean, which is 0.
/// Columns that are the same for every row are left out.
public struct AttributeColumns: Sendable {
  /// What each column holds: `age`, `genre Comedy`.
  public let names: [String]
  /// The attributes that the columns come from.
  public let attributeNames: [String]
  /// Which of them each column belongs to, [columns].
  public let attributes: [Int]
  /// The columns, [rows × columns].
  public let values: Matrix

  /// The most categories of one attribute that have a column.
  private static let mostCategories = 32

  /// Columns of these parts.
  ///
  /// Traps unless each column has a name and one of the attributes.
  public init(names: [String], attributeNames: [String], attributes: [Int], values: Matrix) {
    precondition(
      names.count == values.columns && attributes.count == values.columns
        && attributes.allSatisfy(attributeNames.indices.contains),
      "\(names.count) names, \(attributes.count) attributes, \(values.columns) columns")
    (self.names, self.attributeNames) = (names, attributeNames)
    (self.attributes, self.values) = (attributes, values)
  }

  /// No columns of so many rows.
  public init(rows: Int) {
    self.init(
      names: [], attributeNames: [], attributes: [], values: Matrix(rows: rows, columns: 0))
  }

  /// The columns of `attributes`, each of which has so many rows.
  package init(_ attributes: [Attribute], rows: Int) {
    var (names, owners, columns) = ([String](), [Int](), [[Float]]())
    for (owner, attribute) in attributes.enumerated() {
      for (name, column) in Self.columns(of: attribute) {
        names.append(name)
        owners.append(owner)
        columns.append(column)
      }
    }
    self.init(
      names: names, attributeNames: attributes.map(\.name), attributes: owners,
      values: Matrix(ofColumns: columns, rows: rows))
  }

  /// One row's values; of a row beyond the last, of which nothing is known, zeros.
  public subscript(row: Int) -> [Float] {
    row < values.rows
      ? values.rows(from: row, count: 1).values : Array(repeating: 0, count: names.count)
  }

  private static func columns(of attribute: Attribute) -> [(name: String, column: [Float])] {
    switch attribute.values {
    case .numbers(let numbers):
      return numbers.standardized.map { [(attribute.name, $0)] } ?? []
    case .categories(let categories):
      return mostFrequent(of: categories).map { category in
        (
          "\(attribute.name) \(categories.names[Int(category)])",
          indicators(of: category, in: categories)
        )
      }
    }
  }

  /// The categories with the most rows, most first, of those that tell one row from another.
  private static func mostFrequent(of categories: CategoryRows) -> [UInt32] {
    var counts = [Int](repeating: 0, count: categories.names.count)
    for member in categories.members { counts[Int(member)] += 1 }
    let known = (0..<categories.count).count { !categories[$0].isEmpty }
    return counts.indices.filter { counts[$0] > 1 && counts[$0] < known }
      .sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(mostCategories).map(UInt32.init)
  }

  /// Whether each row is in the category, minus the mean over the rows that are in any.
  private static func indicators(of category: UInt32, in categories: CategoryRows) -> [Float] {
    let isMember = (0..<categories.count).map { row -> Bool? in
      categories[row].isEmpty ? nil : categories[row].contains(category)
    }
    let known = isMember.compactMap(\.self)
    let mean = Float(known.count { $0 }) / Float(max(1, known.count))
    return isMember.map { $0.map { ($0 ? 1 : 0) - mean } ?? 0 }
  }
}

extension [Double?] {
  /// The numbers with mean 0 and deviation 1 over those that are there, others 0; nil where all are the same.
  var standardized: [Float]? {
    let known = compactMap { $0 }
    guard !known.isEmpty else { return nil }
    let mean = known.reduce(0, +) / Double(known.count)
    let variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
    guard variance > 1e-12 * Swift.max(1, mean * mean), variance.isFinite else { return nil }
    return map { Float((($0 ?? mean) - mean) / variance.squareRoot()) }
  }
}

extension Matrix {
  /// The matrix with these columns, [rows × columns].
  convenience init(ofColumns columns: [[Float]], rows: Int) {
    self.init(rows: rows, columns: columns.count)
    for (j, column) in columns.enumerated() {
      for (i, value) in column.enumerated() { self[i, j] = value }
    }
  }
}
