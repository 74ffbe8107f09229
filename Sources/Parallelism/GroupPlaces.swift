/// Where elements stand once they are grouped by keys, in their own order within a group: a counting sort in
/// two passes over the elements (Knuth, "The Art of Computer Programming", volume 3, section 5.2).
public struct GroupPlaces: Sendable {
  /// Where each group begins, [groups + 1].
  public let offsets: [Int]
  /// Where each group's next element goes, [groups].
  private var next: [Int]

  /// Counts the elements of each group.
  ///
  /// - Parameters:
  ///   - keys: The group of each element, below `groups`.
  ///   - groups: How many groups there are.
  public init(_ keys: some Sequence<UInt32>, groups: Int) {
    var offsets = [Int](repeating: 0, count: groups + 1)
    for key in keys { offsets[Int(key) + 1] += 1 }
    for group in 0..<groups { offsets[group + 1] += offsets[group] }
    self.offsets = offsets
    next = Array(offsets.dropLast())
  }

  /// The place of the next element of this group; asked for once for each element, in their order.
  public mutating func place(in group: UInt32) -> Int {
    defer { next[Int(group)] += 1 }
    return next[Int(group)]
  }
}
