import Parallelism

/// Splits for data that grow: what is held out tonight was never learned from before.
///
/// A model that is trained on, or compared with an older one, must be judged by ratings that neither has
/// learned from. Both splits depend on ids and seed alone, so a rating's part does not change because others
/// arrive.
extension Split {
  /// Holds out rows by their reader and book: each is in the same part whatever else is in the data.
  ///
  /// The parts' sizes are close to their shares of all rows, not exact.
  ///
  /// - Parameters:
  ///   - ratings: The ratings; afterwards their rows are train, validation, test, each in file order.
  ///   - validationFraction: The part for validation, 0 to 1.
  ///   - testFraction: The part for test, 0 to 1; both together at most 1.
  ///   - start: Where in the order of all pairs the test part begins, 0 to 1. The default is 0.
  ///   - seed: What the choice depends on.
  /// - Returns: Where the parts lie.
  package static func stableRandom(
    _ ratings: inout Ratings, validationFraction: Double, testFraction: Double,
    from start: Double = 0, seed: UInt64
  ) -> Split {
    checkFractions(validationFraction, testFraction)
    let (readers, books, salt) = (ratings.readers.keys, ratings.books.keys, mixed(seed))
    return partition(&ratings.rows) { row in
      let pair = mixed(readers[Int(row.reader)] ^ salt) ^ (books[Int(row.book)] &* 3)
      let place = share(mixed(pair)) - start
      let draw = place < 0 ? place + 1 : place
      if draw < testFraction { return .test }
      return draw < testFraction + validationFraction ? .validation : .train
    }
  }

  /// Takes the last rows of each reader for test, and those before them for validation.
  ///
  /// Of a reader with `n` rows, `n × fraction + u` rows, rounded down, are held out, where `u`, evenly from 0
  /// to 1, depends on the reader and the seed: readers with few rows take part as often as is due. As a reader
  /// adds rows, both parts move towards the end and never back: a row was in training once, or is held out, never
  /// first the one and then the other.
  ///
  /// - Parameters:
  ///   - ratings: The ratings in file order, oldest first; afterwards their rows are train, validation, test.
  ///   - validationFraction: The part for validation, 0 to 1.
  ///   - testFraction: The part for test, 0 to 1; both together at most 1.
  ///   - seed: What the rounding depends on.
  /// - Returns: Where the parts lie.
  package static func stableChronological(
    _ ratings: inout Ratings, validationFraction: Double, testFraction: Double, seed: UInt64
  ) -> Split {
    checkFractions(validationFraction, testFraction)
    // How many rows of each reader are still to come.
    var remaining = [Int](repeating: 0, count: ratings.readers.count)
    for row in ratings.rows { remaining[Int(row.reader)] += 1 }
    let rounding = ratings.readers.keys.map { share(mixed($0 ^ mixed(seed))) }
    func held(_ fraction: Double) -> [Int] {
      zip(remaining, rounding).map { min($0, Int(Double($0) * fraction + $1)) }
    }
    let tests = held(testFraction)
    let both = held(testFraction + validationFraction)
    return partition(&ratings.rows) { row in
      let reader = Int(row.reader)
      defer { remaining[reader] -= 1 }
      if remaining[reader] > both[reader] { return .train }
      return remaining[reader] > tests[reader] ? .validation : .test
    }
  }

  /// A number from 0 to below 1 of the upper bits.
  private static func share(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }
}
