/// Text of separated fields as RFC 4180 has it.
public enum DelimitedText {
  /// `field` as it must be written: in quotes if it holds the separator, a quote or a line break.
  ///
  /// - Parameter separator: The byte between two fields. The default is a comma.
  public static func quoted(_ field: String, separator: UInt8 = UInt8(ascii: ",")) -> String {
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

  /// Whether `byte` can separate fields: not a quote, a line break, a digit or part of a number.
  public static func canSeparate(_ byte: UInt8) -> Bool {
    !"\"\r\n\0+-.0123456789".utf8.contains(byte)
  }
}
