import Testing

@testable import BookData

@Suite struct VocabularyTests {
  @Test func integersStandInRisingOrder() {
    let vocabulary = Vocabulary(integers: [7, -3, 7, .max, .min])
    #expect(vocabulary.count == 4)
    #expect((0..<4).map(vocabulary.text(at:)) == ["\(Int64.min)", "-3", "7", "\(Int64.max)"])
    #expect(vocabulary.index(of: "7") == 2)
    #expect(vocabulary.index(of: 7) == 2)
    for absent in ["+7", "007", "8", "", "seven", "7.0", " 7", "99999999999999999999"] {
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
    Vocabulary(strings: []), Vocabulary(strings: ["NULL", "a", "b\nc", "\\n", "\r\n", "", "é,\""]),
  ])
  func aVocabularyReadsBack(vocabulary: Vocabulary) throws {
    #expect(try Vocabulary(encoded: vocabulary.encoded(), path: "v.txt") == vocabulary)
  }

  @Test func oneNameThatIsNoIntegerMakesAllStrings() {
    #expect(Vocabulary(names: ["12", "-3", "0"]) == Vocabulary(integers: [-3, 0, 12]))
    for name in ["012", "+12", "-0", "12.0", "18446744073709551615", "a", ""] {
      #expect(Vocabulary(names: ["12", name]) == Vocabulary(strings: ["12", name]), "\(name)")
    }
  }

  @Test func anIdHasOneKeyWhateverStandsBesideIt() {
    let strings = Vocabulary(strings: ["-3", "012", "12"])
    #expect([strings.keys[0], strings.keys[2]] == Vocabulary(integers: [-3, 12]).keys)
    #expect(Set(strings.keys).count == 3)
  }

  @Test func numbersInAnotherDressAreFound() {
    let vocabulary = Vocabulary(strings: [
      "012", "12", "007", "12.0", "3.", "2.7e+08", "1E3", "+12", "1.5", "e", "a", "inf", "0x1p3",
      "-0",
      "12e",
    ])
    let found = vocabulary.numberDresses.mapValues { $0.map(vocabulary.text(at:)) }
    #expect(
      found == [
        .decimal: ["12.0", "3."], .rounded: ["1E3", "2.7e+08"], .padded: ["+12", "012"],
      ])
    #expect(
      vocabulary.dressNotes("books", at: "a.csv").first
        == "a.csv: the ids of 2 of 15 books are whole numbers with a point, which are not the same names as "
        + "those without; the first: \"12.0\"")
    #expect(Vocabulary(integers: [1]).numberDresses.isEmpty)
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
    ("octavo vocabulary 1, integers: 1\nx\n", 2), ("octavo vocabulary 1, integers: 1\n07\n", 2),
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
