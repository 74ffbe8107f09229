import BookData

/// The first values of a column, and what they look like.
struct ColumnSample {
  let name: String
  private var rows = 0
  private var numbers = 0
  private var withBars = 0
  private var longest = 0
  private var values: Set<String> = []
  private var mean = 0.0

  init(name: String) { self.name = name }

  mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    rows += 1
    values.insert(text)
    longest = max(longest, text.count)
    if text.contains("|") { withBars += 1 }
    // 07030 is a name.
    let isName = text.count > 1 && text.hasPrefix("0") && !text.hasPrefix("0.")
    if let number = Double(text), number.isFinite, !isName {
      numbers += 1
      mean += (number - mean) / Double(numbers)
    }
  }

  private var isNumber: Bool { rows > 0 && numbers == rows }
  private var isDistinct: Bool { values.count == rows && rows > 0 }

  /// Whether the values are seconds since 1970, of this century or the end of the last.
  var looksLikeTime: Bool { isNumber && mean > 5e8 && mean < 5e12 }

  /// What the column may hold in a table of books or readers.
  func role(isFirst: Bool, isOfReaders: Bool) -> ColumnRole {
    if !isOfReaders,
      let known = TableDescription.goodbooks.columns.first(where: { $0.name == name })
    {
      return known.role
    }
    if isFirst || name.lowercased().hasSuffix("id") { return isDistinct ? .id : .unused }
    if !isOfReaders, let role = roleByName { return role }
    if name.hasOne(of: ["isbn", "zip", "url", "http", "phone", "mail", "image"]) { return .unused }
    if isNumber {
      if values == ["0", "1"] { return .flag }
      return looksLikeTime || values.count < 2 ? .unused : .number
    }
    if Double(withBars) > 0.2 * Double(rows) { return .categories(separator: "|") }
    // Names and texts are different in nearly every row, and long.
    let isCategory = values.count > 1 && longest <= 60 && values.count * 4 <= max(rows, 40)
    return isCategory ? .category : .unused
  }

  /// Whether the values may be titles: texts, of which nearly every one is another.
  var looksLikeTitle: Bool { numbers * 2 < rows && values.count * 10 >= rows * 9 }

  private var roleByName: ColumnRole? {
    let name = name.lowercased()
    if ["title", "name"].contains(name) { return .title }
    if name.hasOne(of: ["author", "creator", "director", "artist", "developer"]) {
      return .creators(separator: withBars > 0 ? "|" : ",")
    }
    if name == "series" { return .series }
    if name.hasPrefix("lang") { return .language }
    if name.hasOne(of: ["year", "release date", "release_date", "published"]) { return .year }
    return nil
  }
}
