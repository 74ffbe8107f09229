extension BookSpace {
  /// How many of ``tagColumns`` are features.
  static let tagFeatureCount = 16

  /// The names of the features of a pair with a book of this space, in the order of their columns.
  ///
  /// - Parameters:
  ///   - readerAttributes: The names of the columns of readers' attributes.
  ///   - order: What the order of histories means.
  func featureNames(readerAttributes: [String], _ order: HistoryOrder) -> [String] {
    let terms = terms(order)
    let tagCount = min(Self.tagFeatureCount, tagColumns.columns)
    return ["kernel mean"] + terms.map { "kernel mean: \(featureName(of: $0))" }
      + ["kernel variance", "expected + kernel mean"]
      + ["reader: log of ratings", "reader: level", "reader: deviation", "reader: share high"]
      + ["reader: share low"] + readerAttributes.map { "reader: \(Self.attributePrefix)\($0)" }
      + terms.flatMap(summaryNames)
      + ["book: log of training ratings", "book: bias", "book: variance", "book: share high"]
      + ["book: share low", "book: expected", "book: doubt", "on the list to read"]
      + ["log of the list to read"]
      + (numbers.names + attributeColumns.names.map { Self.attributePrefix + $0 })
      .map { "book: \($0)" }
      + (0..<tagCount).map { "book: tags \($0 + 1)" }
  }

  private func summaryNames(_ term: KernelTerm) -> [String] {
    switch term {
    case .level, .numbers, .factors, .recency: []
    case .author, .series: ["\(term): log of books", "\(term): excess"]
    case .tags: ["tags: nearest", "tags: attention", "tags: neighbours", "tags: log of neighbours"]
    case .toRead: ["toRead: nearest", "toRead: attention"]
    case .attribute(let place):
      attributes[place].hasCategories
        ? ["log of books", "excess"].map { "\(featureName(of: term)): \($0)" } : []
    }
  }
}
