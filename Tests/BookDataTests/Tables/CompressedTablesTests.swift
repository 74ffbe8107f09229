import Support
import Testing

@testable import BookData

@Suite struct CompressedTablesTests {
  private static let names = ["ratings.csv.gz", "ratings.csv.zst"]

  /// Each golden file has two members or frames.
  @Test(arguments: names) func allMembersAreRead(name: String) throws {
    let plain = try RatingsReader(threads: 2).read(Golden.path("ratings.csv"))
    #expect(try RatingsReader(threads: 2).read(Golden.path(name)) == plain)
    let bytes = try Golden.bytes(name)
    for blockLength in 1...20 {
      let table = TableSource.once(bytes, blockLength: blockLength)
      #expect(try RatingsReader(chunkLength: 30, threads: 2).read([table]) == plain)
    }
  }

  @Test(arguments: names) func theChecksumIsThatOfTheText(name: String) throws {
    let plain = try TableSource.file(Golden.path("ratings.csv")).checksum()
    #expect(try TableSource.file(Golden.path(name)).checksum() == plain)
    #expect(try InputFile.checksum(of: Golden.path("ratings.csv")) == plain)
  }

  /// Whatever is damaged, either somebody notices or nothing has changed: no trap, no other ratings.
  @Test(arguments: names) func damageAtAnyByteIsNoticedOrHarmless(name: String) throws {
    let reader = RatingsReader(threads: 1)
    let plain = try reader.read(Golden.path("ratings.csv"))
    let bytes = try Golden.bytes(name)
    var refused = 0
    for index in bytes.indices {
      for change: UInt8 in [1, 0x80, 0xFF] {
        var damaged = bytes
        damaged[index] ^= change
        let outcome = Result { () throws(DataError) in
          try reader.read([.once(damaged, blockLength: 1 << 17)])
        }
        switch outcome {
        case .success(let ratings): #expect(ratings == plain, "byte \(index)")
        case .failure: refused += 1
        }
      }
    }
    #expect(refused > 2 * bytes.count)
  }

  /// Only where a member ends may a file end; half of the rows is worse than none.
  @Test(arguments: names) func whatIsCutOffIsRefused(name: String) throws {
    let bytes = try Golden.bytes(name)
    var whole = 0
    for length in 4..<bytes.count {
      let outcome = RatingsReader(threads: 1).outcome([
        .once(Array(bytes[..<length]), blockLength: 64)
      ])
      switch outcome {
      case .success: whole += 1
      case .failure(.file(let error)):
        #expect(
          error.description.hasPrefix("a.csv: cannot be read: its compressed data is cut off"))
      case .failure(let error): Issue.record("\(length) bytes: \(error)")
      }
    }
    #expect(whole == 1, "the first member is a whole file, too")
  }

  @Test(arguments: names) func whatFollowsTheLastMemberIsRefused(name: String) throws {
    let bytes = try Golden.bytes(name) + Array("more".utf8)
    let error = #expect(throws: DataError.self) {
      try RatingsReader(threads: 1).read([.once(bytes, blockLength: 1000)])
    }
    guard case .file(let error)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect("\(error)".hasPrefix("a.csv: "), "\(error)")
  }

  /// A few kilobytes may stand for any number of empty lines.
  @Test func whatNoTableShrinksToIsRefused() throws {
    /// A frame of Zstandard with one block: as it is, or one byte that is repeated.
    func frame(_ content: [UInt8], count: Int, isRepeated: Bool) -> [UInt8] {
      let block = count << 3 | (isRepeated ? 2 : 0) | 1
      let header: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x38]
      return header + (0..<3).map { UInt8(block >> (8 * $0) & 0xFF) } + content
    }
    let rows = Array("user_id,book_id,rating\n1,2,3\n".utf8)
    let table = frame(rows, count: rows.count, isRepeated: false)
    let lines = frame(Array("\n".utf8), count: 1 << 17, isRepeated: true)
    func ratings(_ frames: Int) throws -> Ratings {
      let bytes = table + [[UInt8]](repeating: lines, count: frames).joined()
      return try RatingsReader(threads: 1).read([.once(bytes, blockLength: 1000)])
    }
    #expect(try ratings(100).textRows == [["1", "2", "3.0"]])
    let error = #expect(throws: DataError.self) { try ratings(300) }
    #expect("\(error as Any)".contains("stands for more than 200 times its size"))
  }

  @Test(arguments: [
    ("PK\u{3}\u{4}rest of it".utf8.map { $0 }, "a ZIP archive"),
    ([0xFD] + Array("7zXZ\0rest of it".utf8), "compressed with xz"),
    (Array("BZh91AY&SYrest of it".utf8), "compressed with bzip2"),
    (Array("PAR1\u{15}rest of it".utf8), "a Parquet file"),
    (Array("SQLite format 3\0".utf8), "a database of SQLite"),
    ([0xFF, 0xFE, 0, 0, 0x75, 0, 0, 0], "text in UTF-32"),
    (Array("u\0s\0e\0r\0".utf8), "text in UTF-16 without a byte order mark"),
    (Array("\0u\0s\0e\0r".utf8), "text in UTF-16 without a byte order mark"),
  ])
  func whatIsKnownAndNotReadIsRefusedByName(bytes: [UInt8], words: String) throws {
    let file = try ScratchFile(bytes)
    let error = #expect(throws: DataError.self) { try RatingsReader(threads: 1).read(file.path) }
    let message = "\(error.map(String.init(describing:)) ?? "")"
    #expect(message.hasPrefix("\(file.path): cannot be used: it is \(words)"), "\(message)")
  }

  @Test(arguments: [true, false]) func textInUTF16IsRead(isLittle: Bool) throws {
    let text = "user_id,book_id,rating\nañña,📚,4\nb,c,3\n"
    let units = "\u{FEFF}\(text)".utf16
    let bytes = units.flatMap { unit in
      let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isLittle ? pair : pair.reversed()
    }
    for blockLength in 1...bytes.count {
      let ratings = try RatingsReader(threads: 2)
        .read([.once(bytes, blockLength: blockLength)])
      #expect(ratings.textRows == [["añña", "📚", "4.0"], ["b", "c", "3.0"]])
    }
    let error = #expect(throws: DataError.self) {
      try RatingsReader(threads: 2).read([.once(bytes.dropLast(), blockLength: 5)])
    }
    #expect("\(error.map(String.init(describing:)) ?? "")".contains("ends within a character"))
  }
}
