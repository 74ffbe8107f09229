/// Text of separated fields as RFC 4180 has it.
package enum DelimitedText {
  /// `field` as it must be written: in quotes if it holds the separator, a quote or a line break.
  ///
  /// - Parameter separator: The byte between two fields. The default is a comma.
  package static func quoted(_ field: String, separator: UInt8 = UInt8(ascii: ",")) -> String {
    let special: Set<UInt8> = [
      separator, UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
    ]
    guard field.utf8.contains(where: special.contains) else { return field }
    var text = "\""
    for character in field.unicodeScalars {
      if character == "\"" { text.unicodeScalars.append(character) }
      text.unicodeScalars.append(character)
    }
    return text + "\""
  }

  /// Whether `separator` can separate fields: 1 to 8 bytes, none of them part of a quote, a line break or a
  /// number, and no letter among several.
  package static func canSeparate(_ separator: String) -> Bool {
    let bytes = separator.utf8
    let hasLetter = separator.unicodeScalars.contains { $0.properties.isAlphabetic }
    return (1...8).contains(bytes.count) && (separator.unicodeScalars.count == 1 || !hasLetter)
      && !bytes.contains { "\"\r\n\0+-.0123456789".utf8.contains($0) }
  }
}
