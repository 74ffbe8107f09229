/// The names of columns, from the first record of a file.
package struct Header: Sendable, Equatable {
  /// The names in file order, without spaces around them.
  package let names: [String]
  /// The line where the header starts.
  package let line: Int
  private let path: String

  /// The header that `record` of the file at `path` holds.
  package init(_ record: DelimitedRecord, path: String) {
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
  package func column(_ name: String) throws(DelimitedTextError) -> Int {
    guard let column = optionalColumn(name) else {
      throw .missingColumn(path: path, line: line, expected: name, found: names)
    }
    return column
  }

  /// Where the column `name` stands, from 0, or nil if there is none.
  package func optionalColumn(_ name: String) -> Int? {
    names.firstIndex(of: name)
  }
}

extension Character {
  fileprivate var isBlank: Bool { self == " " || self == "\t" }
}
