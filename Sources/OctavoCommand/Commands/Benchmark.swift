import ArgumentParser
import Benchmarking
import Kernels
import Networks
import Support

/// Measures the machine.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure what this machine delivers, and where the time of training goes.",
    discussion: """
      The ceilings (matrix products, memory), naive Swift against OpenBLAS, training at several batch \
      sizes and numbers of threads with an account of every part of a step, how it scales and what that \
      predicts for more cores, and whether OpenBLAS and threads get along. Needs no data. For numbers that \
      mean something, let nothing else run meanwhile.
      """)

  @Option(help: ArgumentHelp("About how long to measure.", valueName: "seconds"))
  var seconds = 60.0

  @Option(
    help: "The largest number of threads; fewer are measured, too. (default: all processors)")
  var threads: Int?

  @Option(
    help: ArgumentHelp("The numbers of ratings of a step, with commas.", valueName: "sizes"))
  var batchSizes = BatchSizes(BenchmarkConfiguration().batchSizes)

  @Option(help: "How parameters change in the training steps.")
  var optimizer = OptimizerConfiguration.Kind.adam

  @Option(help: "How dense layers multiply in the training steps: single or bfloat16.")
  var precision = Precision.single

  @Option(
    help: ArgumentHelp(
      "An earlier result of --format json, to compare with figure by figure. (default: none)",
      valueName: "FILE.json"))
  var compare: String?

  @Option(help: "How the result is printed.")
  var format = PlainFormat.text

  func validate() throws {
    do {
      try benchmark.validate()
    } catch {
      throw ValidationError(error.description)
    }
  }

  private var benchmark: BenchmarkConfiguration {
    var configuration = BenchmarkConfiguration()
    configuration.seconds = seconds
    if let threads { configuration.threads = threads }
    configuration.batchSizes = batchSizes.values
    configuration.optimizer.kind = optimizer
    configuration.precision = precision
    return configuration
  }

  func run() throws {
    // Before a minute of work: an earlier record that cannot be read is known at once.
    let earlier = try compare.map { try BenchmarkRecord(reading: $0) }
    let progress = ShareOfWork("measuring")
    let record = try Benchmarking.Benchmark(benchmark).run { progress.show($0) }
    progress.clear()
    let comparison = earlier.map { RecordComparison(from: $0, to: record) }
    switch format {
    case .json: try writeToStandardOutput(try record.json(with: comparison) + "\n")
    case .text:
      try writeToStandardOutput(record.text() + (comparison.map { "\n" + $0.text() } ?? ""))
    }
  }
}

/// Numbers of ratings: `128,512`.
struct BatchSizes: ExpressibleByArgument {
  let values: [Int]

  init(_ values: [Int]) { self.values = values }

  init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    values = words.compactMap { Int($0) }
    guard values.count == words.count else { return nil }
  }

  var defaultValueDescription: String { values.map(String.init).joined(separator: ",") }
}
