import Parallelism

/// How much of some items goes where: a block of a random order for test, the block behind it for validation.
package struct HeldOutBlocks: Sendable {
  private let order: IndexPermutation
  private let start: Int
  private let testEnd: Int
  private let validationEnd: Int

  /// Blocks of `order`.
  ///
  /// - Parameters:
  ///   - order: The order of all items.
  ///   - test: Where the test part begins and ends, as shares of the order.
  ///   - validationFraction: The share of all items in the part for validation.
  package init(
    _ order: IndexPermutation, test: (from: Double, to: Double), validationFraction: Double
  ) {
    func place(_ share: Double) -> Int { Int((Double(order.count) * share).rounded()) }
    self.order = order
    start = place(test.from)
    testEnd = place(test.to) - start
    validationEnd = min(order.count, testEnd + place(validationFraction))
  }

  /// The part of each item.
  fileprivate var parts: [Split.Part] {
    var parts = [Split.Part](repeating: .train, count: order.count)
    for place in 0..<validationEnd {
      parts[order[(start + place) % order.count]] = place < testEnd ? .test : .validation
    }
    return parts
  }
}

/// Splits as experiments use them: folds, whole readers, a cut in time.
extension Split {
  /// Holds out the rows in blocks of a random order.
  package static func blocks(_ rows: inout [Rating], _ blocks: HeldOutBlocks) -> Split {
    let parts = blocks.parts
    var index = -1
    return partition(&rows) { _ in
      index += 1
      return parts[index]
    }
  }

  /// Holds out all rows of the readers in blocks of a random order: nothing of them is learned from.
  ///
  /// A share of each held-out reader's rows, drawn at random, is given. Breese, Heckerman and Kadie,
  /// "Empirical Analysis of Predictive Algorithms for Collaborative Filtering" (UAI 1998), section 3.
  ///
  /// - Parameters:
  ///   - rows: The ratings in file order; afterwards train, validation, given, test.
  ///   - blocks: Blocks of the readers.
  ///   - givenFraction: The share that is given, 0 to 1.
  ///   - generator: Draws one number for each held-out row where a share is given.
  package static func readers(
    _ rows: inout [Rating], _ blocks: HeldOutBlocks, givenFraction: Double,
    using generator: inout some RandomNumberGenerator
  ) -> Split {
    let parts = blocks.parts
    guard givenFraction > 0 else { return partition(&rows) { parts[Int($0.reader)] } }
    // How many rows of each held-out reader are still to come, and how many of them are still to be given.
    var remaining = [Int](repeating: 0, count: parts.count)
    for row in rows where parts[Int(row.reader)] != .train { remaining[Int(row.reader)] += 1 }
    var given = shares(givenFraction, of: remaining, upTo: remaining)
    return partition(&rows) { row in
      let reader = Int(row.reader)
      guard parts[reader] != .train else { return .train }
      defer { remaining[reader] -= 1 }
      guard Int(generator.next(upperBound: UInt64(remaining[reader]))) < given[reader] else {
        return parts[reader]
      }
      given[reader] -= 1
      return .given
    }
  }

  /// Cuts the file in three: the last rows are for test, those before them for validation.
  ///
  /// - Parameters:
  ///   - rows: The ratings in file order, oldest first.
  ///   - validationFraction: The part for validation, 0 to 1.
  ///   - testFraction: The part for test, 0 to 1; both together at most 1.
  /// - Returns: Where the parts lie; the rows stay where they are.
  package static func time(
    _ rows: [Rating], validationFraction: Double, testFraction: Double
  ) -> Split {
    checkFractions(validationFraction, testFraction)
    func size(_ fraction: Double) -> Int { Int((Double(rows.count) * fraction).rounded()) }
    let testStart = rows.count - size(testFraction)
    let validationStart = max(0, testStart - size(validationFraction))
    return Split(
      train: 0..<validationStart, validation: validationStart..<testStart,
      test: testStart..<rows.count)
  }
}
