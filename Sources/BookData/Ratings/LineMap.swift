/// In which table and on which line each good row stands: a few numbers, for most rows follow one another.
package struct LineMap: Sendable, Equatable {
  /// Where rows stop following one another: a row, its line and its table.
  private var runs: [Run] = []

  private struct Run: Equatable {
    var row: Int
    var line: Int
    var table: Int
  }

  /// The line of the row at `index`, counted from 1.
  ///
  /// - Complexity: O(log n) in the number of interruptions.
  package subscript(index: Int) -> Int {
    let run = run(of: index)
    return run.line + index - run.row
  }

  /// Which of several tables the row at `index` is of, from 0.
  ///
  /// - Complexity: As ``subscript(_:)``.
  package func table(of index: Int) -> Int { run(of: index).table }

  private func run(of index: Int) -> Run {
    let next = runs.firstIndexNotPreceding { $0.row <= index }
    precondition(next > 0, "row \(index) before the first")
    return runs[next - 1]
  }

  /// Says that the row at `row` stands on `line`; rows come in rising order.
  ///
  /// - Parameter table: The table. The default is that of the row before, or 0.
  mutating func place(row: Int, line: Int, table: Int? = nil) {
    let table = table ?? runs.last?.table ?? 0
    if let last = runs.last, last.row == row { runs.removeLast() }
    if let last = runs.last, last.table == table, last.line + row - last.row == line { return }
    runs.append(Run(row: row, line: line, table: table))
  }

  /// Adds the rows of a later part, the first of which is `row` here.
  mutating func append(_ other: LineMap, from row: Int) {
    for run in other.runs { place(row: row + run.row, line: run.line, table: run.table) }
  }
}
