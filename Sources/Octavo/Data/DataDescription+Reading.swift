import BookData
import Support
import Yams

extension DataDescription {
  /// The description in a folder of data, `data.yaml`; goodbooks-10k's where there is none.
  ///
  /// - Throws: `DataError`.
  package init(inFolder folder: String) throws(DataError) {
    let path = folder + "/" + Self.fileName
    guard let text = try Self.text(of: path) else {
      self.init()
      return
    }
    try self.init(yaml: text, path: path)
  }

  /// The description in the file at `path`.
  ///
  /// - Throws: `DataError`.
  package init(reading path: String) throws(DataError) {
    guard let text = try Self.text(of: path) else { throw .file(.missing(path: path)) }
    try self.init(yaml: text, path: path)
  }

  /// The text of the file at `path`; nil where there is none.
  private static func text(of path: String) throws(DataError) -> String? {
    do {
      return String(decoding: try InputFile.contents(of: path), as: UTF8.self)
    } catch .missing {
      return nil
    } catch {
      throw .file(error)
    }
  }

  /// The description that `text` is, which came from `path`.
  ///
  /// - Throws: `DataError` for the first thing that makes no sense.
  package init(yaml text: String, path: String) throws(DataError) {
    self.init()
    var checksum = CRC32C()
    checksum.update(Array(text.utf8))
    self.checksum = String(checksum.value, radix: 16)
    let root: DescriptionNode?
    do {
      root = try Yams.compose(yaml: text).map { DescriptionNode($0, path: path, name: "the file") }
    } catch {
      throw DataError(ofYAML: error, path: path)
    }
    guard let root, !root.isEmpty else { return }
    let sections = try root.entries(allowed: ["ratings", "books", "users", "tags", "to_read"])
    if let node = sections["ratings"] { try readRatings(node) }
    if let node = sections["books"] { books = try TableDescription(node, isOfReaders: false) }
    if let node = sections["users"] { readers = try TableDescription(node, isOfReaders: true) }
    if let node = sections["tags"] { tags = try TagsDescription(node) }
    if let node = sections["to_read"] { toRead = try ListsDescription(node) }
  }

  private mutating func readRatings(_ node: DescriptionNode) throws(DataError) {
    let fields = try node.entries(
      allowed: FormFields.names + ["file", "user", "book", "rating", "time"])
    if let file = try fields["file"]?.file() { ratingsFile = file }
    let form = try FormFields(fields)
    var format = form.format
    format.user = try form.column(fields["user"]) ?? format.user
    format.book = try form.column(fields["book"]) ?? format.book
    format.rating = try form.column(fields["rating"]) ?? format.rating
    format.time = try form.column(fields["time"])
    ratings = format
  }
}

extension TagsDescription {
  fileprivate init(_ node: DescriptionNode) throws(DataError) {
    let fields = try node.entries(allowed: FormFields.names + ["file", "book", "tag", "weight"])
    let form = try FormFields(fields)
    var format = form.format
    format.user = try form.column(try node.required("book", in: fields)) ?? ""
    format.book = try form.column(try node.required("tag", in: fields)) ?? ""
    let weight = try form.column(fields["weight"])
    format.rating = weight ?? format.rating
    self.init(file: try node.required("file", in: fields).file(), format: format)
    hasWeights = weight != nil
  }
}

extension ListsDescription {
  fileprivate init(_ node: DescriptionNode) throws(DataError) {
    let fields = try node.entries(allowed: FormFields.names + ["file", "user", "book"])
    let form = try FormFields(fields)
    var format = form.format
    format.user = try form.column(fields["user"]) ?? format.user
    format.book = try form.column(fields["book"]) ?? format.book
    self.init(file: try node.required("file", in: fields).file(), format: format)
  }
}

extension TableDescription {
  fileprivate init(_ node: DescriptionNode, isOfReaders: Bool) throws(DataError) {
    let fields = try node.entries(allowed: FormFields.names + ["file", "columns"])
    let form = try FormFields(fields)
    let node = try node.required("columns", in: fields)
    var columns: [Column] = []
    for (name, value) in try node.pairs() {
      let role = try value.role(isOfReaders: isOfReaders)
      if role.isSingle, let other = columns.first(where: { $0.role.word == role.word }) {
        throw value.error(
          found: role.word, expected: "one column of that role; \(other.name) has it already")
      }
      columns.append(Column(name, role))
      try form.check(name, value)
    }
    guard columns.contains(where: { $0.role == .id }) else {
      throw node.error(found: "no column that is id", expected: "one")
    }
    self.init(
      file: try fields["file"]?.file() ?? (isOfReaders ? "users.csv" : "books.csv"),
      separator: form.format.separator, hasHeader: form.format.hasHeader, columns: columns)
  }
}

/// How a file is written: `separator` and `header`.
private struct FormFields {
  static let names = ["separator", "header"]

  let format: RatingsFormat

  init(_ fields: [String: DescriptionNode]) throws(DataError) {
    let separator = try fields["separator"]?.separator() ?? ","
    let hasHeader = try fields["header"]?.flag() ?? true
    format =
      hasHeader ? RatingsFormat(separator: separator) : .withoutHeader(separator: separator)
  }

  /// The name of a column, or its number in a file without a header; nil where nothing is said of it.
  func column(_ node: DescriptionNode?) throws(DataError) -> String? {
    guard let node else { return nil }
    let name = try node.text()
    try check(name, node)
    return name
  }

  func check(_ name: String, _ node: DescriptionNode) throws(DataError) {
    guard !format.hasHeader else { return }
    guard let number = Int(name), number > 0, "\(number)" == name else {
      throw node.error(
        found: "column \(name)", expected: "the number of a column, from 1, where header is false")
    }
  }
}
