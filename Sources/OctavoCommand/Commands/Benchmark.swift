import ArgumentParser
import Benchmarking
import Octavo
import Support

/// Measures the machine.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure what this machine delivers, and where the time of training goes.",
    discussion: """
      The ceilings (matrix products, memory), naive Swift against OpenBLAS, training at several batch \
      sizes and numbers of threads with an account of every part of a step, how it scales and what that \
      predicts for more cores, the parts of the default job on made-up data, and whether OpenBLAS and threads get \
      along. Needs no data. For numbers that \
      mean something, let nothing else run meanwhile.
      """)

  @Option(\.seconds) var seconds: Given<BenchmarkConfiguration>?
  @Option(\.wished, help: "The largest number of threads; fewer are measured, too.")
  var threads: Given<ThreadCount>?
  @Option(\.batchSizes) var batchSizes: Given<BenchmarkConfiguration>?
  @Option(\.optimizer.kind) var optimizer: Given<BenchmarkConfiguration>?
  @Option(\.precision) var precision: Given<BenchmarkConfiguration>?

  @Option(
    help: ArgumentHelp(
      "An earlier result of --format json, to compare with figure by figure. (default: none)",
      valueName: "FILE.json"))
  var compare: String?

  @Option(help: "How the result is printed.")
  var format = PlainFormat.text

  /// What is measured at most takes.
  private static let measuredBytes = 3 << 30

  func validate() throws { try asUsage { try benchmark().validate() } }

  private func benchmark() throws(ConfigurationError) -> BenchmarkConfiguration {
    var configuration = try BenchmarkConfiguration([seconds, batchSizes, optimizer, precision])
    if let threads = try ThreadCount([threads]).wished { configuration.threads = threads }
    return configuration
  }

  func run() throws {
    // Before a minute of work: an earlier record that cannot be read is known at once.
    let earlier = try compare.map { try BenchmarkRecord(reading: $0) }
    let configuration = try benchmark()
    try ThreadLimit.check(threads: configuration.threads)
    try MemoryLimit.checkRoom(threads: configuration.threads, others: Self.measuredBytes)
    let progress = WorkProgress("measuring")
    let record = try Benchmarking.Benchmark(configuration).run(
      program: RootCommand.programAndBuild, job: { try BenchmarkJob(threads: $0).figures() },
      progress: { progress.show($0) })
    progress.clear()
    let comparison = earlier.map { RecordComparison(from: $0, to: record) }
    switch format {
    case .json: try StandardStream.writeOutput(try record.json(with: comparison) + "\n")
    case .text:
      try StandardStream.writeOutput(record.text() + (comparison.map { "\n" + $0.text() } ?? ""))
    }
  }
}
