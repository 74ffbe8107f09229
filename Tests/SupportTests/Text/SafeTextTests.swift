import Foundation
import Testing

@testable import Support

/// Data cannot drive a terminal, a page or whoever prints JSON.
@Suite struct SafeTextTests {
  private static let unsafe = ["\u{1B}", "\u{7}", "\r", "\u{9B}", "\u{202E}", "\u{2028}", "\u{0}"]

  @Test(arguments: unsafe)
  func oneLineHasNothingUnsafe(character: String) {
    #expect("a\(character)b\n".harmless == "a\u{FFFD}b\u{FFFD}")
    #expect("a\(character)b\n\tc".safeLines == "a\u{FFFD}b\n\tc")
    #expect("Žluťoučký 書 🦊 — “é”".safeLines == "Žluťoučký 書 🦊 — “é”")
    #expect(!character.quotedForMessage.contains(character))
    #expect(!shortened(character).contains(character))
  }

  @Test(arguments: unsafe + ["\u{E0001}"])
  func jsonIsSafeAndSaysTheSame(character: String) throws {
    let line = try jsonLine(["title": "a\(character)b"])
    #expect(!line.contains(character))
    let read = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
    #expect(read == ["title": "a\(character)b"])
  }

  @Test func numbersThatJSONLacksAreWords() throws {
    #expect(try jsonLine(["a": Double.nan, "b": -.infinity]) == #"{"a":"NaN","b":"-Infinity"}"#)
  }
}
