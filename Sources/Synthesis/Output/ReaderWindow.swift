import Parallelism

/// Interleaves the rows of the readers who are active at the same time.
///
/// A fixed number of places holds one reader each, with all that they will rate. A draw visits a
/// random place and takes a few rows from it: as many as its reader rates in one sitting. When a
/// reader has no more, the next one takes the place. Memory is bounded by ``mostRatings`` however many
/// rows pass through, and a reader's rows are spread over a part of the file, so row order is a time
/// axis.
struct ReaderWindow: Sendable {
  /// The most ratings held at once (16 MB), unless one reader alone has more.
  static let mostRatings = 1 << 22
  /// How many lengths of a sitting there are, from 1, 2, 4 to 32 rows.
  ///
  /// So some readers rate for years, some on one evening.
  static let sittings = 6

  /// Readers active at once.
  let places: Int
  /// Ratings a place can hold.
  let ratingsPerPlace: Int
  private var rows: [UInt32]
  private var readers: [Int32]
  private var next: [Int32]
  private var ends: [Int32]
  private var sitting: [UInt8]
  /// The places in use come first, then the free ones.
  private var order: [Int32]
  private(set) var used = 0
  private var current = 0
  private var leftInSitting = 0

  /// A window for `readers` readers of at most `ratingsPerReader` each: a third of them at once, as far
  /// as ``mostRatings`` allows.
  init(readers count: Int, ratingsPerReader: Int) {
    ratingsPerPlace = ratingsPerReader
    places = max(1, min((count + 2) / 3, Self.mostRatings / ratingsPerReader))
    rows = Array(repeating: 0, count: places * ratingsPerReader)
    (readers, next) = (Array(repeating: 0, count: places), Array(repeating: 0, count: places))
    (ends, sitting) = (next, Array(repeating: 0, count: places))
    order = (0..<Int32(places)).map { $0 }
  }

  /// Whether another reader can come in.
  var hasRoom: Bool { used < places }

  /// Lets `reader` in with `ratings`, which will come out in this order.
  mutating func admit(
    _ reader: Int, ratings: [UInt32], using generator: inout SeededGenerator
  ) {
    precondition(hasRoom && !ratings.isEmpty, "no room, or no ratings")
    let place = Int(order[used])
    used += 1
    for (offset, row) in ratings.enumerated() { rows[place * ratingsPerPlace + offset] = row }
    (readers[place], next[place]) = (Int32(reader), 0)
    ends[place] = Int32(ratings.count)
    sitting[place] = 1 << UInt8(generator.index(below: Self.sittings))
  }

  /// The next row and its reader.
  ///
  /// At least one place must be in use.
  mutating func draw(using generator: inout SeededGenerator) -> (reader: Int, rating: UInt32) {
    if leftInSitting == 0 {
      current = generator.index(below: used)
      leftInSitting = Int(sitting[Int(order[current])])
    }
    let place = Int(order[current])
    let row = rows[place * ratingsPerPlace + Int(next[place])]
    next[place] += 1
    leftInSitting -= 1
    if next[place] == ends[place] { release() }
    return (Int(readers[place]), row)
  }

  /// Frees the current place.
  private mutating func release() {
    used -= 1
    order.swapAt(current, used)
    leftInSitting = 0
  }
}
