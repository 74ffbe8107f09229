import BookData

/// What a reader gave, or a book got: enough for its mean and spread.
struct Readership: Sendable {
  /// How many ratings.
  var count = 0
  /// The sum of the ratings.
  var sum = 0.0
  /// The sum of their squares.
  var squares = 0.0

  /// The mean rating; `count` is not 0.
  var mean: Double { sum / Double(count) }

  /// The standard deviation of these ratings themselves, divided by their number.
  var spread: Double {
    max(0, (squares - sum * sum / Double(count)) / Double(count)).squareRoot()
  }

  mutating func append(_ value: Double) {
    count += 1
    sum += value
    squares += value * value
  }
}

extension [Rating] {
  /// Counts and sums for each of `count` indices.
  func readerships(by index: (Rating) -> UInt32, count: Int) -> [Readership] {
    var readerships = [Readership](repeating: Readership(), count: count)
    for row in self { readerships[Int(index(row))].append(Double(row.value)) }
    return readerships
  }
}
