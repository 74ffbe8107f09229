import Support
import Testing

@testable import BookData

/// Ratings from streams are those of a plain file with the same bytes.
@Suite struct StreamedRatingsTests {
  private static let rows = (1...300).map { "\($0 % 17),\($0 * 7 % 23),\($0 % 10)\n" }.joined()
  private static let header = "user_id,book_id,rating\n"

  /// Texts that need all that the reader knows: text ids, quotes and bad rows after plain rows.
  static let texts = [
    header + rows,
    header + rows.dropLast(),
    "\u{FEFF}" + header + rows,
    (header + rows).replacing("\n", with: "\r\n"),
    header + rows + "anna,7,5\n" + rows,
    header + "anna,dracula,5\n",
    header + rows + "1,\"2\",3\n\"two\nlines\",2,3\n" + rows,
    header + rows + "\n\n1,2\n,,\n" + rows + "x,y,z\n",
    header + "1,2,4.25e0\n" + rows + "012,2,3\n" + rows,
    header,
    "",
    "1,2,3\n" + rows,
  ]

  @Test(arguments: texts, [1, 2, 3, 7, 64, 1000, 1 << 20])
  func anyLengthOfBlocksGivesTheSameRatings(text: String, blockLength: Int) throws {
    let bytes = Array(text.utf8)
    let file = try ScratchFile(bytes)
    for skips in [false, true] {
      for (chunkLength, threads) in [(1, 1), (50, 3), (1 << 19, 2)] {
        let reader = RatingsReader(
          chunkLength: chunkLength, threads: threads, skipBadRows: skips)
        let expected = reader.outcome(path: file.path)
        let found = reader.outcome([.once(bytes, blockLength: blockLength)])
        #expect(found.summary == expected.summary(of: file.path), "chunks of \(chunkLength)")
      }
    }
  }

  @Test func rowsWithoutAHeaderAreCountedAndKept() throws {
    var reader = RatingsReader(threads: 2)
    reader.format = .withoutHeader(separator: "::")
    for blockLength in 1...30 {
      let table = TableSource.once(Array("\n1::2::3\n4::5::1\n".utf8), blockLength: blockLength)
      let survey = try reader.survey([table])
      #expect(survey.all.textRows == [["1", "2", "3.0"], ["4", "5", "1.0"]])
      #expect([survey.line(ofRow: 0), survey.line(ofRow: 1)] == [2, 3])
    }
  }

  /// Behind damage nothing means what it seems to.
  @Test(arguments: ["1,2,3\n", "1,2,x\n", "a,b,3\n", "1,\"2\",3\n"])
  func aStreamThatFailsLeavesNothing(row: String) {
    let failure = FileError.unreadable(path: "a.csv", reason: "gone")
    for threads in [1, 2] {
      let bytes = Array((Self.header + String(repeating: row, count: 40)).utf8)
      var reader = RatingsReader(chunkLength: 10, threads: threads, skipBadRows: true)
      let table = TableSource.once(bytes, blockLength: 9, failure: failure)
      #expect(throws: DataError.file(failure)) { try reader.survey([table]) }
      reader.skipBadRows = false
      let outcome = reader.outcome([.once(bytes, blockLength: 9, failure: failure)])
      #expect((try? outcome.get()) == nil)
    }
  }

  @Test func aLineWithoutEndIsRefusedBeforeItFillsTheMemory() {
    let compressed = TableSource.file(Golden.path("zeros.zst"))
    #expect(throws: DataError.self) { try RatingsReader(threads: 2).survey([compressed]) }
    let text = Array(Self.header.utf8) + [UInt8](repeating: 0, count: 1 << 25)
    #expect(throws: DataError.rowTooLong(path: "a.csv", line: 2, limit: 1 << 24)) {
      try RatingsReader(threads: 2).survey([.once(text, blockLength: 1 << 17)])
    }
  }
}

/// Several tables are read as one.
@Suite struct SeveralTablesTests {
  private func survey(_ texts: [String], skips: Bool = false) throws -> RatingsSurvey {
    let files = try texts.map { try ScratchFile($0) }
    return try withExtendedLifetime(files) {
      try RatingsReader(skipBadRows: skips, threads: 2).survey(files.map { .file($0.path) })
    }
  }

  @Test func rowsFollowOneAnotherAndKnowTheirTableAndLine() throws {
    let survey = try survey([
      "user_id,book_id,rating\n1,2,3\n\n4,5,1\n", "user_id,book_id,rating\n1,2,5\n7,8,2",
    ])
    #expect(survey.all.textRows.map { $0[2] } == ["3.0", "1.0", "5.0", "2.0"])
    #expect((0..<4).map { survey.line(ofRow: $0) } == [2, 4, 2, 3])
    #expect((0..<4).map { survey.table(ofRow: $0) } == [0, 0, 1, 1])
    #expect(survey.repetitions(threads: 2) == [0])
  }

  @Test func textIdsInTheSecondTableMakeNamesOfThoseInTheFirst() throws {
    let survey = try survey([
      "user_id,book_id,rating\n1,2,3\n10,2,4\n", "user_id,book_id,rating\nanna,2,5\n1,9,2\n",
    ])
    #expect(survey.all.textRows.map { $0[0] } == ["1", "10", "anna", "1"])
    #expect((0..<4).map { survey.table(ofRow: $0) } == [0, 0, 1, 1])
  }

  @Test func aBadRowNamesItsFileAndItsLineInIt() throws {
    let good = try ScratchFile("user_id,book_id,rating\n1,2,3\n")
    let bad = try ScratchFile("user_id,book_id,rating\n1,2,3\n1,2,x\n")
    let error = #expect(throws: DataError.self) {
      try RatingsReader(threads: 2).survey([.file(good.path), .file(bad.path)])
    }
    #expect("\(error.map(String.init(describing:)) ?? "")".hasPrefix("\(bad.path):3: rating is"))
  }

  @Test func anotherHeaderIsRefused() throws {
    let error = #expect(throws: DataError.self) {
      try survey(["user_id,book_id,rating\n1,2,3\n", "book_id,user_id,rating\n1,2,3\n"])
    }
    #expect(
      "\(error.map(String.init(describing:)) ?? "")".contains("expected that of the table before"))
  }
}

extension Result<RatingsSurvey, DataError> {
  /// All that there is to compare, without the name of the file.
  fileprivate var summary: String { summary { $0.withoutRepetitions(threads: 2) } }

  fileprivate func summary(_ ratings: (RatingsSurvey) -> Ratings) -> String {
    switch self {
    case .success(let survey):
      let lines = survey.all.rows.indices.map { survey.line(ofRow: $0) }
      return "\(ratings(survey)) \(lines)"
    case .failure(let error): return "\(error)"
    }
  }
}

extension Result<Ratings, DataError> {
  fileprivate func summary(of path: String) -> String {
    let survey = Result<RatingsSurvey, DataError> { () throws(DataError) in
      _ = try get()
      return try RatingsReader(skipBadRows: true, threads: 2).survey([.file(path)])
    }
    return survey.summary.replacing(path, with: "a.csv")
  }
}
