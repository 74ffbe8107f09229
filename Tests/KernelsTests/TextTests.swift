import Kernels
import Parallelism
import Testing

@Suite struct TextTests {
  private func random(
    _ alphabet: String, count: Int, using generator: inout SeededGenerator
  ) -> [UInt8] {
    let bytes = Array(alphabet.utf8)
    return (0..<count).map { _ in bytes[Int.random(in: bytes.indices, using: &generator)] }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 63, 64, 2039, 2040, 2041, 5000])
  func lineCountsAreThoseOfTheNaiveTwin(count: Int) {
    for seed in 0..<20 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      for alphabet in ["ab\n", "\n", "a", "a\n\"", "\u{0B}\t\n\u{8A}!#"] {
        let text = random(alphabet, count: count, using: &generator)
        let span = text.span.bytes
        #expect(LineCount(of: span) == LineCount(referenceOf: span), "seed \(seed)")
      }
    }
  }

  /// What the scanner makes of one line.
  private func scanned(_ line: [UInt8], _ layout: NumericLayout) -> NumericRow? {
    var rows: [NumericRow] = []
    var offset = 0
    rows.append(addingCapacity: 4) { output in
      _ = NumericRows.scan(line.span.bytes, from: &offset, layout: layout, into: &output)
    }
    return rows.first
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func scannedRowsAreThoseOfTheNaiveTwin(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let layouts = [
      NumericLayout(separator: Array(",".utf8), columns: 3, first: 0, second: 1, value: 2),
      NumericLayout(separator: Array(",".utf8), columns: 4, first: 3, second: 1, value: 0),
      NumericLayout(separator: Array("::".utf8), columns: 4, first: 0, second: 1, value: 2),
      NumericLayout(separator: Array(" <=> §".utf8), columns: 3, first: 0, second: 1, value: 2),
    ]
    for round in 0..<3000 {
      let layout = layouts[round % layouts.count]
      let fields = (0..<layout.columns).map { column in
        let alphabet =
          round % 5 == 0 ? "0123456789.-+/:;x" : column == layout.value ? "059." : "049"
        return random(alphabet, count: .random(in: 0...11, using: &generator), using: &generator)
      }
      let line = Array(fields.joined(separator: layout.separator))
      let text = String(decoding: line, as: UTF8.self)
      for end in ["", "\n", "\r\n", "\n123456789"] {
        let row = scanned(line + Array(end.utf8), layout)
        let expected = NumericRows.rowReference(text, layout: layout)
        #expect(row == expected, "\(text.debugDescription) \(end.debugDescription)")
      }
    }
  }

  @Test func gatheredPartsCloseUp() {
    let capacities = [3, 0, 5, 1, 4]
    let (elements, results) = Parallel.gather(capacities: capacities, threads: 2, of: Int.self) {
      _, task, output in
      for value in 0..<capacities[task] where value % 2 == 0 { output.append(10 * task + value) }
      return task
    }
    #expect(elements == [0, 2, 20, 22, 24, 30, 40, 42])
    #expect(results == [0, 1, 2, 3, 4])
  }

  @Test func eachPartIsChangedByItsTask() {
    var array = [Int](repeating: 0, count: 10)
    Parallel.mutateParts(of: &array, parts: [0..<3, 3..<3, 4..<10], threads: 2) { part, span in
      for index in 0..<span.count { span[index] = part + 1 }
    }
    #expect(array == [1, 1, 1, 0, 3, 3, 3, 3, 3, 3])
  }
}
