/// Where the columns of a table of books or readers stand, and how their fields become details and attributes.
struct EntityColumns {
  /// A column of numbers or categories, or all columns of flags.
  struct AttributeColumn {
    let name: String
    let place: Int
    let role: ColumnRole
    /// The columns of flags.
    var flags: [(name: String, place: Int)] = []

    private static let raised: Set = ["1", "true", "yes", "t", "y"]

    /// The values of a record's field; none where it is empty.
    func values(_ record: DelimitedRecord) -> [Substring] {
      if role == .flag {
        return flags.filter { flag in
          record.text(flag.place).map { Self.raised.contains($0.lowercased()) } ?? false
        }.map { $0.name[...] }
      }
      guard let text = record.text(place) else { return [] }
      guard let separator = role.separator else { return [Substring(text)] }
      return text.parts(separatedBy: separator)
    }

    /// The attribute that the values of all rows make.
    func attribute(_ rows: [[Substring]]) -> Attribute {
      guard role == .number else {
        let categories = CategoryRows(rows.lazy.map { $0.map(String.init) })
        return Attribute(name: name, values: .categories(categories))
      }
      return Attribute(name: name, values: .numbers(rows.map { $0.first.flatMap(\.finiteNumber) }))
    }
  }

  /// The column of ids.
  let id: Int
  /// The columns of numbers and categories, in the order of the description.
  let attributes: [AttributeColumn]
  /// Columns of the description that the header lacks.
  let missing: [String]
  /// Columns of the header that the description says nothing of.
  let unused: [String]

  private let places: [ColumnRole: Int]
  private let creatorsSeparator: String
  private static let plausibleYears = -4000...2200

  /// - Throws: ``DelimitedTextError/missingColumn(path:line:expected:found:)`` for the id's column, and for any
  ///   other of a description that a person wrote.
  init(_ table: TableDescription, _ header: Header) throws(DelimitedTextError) {
    var (places, attributes, missing) = ([ColumnRole: Int](), [AttributeColumn](), [String]())
    var creatorsSeparator = ","
    var flags: [(name: String, place: Int)] = []
    for column in table.columns where column.role != .unused {
      let isNeeded = table.isComplete || column.role == .id
      let place = isNeeded ? try header.column(column.name) : header.optionalColumn(column.name)
      guard let place else {
        missing.append(column.name)
        continue
      }
      if case .creators(let separator) = column.role { creatorsSeparator = separator }
      if column.role == .flag {
        flags.append((column.name, place))
      } else if column.role.isSingle {
        places[column.role.separated(by: "")] = place
      } else {
        attributes.append(AttributeColumn(name: column.name, place: place, role: column.role))
      }
    }
    if !flags.isEmpty {
      attributes.append(AttributeColumn(name: "flags", place: 0, role: .flag, flags: flags))
    }
    guard let id = places[.id] else { preconditionFailure("a table without a column of ids") }
    (self.id, self.places, self.attributes, self.missing) = (id, places, attributes, missing)
    self.creatorsSeparator = creatorsSeparator
    let described = Set(table.columns.map(\.name))
    unused = header.names.filter { !described.contains($0) }
  }

  /// What a record says of the book `id`.
  func details(_ record: DelimitedRecord, id: String) -> BookDetails {
    func text(_ role: ColumnRole) -> String? { places[role].flatMap(record.text) }
    func number(_ role: ColumnRole) -> Double? { text(role)?[...].finiteNumber }
    func count(_ role: ColumnRole) -> Double? { number(role).flatMap { $0 >= 0 ? $0 : nil } }
    var book = BookDetails(id: id)
    book.title = text(.title) ?? ""
    book.authors =
      text(.creators(separator: ""))?.parts(separatedBy: creatorsSeparator).map(String.init) ?? []
    book.seriesName = text(.series)
    book.language = text(.language)
    // As with the series: where there is no column, the title may tell.
    let year = places[.year] == nil ? book.title.yearAtEnd : text(.year)?.year
    book.year = year.flatMap { Self.plausibleYears.contains($0) ? $0 : nil }
    book.goodreadsID = record.id(places[.tagID])
    book.averageRating = number(.averageRating)
    book.reviewCount = count(.reviewCount)
    book.editionCount = count(.editionCount)
    let stars = (1...5).compactMap { count(.starCount($0)) }
    book.starCounts = stars.count == 5 ? stars : []
    return book
  }
}

extension DelimitedRecord {
  /// A field's text without blanks around it; nil where the record has no such field or it is empty.
  fileprivate func text(_ place: Int) -> String? {
    guard place < count else { return nil }
    let bytes = bytes(at: place).trimmed
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  /// The values between separators, without blanks around them; empty ones are none.
  fileprivate func parts(separatedBy separator: String) -> [Substring] {
    self[...].split(separator: separator[...]).map { part in
      let head = part.drop(while: \.isWhitespace)
      guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return head }
      return head[...last]
    }.filter { !$0.isEmpty }
  }

  /// The year in parentheses at the end: 1994 of "Fargo (1994)"; nil where there is none.
  fileprivate var yearAtEnd: Int? {
    guard last == ")", let opening = lastIndex(of: "("), distance(from: opening, to: endIndex) == 6
    else { return nil }
    return Int(String(self[index(after: opening)...].dropLast()))
  }

  /// The year: a whole number, the one number of four digits in a date, or the one in parentheses at the end.
  fileprivate var year: Int? {
    if let number = Double(self) { return Int(exactly: number) }
    if let year = yearAtEnd { return year }
    let words: [Substring] = split { !$0.isASCII || !$0.isNumber }
    let groups = words.filter { $0.count == 4 }
    return groups.count == 1 && allSatisfy(\.isASCII) && count <= 40 ? Int(groups[0]) : nil
  }
}

extension Substring {
  /// The finite number that the text spells.
  fileprivate var finiteNumber: Double? { Double(self).flatMap { $0.isFinite ? $0 : nil } }
}
