import Benchmarking
import Kernels
import Parallelism
import Support
import Training

extension Workload {
  /// Whole training steps, by precision, batch size and threads.
  static let steps = Precision.allCases.filter(\.isAvailable).flatMap(steps(in:))

  private static func steps(in precision: Precision) -> [Workload] {
    [128, 512, 4096, 16384].flatMap { size in
      Set([1, Parallel.processorCount]).sorted().map { threads in
        step(precision, size, threads: threads)
      }
    }
  }

  private static func step(_ precision: Precision, _ size: Int, threads: Int) -> Workload {
    let team = threads == 1 ? "1 thread" : "\(threads) threads"
    return Workload("training step, batch \(size), \(team)\(precision.suffix)") {
      let workload = StepWorkload(precision: precision)
      // Once for each size: it says something of all numbers of threads.
      if threads == Parallel.processorCount { try checkBytes(workload, batchSize: size) }
      let step = workload.step(batchSize: size, threads: threads)
      try checkFirstStep(workload, step, batchSize: size)
      var index = 1
      return {
        workload.take(index, of: step, count: size)
        index += 1
      }
    }
  }

  /// The same bytes must come of every number of threads.
  private static func checkBytes(_ workload: StepWorkload, batchSize: Int) throws {
    let threads = Set([2, 3, Parallel.processorCount]).sorted()
    let differing = SameBytes.differing(
      workload, threads: threads, batchSize: batchSize, steps: 5)
    try require(
      differing.isEmpty, "a model of batches of \(batchSize)",
      "other bytes on \(differing) threads", "those of one thread")
  }

  /// The squared error before the first step must be that of plain loops in double precision.
  private static func checkFirstStep(
    _ workload: StepWorkload, _ step: TrainingStep, batchSize: Int
  ) throws {
    let network = step.network
    let layers = network.stack.layers.map { layer in
      Reference.Layer(
        weights: layer.weights(in: network.parameters).values.map(Double.init),
        bias: layer.bias(in: network.parameters).values.map(Double.init))
    }
    let expected = workload.batch(ofStep: 0, count: batchSize).reduce(0.0) { sum, row in
      let input =
        network.readers.vector(row: Int(row.reader)) + network.books.vector(row: Int(row.book))
      let prediction = Reference.forward(layers, input.map(Double.init)).last?.first ?? .nan
      let error = prediction - Double(row.value)
      return sum + error * error
    }
    let found = workload.take(0, of: step, count: batchSize)
    // Eight significant bits of a factor, whose errors mostly cancel.
    let tolerance = workload.precision == .single ? 1e-4 : 1e-3
    try require(
      abs(found - expected) <= tolerance * expected, "the squared error of a first step",
      "\(found)", "\(expected)")
  }
}
