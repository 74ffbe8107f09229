import Kernels
import Parallelism
import Testing

@testable import BookData

@Suite struct RatingsReaderTests {
  private let header = "user_id,book_id,rating\n"

  private func rows(
    _ text: String, format: RatingsFormat = RatingsFormat()
  ) throws -> [[String]] {
    try RatingsReader(format: format, threads: 2).outcome(text).get().textRows
  }

  @Test func aPlainFile() throws {
    let ratings = try RatingsReader(threads: 2).outcome(header + "7,100,5\n3,20,4\n7,20,1\n").get()
    #expect(ratings.readers == Vocabulary(integers: [3, 7]))
    #expect(ratings.books == Vocabulary(integers: [20, 100]))
    #expect(
      ratings.rows == [
        Rating(reader: 1, book: 1, value: 5), Rating(reader: 0, book: 0, value: 4),
        Rating(reader: 1, book: 0, value: 1),
      ])
    #expect(ratings.report.goodRows == 3)
  }

  @Test(arguments: [
    "7,100,5\n3,20,4",
    "7,100,5\r\n3,20,4\r\n",
    "\n7,100,5\n\n\n3,20,4\n\n",
    "7,100,5.0\n3,20,4e0\n",
    "\"7\",\"100\",\"5\"\n3,20,\"4\"\n",
    " 7 ,\t100,5 \n3,20,+4\n",
    "7,100,.5e1\n3,20,40E-1\n",
  ])
  func otherSpellingsOfTheSame(text: String) throws {
    #expect(try rows(header + text) == [["7", "100", "5.0"], ["3", "20", "4.0"]])
    #expect(try rows("\u{FEFF}" + header + text) == [["7", "100", "5.0"], ["3", "20", "4.0"]])
  }

  @Test func columnsInAnyOrderAndOthersIgnored() throws {
    let text = "time,rating,note,book_id,user_id\n12,5,\u{1}a b,100,7\n,4,,20,3\n"
    #expect(try rows(text) == [["7", "100", "5.0"], ["3", "20", "4.0"]])
  }

  @Test func otherNamesAndATab() throws {
    let format = RatingsFormat(
      user: "userId", book: "movieId", rating: "score", separator: "\t")
    let text = "userId\tmovieId\tscore\ttimestamp\r\n7\t100\t4.5\t1\r\n3\t20\t-0.5\t2\r\n"
    #expect(try rows(text, format: format) == [["7", "100", "4.5"], ["3", "20", "-0.5"]])
  }

  @Test func oneColumnMayServeTwice() throws {
    let format = RatingsFormat(user: "a", book: "a", rating: "b")
    #expect(try rows("a,b\n7,1\n", format: format) == [["7", "7", "1.0"]])
  }

  @Test func idsOf64Bits() throws {
    let text = header + "-9223372036854775808,9223372036854775807,1\n4294967296,-1,2\n"
    #expect(
      try rows(text) == [
        ["-9223372036854775808", "9223372036854775807", "1.0"], ["4294967296", "-1", "2.0"],
      ])
  }

  @Test func idsAreNames() throws {
    let text = header + "012,+5,1\n12,5,2\n0012,0000000925,3\n-0,1 2,4\n"
    let ratings = try RatingsReader(threads: 2).outcome(text).get()
    #expect(ratings.readers == Vocabulary(strings: ["-0", "0012", "012", "12"]))
    #expect(ratings.books == Vocabulary(strings: ["+5", "0000000925", "1 2", "5"]))
  }

  @Test func idsOfUnsigned64BitsAndBeyondStandAsTheyAreWritten() throws {
    let text = header + "18446744073709551615,99999999999999999999,1\n9,-9223372036854775809,2\n"
    #expect(
      try rows(text) == [
        ["18446744073709551615", "99999999999999999999", "1.0"],
        ["9", "-9223372036854775809", "2.0"],
      ])
  }

  @Test func aFileWithoutAHeaderHasNumberedColumns() throws {
    let plain = "\n1,20,5,978300760\n2,30,4,978302109\n"
    let expected = [["1", "20", "5.0"], ["2", "30", "4.0"]]
    #expect(try rows(plain, format: .withoutHeader()) == expected)
    #expect(try rows("\u{FEFF}" + plain, format: .withoutHeader()) == expected)
    #expect(
      try rows("5,x,1,20\n\"4\",y,2,30", format: .withoutHeader(user: 3, book: 4, rating: 1))
        == expected)
    #expect(
      try message("1,2,3\n", format: .withoutHeader(rating: 4))
        == "a.csv:1: no column \"4\", expected it among the columns found: \"1\", \"2\", \"3\"")
    #expect(
      try message("1,2,3\n4,5\n", format: .withoutHeader()) == "a.csv:2: 2 fields, expected 3")
    #expect(
      try message("\n\n", format: .withoutHeader()) == "a.csv:1: the file is empty, expected rows")
  }

  @Test(arguments: ["::", "\t", "; ", " <=> ", "§", "|||"])
  func separatorsOfSeveralCharacters(separator: String) throws {
    let text = [["1", "1193", "5", "978300760"], ["2", "661", "3.5", "978302109"]]
      .map { $0.joined(separator: separator) }
    let expected = [["1", "1193", "5.0"], ["2", "661", "3.5"]]
    for end in ["\n", "\r\n"] {
      let format = RatingsFormat.withoutHeader(separator: separator)
      #expect(try rows(text.joined(separator: end), format: format) == expected)
      let named = ["user_id", "book_id", "rating", "time"].joined(separator: separator)
      #expect(
        try rows(
          ([named] + text).joined(separator: end), format: RatingsFormat(separator: separator))
          == expected)
    }
  }

  @Test func halfASeparatorIsPartOfAField() throws {
    let text = "a:::b::\"c::d\"::4\n:e::f:::5\n"
    let format = RatingsFormat.withoutHeader(rating: 4, separator: "::")
    #expect(try message(text, format: format) == "a.csv:2: 3 fields, expected 4")
    #expect(
      try rows("a:::b::\"4\"\n", format: .withoutHeader(separator: "::")) == [["a", ":b", "4.0"]])
    #expect(
      try rows("1:::2::5\n", format: .withoutHeader(separator: "::")) == [["1", ":2", "5.0"]])
  }

  @Test func idsFarApart() throws {
    let text = header + "4294967295,1,1\n0,4294967295,2\n4294967295,4000000000,3\n"
    let ratings = try RatingsReader(threads: 2).outcome(text).get()
    #expect(ratings.readers == Vocabulary(integers: [0, 4_294_967_295]))
    #expect(ratings.books == Vocabulary(integers: [1, 4_000_000_000, 4_294_967_295]))
    #expect(ratings.rows.map(\.reader) == [1, 0, 1])
    #expect(ratings.rows.map(\.book) == [0, 2, 1])
  }

  @Test func stringIdsStandInTheOrderOfTheirBytes() throws {
    let text = header + "zoë,B002,1\nanna,A1,2\nzoe\u{308},99999999999999999999,3\n10,A1,4\n"
    let ratings = try RatingsReader(threads: 2).outcome(text).get()
    #expect(ratings.readers == Vocabulary(strings: ["10", "anna", "zoe\u{308}", "zoë"]))
    #expect(ratings.readers.count == 4)
    #expect(ratings.books == Vocabulary(strings: ["99999999999999999999", "A1", "B002"]))
    #expect(ratings.rows.map(\.book) == [2, 1, 0, 1])
  }

  @Test(arguments: [
    "0.1", "-0", "0.0000001", "1234567", "12345678", "99999.99", "3.4028235e38", "1e-60", "-2.5",
    "16777217", "0.30000001192092896", "4.35", "000000004.5", "1.17549435e-38",
  ])
  func ratingsAreRoundedCorrectly(text: String) throws {
    let value = try RatingsReader().outcome(header + "1,2,\(text)\n").get().rows[0].value
    #expect(value.bitPattern == Float(text)?.bitPattern)
  }

  @Test func aByteOrderMarkFurtherDownIsPartOfAnId() throws {
    let text = header + "1,2,3\n\u{FEFF}1,2,3\n"
    #expect(try rows(text).map(\.[0]) == ["1", "\u{FEFF}1"])
  }

  @Test func badRowsMayBeSkipped() throws {
    let text = header + "1,2,3\n1,2\n4,5,x\nNULL,1,1\n6,7,8\n"
    let reader = RatingsReader(skipBadRows: true, threads: 2)
    let ratings = try reader.outcome(text).get()
    #expect(ratings.textRows == [["1", "2", "3.0"], ["6", "7", "8.0"]])
    #expect(ratings.readers == Vocabulary(integers: [1, 6]))
    #expect(ratings.books == Vocabulary(integers: [2, 7]))
    #expect(ratings.report.goodRows == 2)
    #expect(ratings.report.skippedRows == 3)
    guard case .wrongFieldCount(_, 3, 3, 2) = ratings.report.firstSkipped else {
      Issue.record("\(String(describing: ratings.report.firstSkipped))")
      return
    }
  }

  @Test func aSkippedRowHasNoSayInWhatAColumnHolds() throws {
    let text = header + "7,2,3\nanna,2,x\n"
    let ratings = try RatingsReader(skipBadRows: true, threads: 2).outcome(text).get()
    #expect(ratings.readers == Vocabulary(integers: [7]))
    #expect(ratings.report.skippedRows == 1)
  }

  @Test func skippingAllRowsIsAnError() throws {
    let reader = RatingsReader(skipBadRows: true, threads: 2)
    guard case .failure(.noGoodRow(_, 2, let first)) = try reader.outcome(header + "1,2\n3,4\n")
    else {
      Issue.record("no error")
      return
    }
    #expect(first.hasSuffix(".csv:2: 2 fields, expected 3"))
  }

  @Test func ofRepeatedPairsTheLastIsKept() throws {
    let text = header + "1,2,1\n1,3,2\n1,2,3\n2,2,4\n1,3,5\n1,2,6\n"
    let ratings = try RatingsReader(threads: 2).outcome(text).get()
    #expect(ratings.textRows == [["2", "2", "4.0"], ["1", "3", "5.0"], ["1", "2", "6.0"]])
    #expect(ratings.report.duplicates == 3)
    #expect(ratings.report.goodRows == 6)
  }

  @Test(arguments: 0..<40)
  func everyCutAndEveryTeamGivesTheSame(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let bytes = RandomRatings.file(using: &generator)
    let naive = try NaiveRatings(bytes)
    for length in [1, 2, 3, 7, 31, 250, 1 << 20] {
      for threads in [1, 2, 3] {
        let reader = RatingsReader(chunkLength: length, threads: threads, skipBadRows: true)
        let ratings = try reader.outcome(bytes).get()
        #expect(ratings.textRows == naive.rows, "chunks of \(length), \(threads) threads")
        #expect(ratings.report.skippedRows == naive.skipped)
      }
    }
  }
}

/// Files of ratings that exercise all paths, most of them good.
enum RandomRatings {
  static func file(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let lineEnd = Bool.random(using: &generator) ? "\n" : "\r\n"
    // Some files have quotes, some string ids, some bad rows.
    let oddity = Int.random(in: 0..<4, using: &generator)
    var text = Bool.random(using: &generator) ? "\u{FEFF}" : ""
    text += "book_id,rating,more,user_id" + lineEnd
    for _ in 0..<Int.random(in: 1..<60, using: &generator) {
      text += row(oddity: oddity, using: &generator) + lineEnd
    }
    // One good row at least; with or without the last newline.
    text += "1,1,x,1" + (Bool.random(using: &generator) ? lineEnd : "")
    return Array(text.utf8)
  }

  private static func row(
    oddity: Int, using generator: inout some RandomNumberGenerator
  ) -> String {
    let user = ["\(Int.random(in: 0..<9, using: &generator))", "4294967295", "007"]
    let book = ["\(Int.random(in: 0..<9, using: &generator))", "123456789", "12345678"]
    let value = ["4", "4.5", "-1", "1e1", " 3", "0.125", "12345678.9"]
    let more = ["", "some text", "1997", "é"]
    var fields = [book, value, more, user].map { $0.randomElement(using: &generator) ?? "" }
    guard Int.random(in: 0..<4, using: &generator) == 0 else {
      return fields.joined(separator: ",")
    }
    switch oddity {
    case 1: fields[2] = "\"a, \"\"b\"\"\nc\""
    case 2:
      fields[3] =
        ["anna", "zoë", "-5", "NULL", "99999999999999999999"].randomElement(using: &generator) ?? ""
    case 3:
      return ["", "1,2", "1,nan,,3", ",4,,4", "1,2,3,4,5"].randomElement(using: &generator) ?? ""
    default: break
    }
    return fields.joined(separator: ",")
  }
}
