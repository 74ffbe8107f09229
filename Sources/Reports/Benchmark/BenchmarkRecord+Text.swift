public import Benchmarking
import Support

extension BenchmarkRecord {
  /// The record for a terminal of 80 columns.
  public func text() -> String {
    let parts =
      [machineLines, ceilingLines, productLines, trainingLines]
      + [shareLines, boundLines, scalingLines, jobLines, threading.textLines]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
      + "\n"
  }

  private var machineLines: [String] {
    let gigabytes = fixed(Double(machine.memory) / 1e9, 0)
    return [
      "\(machine.processor), \(machine.processors.counted("processor")), \(gigabytes) GB",
      "OpenBLAS \(machine.blasVersion), \(machine.blasBuild.rawValue) build, kernels for "
        + machine.blasKernel,
    ] + (state.words + (program.map { [$0] } ?? [])).flatMap { $0.wrapped(indent: "") } + [
      "measured \(date) in \(fixed(seconds, 0)) s, \(rounds) rounds" + energy
    ] + busyLines
  }

  private var energy: String {
    joules.map { ", \(Int($0).grouped) J, \(fixed($0 / seconds, 1)) W" } ?? ""
  }

  /// A warning where others had more than a twentieth of the machine.
  private var busyLines: [String] {
    guard let busyProcessors, busyProcessors > 0.05 * Double(machine.processors) else { return [] }
    return [
      "Other programs kept \(fixed(busyProcessors, 2)) processors busy meanwhile: the figures are",
      "lower than they could be.",
    ]
  }

  private var rounds: Int { figures.first?.value.count ?? 0 }
  private var threadCounts: [Int] { Set(figures.map(\.threads)).sorted() }

  private var ceilingLines: [String] {
    let names: [(Figure.Name, String, Int)] =
      [(.product, "sgemm, GFLOP/s", 1)]
      + MemoryLevel.allCases.map { (.triad($0), "triad in \($0.name), GB/s", 1) }
      + [(.fork, "sharing a phase, µs", 1)]
    return ["Ceilings, by threads:"]
      + table("", names.map { ($0.1, $0.0, $0.2) }, format: { fixed($0, $1) })
  }

  private var trainingLines: [String] {
    let names = accounts.filter { $0.threads == 1 }.map { ($0.title, $0.figure, 0) }
    let products = precision == .bfloat16 ? ", products in bfloat16" : ""
    return ["Training with \(optimizer)\(products), ratings/s, by threads:"]
      + table("batch", names, format: { value, _ in Int(value).grouped })
  }

  /// A row for each name, a column for each number of threads.
  private func table(
    _ header: String, _ rows: [(title: String, name: Figure.Name, digits: Int)],
    format: (Double, Int) -> String
  ) -> [String] {
    var table = TextTable([header] + threadCounts.map(String.init))
    for row in rows {
      table.append(
        [row.title]
          + threadCounts.map { threads in
            figures.value(row.name, threads: threads).map { format($0.median, row.digits) } ?? "-"
          })
    }
    return table.lines()
  }

  /// The parts of the default job; none of a benchmark that had no time for it.
  private var jobLines: [String] {
    var table = TextTable(["part", "median", "lowest", "highest", ""], left: [0, 4])
    for part in JobPart.allCases {
      guard let value = figures.value(.job(part), threads: threads) else { return [] }
      let numbers = [value.median, value.low, value.high]
      table.append(
        [part.rawValue]
          + numbers.map { part.unit == .seconds ? fixed($0, 2) : Int($0).grouped }
          + [part.unit.rawValue])
    }
    return [
      "The default job: a hybrid network on 100,000 made-up ratings with a catalogue,",
      "\(threads.counted("thread")):",
    ] + table.lines()
  }

  private var productLines: [String] {
    var table = TextTable(
      ["product"] + ProductKernel.allCases.map { "\($0.name)" } + ["GFLOP/s", "ratio"])
    for shape in LayerShape.reference {
      let times = ProductKernel.allCases.map {
        figures.value(.layer(shape, $0), threads: 1)?.median ?? .nan
      }
      let (slow, fast) = (times.first ?? .nan, times.last ?? .nan)
      table.append(
        [shape.name] + times.map { fixed($0, 1) }
          + [fixed(shape.operations / fast / 1e3, 1), fixed(slow / fast, 1)])
    }
    return [
      "Matrix products of dense layers on one thread, µs; GFLOP/s of OpenBLAS, and",
      "how many times as long naive Swift takes:",
    ] + table.lines()
  }
}

extension Int {
  /// The number with its noun.
  func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
