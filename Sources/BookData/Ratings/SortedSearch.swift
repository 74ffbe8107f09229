extension RandomAccessCollection where Index == Int {
  /// The first index of the sorted elements whose element does not precede what is looked for.
  func firstIndexNotPreceding(_ precedes: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if precedes(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension ArraySlice<UInt32> {
  /// Whether the rising slice contains `element`.
  ///
  /// - Complexity: O(log n).
  package func containsInOrder(_ element: UInt32) -> Bool {
    let index = firstIndexNotPreceding { $0 < element }
    return index < endIndex && self[index] == element
  }
}
