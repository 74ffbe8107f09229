/// The order of rows by their times; of the same time the first in the file comes first.
struct TimeOrder {
  /// The first and the last time.
  let span: ClosedRange<Double>
  /// The place in the file of each row, oldest first; nil where the file is in that order.
  let places: [UInt32]?

  /// The order of `times`, one for each row of a file; nil for a file without times.
  init?(_ times: [Double]) {
    guard var (first, last) = times.first.map({ ($0, $0) }) else { return nil }
    var isRising = true
    for time in times {
      if time < last { isRising = false }
      (first, last) = (min(first, time), max(last, time))
    }
    span = first...last
    places = isRising ? nil : Self.sorted(times)
  }

  /// A radix sort, least significant byte first (Knuth, "The Art of Computer Programming", volume 3, 5.2.5), over
  /// bits that are in the order of the numbers; bytes in which all are alike are passed over.
  private static func sorted(_ times: [Double]) -> [UInt32] {
    let keys = times.map { time in
      // + 0 makes one zero of two.
      let bits = (time + 0).bitPattern
      return time < 0 ? ~bits : bits | 1 << 63
    }
    var places = Array(0..<UInt32(times.count))
    var next = places
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      func digit(_ place: UInt32) -> Int { Int(keys[Int(place)] >> shift & 255) }
      var counts = [Int](repeating: 0, count: 256)
      for place in places { counts[digit(place)] += 1 }
      if counts.contains(places.count) { continue }
      var ends = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
      for place in places {
        next[ends[digit(place)]] = place
        ends[digit(place)] += 1
      }
      swap(&places, &next)
    }
    return places
  }

  /// The rows of the file in this order.
  func sorted(_ rows: [Rating]) -> [Rating] { places?.map { rows[Int($0)] } ?? rows }
}
