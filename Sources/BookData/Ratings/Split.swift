/// The parts of an array of ratings: first train, then validation, then what is given, then test.
///
/// Making a split reorders the array so that each part is a run of neighbours; within a part the file's
/// order stays. Beside the array it takes 12 bytes for each row behind the training part.
package struct Split: Sendable, Equatable {
  /// The rows to learn from.
  package let train: Range<Int>
  /// The rows to choose by.
  package let validation: Range<Int>
  /// The rows of held-out readers that are told as their histories, and never learned from.
  package let given: Range<Int>
  /// The rows to judge by.
  package let test: Range<Int>

  /// Parts that lie so.
  ///
  /// - Parameter given: The default is none.
  package init(
    train: Range<Int>, validation: Range<Int>, given: Range<Int>? = nil, test: Range<Int>
  ) {
    self.train = train
    self.validation = validation
    self.given = given ?? test.lowerBound..<test.lowerBound
    self.test = test
  }

  /// What may be known of readers and books before the test: the training ratings and the given ones.
  package func told(of rows: [Rating]) -> ArraySlice<Rating> {
    given.isEmpty ? rows[train] : rows[train] + rows[given]
  }

  enum Part { case train, validation, given, test }

  /// Draws validation and test rows at random.
  ///
  /// Sizes are exact: `count × fraction`, rounded to the nearest, validation first. Every choice of rows is
  /// equally likely (selection sampling), and the same generator gives the same one.
  ///
  /// - Parameters:
  ///   - rows: The ratings in file order; afterwards train, validation, test.
  ///   - validationFraction: The part for validation, 0 to 1.
  ///   - testFraction: The part for test, 0 to 1; both together at most 1.
  ///   - generator: Draws one number for each row at most.
  /// - Returns: Where the parts lie.
  package static func random(
    _ rows: inout [Rating], validationFraction: Double, testFraction: Double,
    using generator: inout some RandomNumberGenerator
  ) -> Split {
    checkFractions(validationFraction, testFraction)
    var validation = Int((Double(rows.count) * validationFraction).rounded())
    var test = min(
      Int((Double(rows.count) * testFraction).rounded()), rows.count - validation)
    var remaining = rows.count
    return partition(&rows) { _ in
      defer { remaining -= 1 }
      guard validation + test > 0 else { return .train }
      let draw = Int(generator.next(upperBound: UInt64(remaining)))
      if draw < validation {
        validation -= 1
        return .validation
      }
      guard draw < validation + test else { return .train }
      test -= 1
      return .test
    }
  }

  /// Takes the last rows of each reader for test, and those before them for validation.
  ///
  /// Of a reader with `n` rows, `n × fraction` rows go to each, rounded up or down so that the readers up to
  /// each one have together what is due to them: both parts have their shares of all rows, and readers with
  /// few rows take part as often as is due.
  ///
  /// - Parameters:
  ///   - rows: The ratings in file order, oldest first; afterwards train, validation, test.
  ///   - readerCount: How many readers there are: every ``Rating/reader`` is below.
  ///   - validationFraction: The part for validation, 0 to 1.
  ///   - testFraction: The part for test, 0 to 1; both together at most 1.
  /// - Returns: Where the parts lie.
  package static func chronological(
    _ rows: inout [Rating], readerCount: Int, validationFraction: Double, testFraction: Double
  ) -> Split {
    checkFractions(validationFraction, testFraction)
    // How many rows of each reader are still to come.
    var remaining = [Int](repeating: 0, count: readerCount)
    for row in rows { remaining[Int(row.reader)] += 1 }
    let tests = shares(testFraction, of: remaining, upTo: remaining)
    let room = zip(remaining, tests).map { $0 - $1 }
    let validations = shares(validationFraction, of: remaining, upTo: room)
    return partition(&rows) { row in
      let reader = Int(row.reader)
      defer { remaining[reader] -= 1 }
      if remaining[reader] > tests[reader] + validations[reader] { return .train }
      return remaining[reader] > tests[reader] ? .validation : .test
    }
  }

  /// How many of each reader's rows belong to a part, at most `limits`; what a limit cuts off goes to the
  /// readers after it.
  static func shares(_ fraction: Double, of counts: [Int], upTo limits: [Int]) -> [Int] {
    var (rows, given) = (0, 0)
    return zip(counts, limits).map { count, limit in
      rows += count
      // A hair more, so that 100 × 0.29 is 29.
      let due = Int((Double(rows) * fraction + 0.5 + 1e-9).rounded(.down)) - given
      let share = min(max(0, due), limit)
      given += share
      return share
    }
  }

  static func checkFractions(_ validation: Double, _ test: Double) {
    precondition(
      validation >= 0 && test >= 0 && validation + test <= 1 + 1e-9,
      "fractions \(validation) and \(test), expected numbers from 0 to 1 whose sum is at most 1")
  }

  /// Moves the rows to their parts, in one pass.
  static func partition(
    _ rows: inout [Rating], by part: (Rating) -> Part
  ) -> Split {
    var held: (validation: [Rating], given: [Rating], test: [Rating]) = ([], [], [])
    var end = 0
    for index in rows.indices {
      let row = rows[index]
      switch part(row) {
      case .train:
        rows[end] = row
        end += 1
      case .validation: held.validation.append(row)
      case .given: held.given.append(row)
      case .test: held.test.append(row)
      }
    }
    let given = end + held.validation.count
    let test = given + held.given.count
    rows.replaceSubrange(end..<given, with: held.validation)
    rows.replaceSubrange(given..<test, with: held.given)
    rows.replaceSubrange(test..., with: held.test)
    return Split(
      train: 0..<end, validation: end..<given, given: given..<test, test: test..<rows.count)
  }
}
