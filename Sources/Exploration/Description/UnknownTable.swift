import BookData

/// A table of which only the file is known: how it is written, and what it may be.
struct UnknownTable {
  /// What a table may be.
  enum Kind {
    case ratings(RatingsFormat)
    case books(TableDescription)
    case readers(TableDescription)
    case tags(TagsDescription)
    /// One that is read without a description.
    case usual
    case unknown
  }

  private let name: String
  private let separator: String
  private let hasHeader: Bool
  /// The names of columns, or their numbers.
  private let columns: [String]
  private let samples: [ColumnSample]

  private static let separators = ["::", "\t", ",", ";", "|"]
  private static let sampledRows = 2000

  /// - Throws: `DelimitedTextError`, `DataError`.
  init(_ table: TableSource, name: String) throws {
    self.name = name
    let source = try table.rereadable()
    var look = try DelimitedReader(source)
    let line = try look.next()?.fields.joined(separator: ",") ?? ""
    let separator =
      Self.separators.max { line.count(of: $0) < line.count(of: $1) } ?? ","
    self.separator = line.count(of: separator) == 0 ? "," : separator
    var records = try DelimitedReader(source, separator: self.separator)
    let first = try records.next()?.fields ?? []
    hasHeader = !first.contains { Double($0) != nil }
    columns = hasHeader ? first : first.indices.map { "\($0 + 1)" }
    var samples = columns.map { ColumnSample(name: $0) }
    if !hasHeader { for (column, text) in first.enumerated() { samples[column].append(text) } }
    var record = DelimitedRecord()
    var rows = 0
    while rows < Self.sampledRows, try records.read(into: &record) {
      if record.isBlank { continue }
      for column in samples.indices where column < record.count {
        samples[column].append(record[column])
      }
      rows += 1
    }
    try source.checkUnchanged()
    self.samples = samples
  }

  /// What the table may be, as its name and those of its columns tell.
  var kind: Kind {
    if ["tags.csv", "book_tags.csv", "to_read.csv"].contains(name), isUsual { return .usual }
    if let format = ratings { return .ratings(format) }
    if let tags { return .tags(tags) }
    if name.hasOne(of: ["user", "reader", "customer", "member", "people", "person"]) {
      return table(isOfReaders: true).map(Kind.readers) ?? .unknown
    }
    if name.hasOne(of: ["book", "movie", "film", "item", "product", "track", "album", "game"]) {
      return table(isOfReaders: false).map(Kind.books) ?? .unknown
    }
    return .unknown
  }

  private var isUsual: Bool {
    let usual: [String: [String]] = [
      "tags.csv": ["tag_id", "tag_name"], "to_read.csv": ["user_id", "book_id"],
      "book_tags.csv": ["goodreads_book_id", "tag_id", "count"],
    ]
    return usual[name]?.allSatisfy(columns.contains) ?? false
  }

  private func column(_ words: [String]) -> String? {
    columns.first { $0.hasOne(of: words) }
  }

  private static let readerWords = ["user", "reader", "customer", "member"]
  private static let bookWords = [
    "book", "movie", "film", "item", "product", "isbn", "track", "game",
  ]

  private var ratings: RatingsFormat? {
    guard hasHeader else {
      guard name.hasOne(of: ["rating", "u.data"]), columns.count >= 3 else { return nil }
      var format = RatingsFormat.withoutHeader(separator: separator)
      if columns.count > 3, samples[3].looksLikeTime { format.time = "4" }
      return format
    }
    guard let user = column(Self.readerWords), let book = column(Self.bookWords),
      let rating = column(["rating", "score", "stars", "value"])
    else { return nil }
    var format = RatingsFormat(user: user, book: book, rating: rating, separator: separator)
    format.time = TimeColumn.name(among: columns)
    return format
  }

  private var tags: TagsDescription? {
    guard hasHeader, let tag = columns.first(where: { $0.lowercased() == "tag" }),
      let book = column(Self.bookWords)
    else { return nil }
    var format = RatingsFormat(user: book, book: tag, separator: separator)
    let weight = column(["weight", "count", "relevance"])
    if let weight { format.rating = weight }
    var tags = TagsDescription(file: name, format: format)
    tags.hasWeights = weight != nil
    return tags
  }

  private func table(isOfReaders: Bool) -> TableDescription? {
    var taken: Set<String> = []
    var columns = samples.enumerated().map { place, sample in
      var role = sample.role(isFirst: place == 0, isOfReaders: isOfReaders)
      if role.isSingle, !taken.insert(role.word).inserted { role = .unused }
      return TableDescription.Column(sample.name, role)
    }
    guard columns.contains(where: { $0.role == .id }) else { return nil }
    let hasTitle = isOfReaders || columns.contains { $0.role == .title }
    if !hasTitle,
      let place = columns.indices.first(where: {
        columns[$0].role == .unused && samples[$0].looksLikeTitle
      })
    {
      columns[place].role = .title
    }
    return TableDescription(
      file: name, separator: separator, hasHeader: hasHeader, columns: columns)
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { self[...].split(separator: part[...]).count - 1 }

  /// Whether any of the words is in the text, whatever its case.
  func hasOne(of words: [String]) -> Bool {
    let text = lowercased()
    return words.contains { text.contains($0) }
  }
}
