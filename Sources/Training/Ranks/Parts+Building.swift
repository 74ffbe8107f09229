import Ranks

extension Parts {
  /// Parts that follow each other.
  init(_ parts: [[Element]]) {
    self.init(
      values: Array(parts.joined()),
      starts: parts.reduce(into: [0]) { starts, part in
        starts.append(starts[starts.count - 1] + part.count)
      })
  }

  /// Parts of these sizes, filled with `value`.
  init(counts: [Int], of value: Element) {
    let starts = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    self.init(values: Array(repeating: value, count: starts[counts.count]), starts: starts)
  }

  /// The elements of one part.
  subscript(part: Int) -> ArraySlice<Element> { values[starts[part]..<starts[part + 1]] }
}
