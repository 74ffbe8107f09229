/// The indices of the `count` highest scores among the candidates, best first.
///
/// Equal scores stand in rising order of index; a score that is no number counts as the lowest. There are
/// fewer indices where there are fewer candidates.
///
/// - Parameters:
///   - count: How many, at least 0.
///   - scores: One for each index.
///   - isCandidate: Whether an index may be listed; asked only where the score would earn a place.
/// - Returns: Indices of `scores`.
/// - Complexity: O(n + m log `count`), where m is how often a better one comes along.
public func topIndices(
  _ count: Int, of scores: borrowing [Float], where isCandidate: (Int) -> Bool = { _ in true }
) -> [Int] {
  precondition(count >= 0, "the top \(count)")
  var heap = WorstFirstHeap(capacity: count)
  for index in scores.indices {
    let entry = Scored(index: index, score: scores[index])
    if heap.wouldTake(entry), isCandidate(index) { heap.insert(entry) }
  }
  return heap.entries.sorted { $0.precedes($1) }.map(\.index)
}

/// An index with its score.
private struct Scored {
  let index: Int
  let score: Float

  init(index: Int, score: Float) {
    self.index = index
    self.score = score.isNaN ? -.infinity : score
  }

  /// Whether this comes before `other` on a list.
  func precedes(_ other: Scored) -> Bool {
    score != other.score ? score > other.score : index < other.index
  }
}

/// The best entries so far, as a binary heap with the worst of them on top.
private struct WorstFirstHeap {
  let capacity: Int
  var entries: [Scored] = []

  init(capacity: Int) {
    self.capacity = capacity
  }

  func wouldTake(_ entry: Scored) -> Bool {
    entries.count < capacity || (capacity > 0 && entry.precedes(entries[0]))
  }

  mutating func insert(_ entry: Scored) {
    if entries.count < capacity {
      entries.append(entry)
      siftUp(entries.count - 1)
    } else {
      entries[0] = entry
      siftDown()
    }
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0, entries[(child - 1) / 2].precedes(entries[child]) {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var worst = 2 * parent + 1
      guard worst < entries.count else { return }
      let right = worst + 1
      if right < entries.count, entries[worst].precedes(entries[right]) { worst = right }
      guard entries[parent].precedes(entries[worst]) else { return }
      entries.swapAt(parent, worst)
      parent = worst
    }
  }
}
