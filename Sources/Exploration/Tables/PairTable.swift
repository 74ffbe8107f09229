import BookData
import Foundation
import Parallelism

/// A file whose rows join two ids, with or without a number: ratings, tags of books, books to read.
struct PairTable: Sendable {
  /// The file's name in the folder.
  let name: String
  /// The file's profile.
  let profile: TableProfile
  /// Its good rows, or why there is none.
  let goodRows: Result<RatingsSurvey, DataError>
  /// The rows that a later row repeats, rising.
  let repetitions: [Int]
  /// What is wrong with its bad rows.
  let badRows: BadRows
  /// Whether it is in several files.
  private let hasParts: Bool

  /// Reads one or more tables as one.
  ///
  /// - Parameters:
  ///   - tables: Where the rows come from.
  ///   - name: The file's name in the folder.
  ///   - format: The names of the columns.
  ///   - hasNumber: Whether there is a third column of numbers, named by `format.rating`.
  ///   - threads: How many threads work.
  /// - Throws: `DataError`.
  init(
    _ tables: [TableSource], name: String, format: RatingsFormat, hasNumber: Bool, threads: Int
  ) throws {
    self.name = name
    hasParts = tables.count > 1
    let names = [format.user, format.book] + (hasNumber ? [format.rating] : [])
    goodRows = try Self.survey(tables, format: format, hasNumber: hasNumber, threads: threads)
    let survey = try? goodRows.get()
    let header = try Self.header(tables[0], format: format, expecting: names)
    let profile = survey?.profile(name: name, header: header, format: format, threads: threads)
    self.profile =
      try profile
      ?? TableScan(
        tables, name: name, format: format, expecting: names, ids: [format.user, format.book]
      ).profile
    repetitions = survey?.repetitions(threads: threads) ?? []
    badRows = survey?.all.report.badRows ?? BadRows()
  }

  private static func survey(
    _ tables: [TableSource], format: RatingsFormat, hasNumber: Bool, threads: Int
  ) throws -> Result<RatingsSurvey, DataError> {
    do throws(DataError) {
      return .success(
        hasNumber
          ? try RatingsReader(format: format, skipBadRows: true, threads: threads).survey(tables)
          : try RatingsReader.surveyPairs(tables[0], format: format, threads: threads))
    } catch {
      switch error {
      case .headerAlone, .noGoodRow: return .failure(error)
      default: throw error
      }
    }
  }

  /// Its good rows; nil where there is none.
  var survey: RatingsSurvey? { try? goodRows.get() }

  private static func header(
    _ table: TableSource, format: RatingsFormat, expecting names: [String]
  ) throws -> [String] {
    var records = try DelimitedReader(table, separator: format.separator)
    return try Header(expecting: names, in: format, from: &records).names
  }

  /// Bad rows as findings.
  func badRowFindings(_ problem: Problem) -> [Finding] {
    guard survey != nil || profile.rows == 0 else {
      // Not one row is good, so no reader told them apart.
      return [Finding(file: name, problem: problem, count: profile.rows, examples: [])]
    }
    return badRows.groups.map { group in
      Finding(
        file: name, problem: problem, detail: group.reason, count: group.count,
        examples: group.examples.map { error in
          let (path, text) = error.placeAndText
          return Example(
            part: hasParts ? path.lastPathPart : nil, line: error.line ?? 0, text: text)
        })
    }
  }

  /// The findings of rows that a later row repeats.
  func repetitions(_ problem: Problem) -> Finding? {
    guard let survey, !repetitions.isEmpty else { return nil }
    return Finding(
      file: name, problem: problem, count: repetitions.count,
      examples: repetitions.prefix(Example.limit).map { survey.example(row: $0) })
  }

  /// The findings of rows whose ids are numbers in another dress.
  func dressFindings(_ format: RatingsFormat) -> [Finding] {
    guard let all = survey?.all else { return [] }
    return dressFindings(all.readers, \.reader, column: format.user)
      + dressFindings(all.books, \.book, column: format.book)
  }

  private func dressFindings(
    _ ids: Vocabulary, _ index: (Rating) -> UInt32, column: String
  ) -> [Finding] {
    let dresses = ids.numberDresses
    return NumberDress.allCases.compactMap { dress in
      guard let indices = dresses[dress].map(Set.init) else { return nil }
      var finding = finding(dress.problem) { indices.contains(index($1)) }
      finding?.detail = column
      return finding
    }
  }

  /// The good rows without those that a later row repeats, or nil where there is none.
  var distinct: Ratings? { survey?.without(repetitions) }

  /// The finding of rows whose reader or book has no other row, repeated rows apart.
  func single(
    _ problem: Problem, _ index: @Sendable (Rating) -> UInt32, of count: Int, threads: Int
  ) -> Finding? {
    guard let rows = survey?.all.rows else { return nil }
    var counts = rows.counts(of: index, count: count, threads: threads)
    for row in repetitions { counts[Int(index(rows[row]))] -= 1 }
    guard counts.contains(1) else { return nil }
    let repeated = Set(repetitions)
    return finding(problem) { counts[Int(index($1))] == 1 && !repeated.contains($0) }
  }

  /// The finding of rows that `isBad` says are so, given their indices.
  func finding(_ problem: Problem, where isBad: (Int, Rating) -> Bool) -> Finding? {
    guard let survey else { return nil }
    var counter = Finding.Counter()
    for (index, row) in survey.all.rows.enumerated() where isBad(index, row) {
      counter.append(survey.example(row: index))
    }
    return counter.finding(name, problem)
  }
}

extension DataError {
  /// The file, and the message without `file:line: `.
  fileprivate var placeAndText: (path: String, text: String) {
    let words = description
    guard let line, let place = words.range(of: ":\(line): ") else { return ("", words) }
    return (String(words[..<place.lowerBound]), String(words[place.upperBound...]))
  }
}

extension String {
  /// The name of the file at this path.
  fileprivate var lastPathPart: String {
    String(self[(lastIndex(of: "/").map(index(after:)) ?? startIndex)...])
  }
}

extension RatingsSurvey {
  /// The ids in a row, as an example.
  fileprivate func example(row: Int) -> Example {
    let rating = all.rows[row]
    return Example(
      part: tables.count > 1 ? tables[table(ofRow: row)].lastPathPart : nil,
      line: line(ofRow: row),
      text: "\(all.readers.text(at: rating.reader)),\(all.books.text(at: rating.book))")
  }

  /// The profile of a file of these columns alone, ids being integers and no row bad.
  fileprivate func profile(
    name: String, header: [String], format: RatingsFormat, threads: Int
  ) -> TableProfile? {
    guard all.report.badRows.count == 0, case .integers(let readers) = all.readers.ids,
      case .integers(let books) = all.books.ids
    else { return nil }
    let rows = all.rows
    var columns: [ColumnProfile] = []
    for column in header {
      let counter: ValueCounter
      switch column {
      case format.user: counter = ValueCounter(ids: readers, in: rows, \.reader, threads: threads)
      case format.book: counter = ValueCounter(ids: books, in: rows, \.book, threads: threads)
      case format.rating: counter = ValueCounter(ratings: rows, threads: threads)
      default: return nil
      }
      let isWhole = counter.entries.allSatisfy { $0.value == $0.value.rounded() }
      columns.append(
        ColumnProfile(
          name: column, type: isWhole ? .integer : .decimal, missing: 0,
          distinct: counter.entries.count, summary: Summary(counter)))
    }
    return TableProfile(name: name, rows: rows.count, columns: columns)
  }
}

extension ValueCounter {
  /// How often each id occurs; `ids` rise.
  init(
    ids: [Int64], in rows: [Rating], _ index: @Sendable (Rating) -> UInt32, threads: Int
  ) {
    let counts = rows.counts(of: index, count: ids.count, threads: threads)
    self.init(
      rising: zip(ids, counts).lazy.filter { $0.1 > 0 }
        .map { Entry(value: Double($0), count: $1) })
  }

  /// How often each rating occurs.
  init(ratings rows: [Rating], threads: Int) {
    let parts = Parallel.ranges(rows.count, parts: threads)
    let counts = Parallel.map(parts.count, threads: threads) { part in
      rows[parts[part]].reduce(into: [UInt32: Int]()) { $0[$1.value.bitPattern, default: 0] += 1 }
    }
    var total: [Double: Int] = [:]
    for (bits, count) in counts.joined() {
      total[Double(shortest: Float(bitPattern: bits)), default: 0] += count
    }
    self.init(rising: total.map { Entry(value: $0, count: $1) }.sorted { $0.value < $1.value })
  }
}

extension Double {
  /// The decimal number that a file spells, from its nearest 32-bit one: 0.1, not 0.100000001.
  init(shortest value: Float) {
    self = value == value.rounded() ? Double(value) : Double(value.description) ?? Double(value)
  }
}

extension [Rating] {
  /// How many rows have each of `count` indices.
  func counts(
    of index: @Sendable (Rating) -> UInt32, count: Int, threads: Int
  ) -> [Int] {
    let parts = Parallel.ranges(self.count, parts: threads)
    let counts = Parallel.map(parts.count, threads: threads) { part in
      var counts = [Int](repeating: 0, count: count)
      for row in self[parts[part]] { counts[Int(index(row))] += 1 }
      return counts
    }
    return counts.dropFirst().reduce(into: counts[0]) { sums, counts in
      for index in sums.indices { sums[index] += counts[index] }
    }
  }
}
