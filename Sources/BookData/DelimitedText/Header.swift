/// The names of columns, from the first record of a file.
public struct Header: Sendable, Equatable {
  /// The names in file order, without spaces around them.
  public let names: [String]
  /// The line where the header starts.
  public let line: Int
  private let path: String

  /// The header that `record` of the file at `path` holds.
  public init(_ record: DelimitedRecord, path: String) {
    names = record.fields.map { field in
      String(field.drop(while: \.isBlank).reversed().drop(while: \.isBlank).reversed())
    }
    line = record.line
    self.path = path
  }

  /// What stands for the header of a file without one: the numbers of so many columns, from 1.
  init(numbersOf count: Int, path: String) {
    names = (1...count).map { "\($0)" }
    line = 1
    self.path = path
  }

  /// Where the column `name` stands, from 0; the first, if there are several.
  ///
  /// - Throws: ``DelimitedTextError/missingColumn(path:line:expected:found:)``.
  public func column(_ name: String) throws(DelimitedTextError) -> Int {
    guard let column = optionalColumn(name) else {
      throw .missingColumn(path: path, line: line, expected: name, found: names)
    }
    return column
  }

  /// Where the column `name` stands, from 0, or nil if there is none.
  public func optionalColumn(_ name: String) -> Int? {
    names.firstIndex(of: name)
  }
}

extension Character {
  fileprivate var isBlank: Bool { self == " " || self == "\t" }
}
