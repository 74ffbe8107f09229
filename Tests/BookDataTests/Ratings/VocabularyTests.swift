import Testing

@testable import BookData

@Suite struct VocabularyTests {
  @Test func integersStandInRisingOrder() {
    let vocabulary = Vocabulary(integers: [7, -3, 7, .max, .min])
    #expect(vocabulary.count == 4)
    #expect((0..<4).map(vocabulary.text(at:)) == ["\(Int64.min)", "-3", "7", "\(Int64.max)"])
    #expect(vocabulary.index(of: "7") == 2)
    #expect(vocabulary.index(of: "+007") == 2)
    #expect(vocabulary.index(of: 7) == 2)
    for absent in ["8", "", "seven", "7.0", " 7", "99999999999999999999"] {
      #expect(vocabulary.index(of: absent) == nil, "\(absent)")
    }
  }

  @Test func stringsStandInTheOrderOfTheirBytes() {
    let vocabulary = Vocabulary(strings: ["b", "é", "a", "b", "e\u{301}", "10"])
    #expect(
      (0..<5).map(vocabulary.text(at:)).map { Array($0.utf8) }
        == ["10", "a", "b", "e\u{301}", "é"].map { Array($0.utf8) })
    #expect(vocabulary.index(of: "é") == 4)
    #expect(vocabulary.index(of: "e\u{301}") == 3)
    #expect(vocabulary.index(of: 10) == 0)
    #expect(vocabulary.index(of: "c") == nil)
    #expect(Vocabulary(strings: ["é"]) != Vocabulary(strings: ["e\u{301}"]))
  }

  @Test(arguments: [
    Vocabulary(integers: []), Vocabulary(integers: [.min, -1, 0, 5, .max]),
    Vocabulary(strings: []), Vocabulary(strings: ["a", "b\nc", "\\n", "\r\n", "", "é,\""]),
  ])
  func aVocabularyReadsBack(vocabulary: Vocabulary) throws {
    #expect(try Vocabulary(encoded: vocabulary.encoded(), path: "v.txt") == vocabulary)
  }

  @Test func theFileIsPlainText() {
    let text = String(decoding: Vocabulary(integers: [3, 20]).encoded(), as: UTF8.self)
    #expect(text == "octavo vocabulary 1, integers: 2\n3\n20\n")
  }

  @Test(arguments: [
    ("", 1), ("3\n", 1), ("octavo vocabulary 2, integers: 0\n", 1),
    ("octavo vocabulary 1, integers: -1\n", 1), ("octavo vocabulary 1, integers: 2\n3\n", 3),
    ("octavo vocabulary 1, integers: 2\n3\n20", 3),
    ("octavo vocabulary 1, integers: 1\n3\n20\n", 4),
    ("octavo vocabulary 1, integers: 2\n20\n3\n", 3),
    ("octavo vocabulary 1, integers: 1\nx\n", 2),
    ("octavo vocabulary 1, strings: 2\nb\na\n", 3), ("octavo vocabulary 1, strings: 2\nb\nb\n", 3),
    ("octavo vocabulary 1, strings: 1\n\\x\n", 2), ("octavo vocabulary 1, strings: 1\n\0\n", 2),
    ("octavo vocabulary 1, integers: 9223372036854775807\n", 2),
  ])
  func aDamagedFileIsAnErrorOnItsLine(text: String, line: Int) {
    let error = #expect(throws: DataError.self) {
      try Vocabulary(encoded: text.utf8, path: "v.txt")
    }
    #expect(error?.line == line, "\(String(describing: error))")
  }
}
