/// On which line each good row of a file stands: a few numbers, for most rows follow one another.
package struct LineMap: Sendable, Equatable {
  /// Where rows stop following one another: a row and its line.
  private var runs: [Run] = []

  private struct Run: Equatable {
    var row: Int
    var line: Int
  }

  /// The line of the row at `index`, counted from 1.
  ///
  /// - Complexity: O(log n) in the number of interruptions.
  package subscript(index: Int) -> Int {
    let next = runs.firstIndexNotPreceding { $0.row <= index }
    precondition(next > 0, "row \(index) before the first")
    return runs[next - 1].line + index - runs[next - 1].row
  }

  /// Says that the row at `row` stands on `line`; rows come in rising order.
  mutating func place(row: Int, line: Int) {
    if let last = runs.last, last.row == row { runs.removeLast() }
    if let last = runs.last, last.line + row - last.row == line { return }
    runs.append(Run(row: row, line: line))
  }

  /// Adds the rows of a later part of the file, the first of which is `row` here.
  mutating func append(_ other: LineMap, from row: Int) {
    for run in other.runs { place(row: row + run.row, line: run.line) }
  }
}
