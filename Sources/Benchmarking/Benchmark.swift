import Foundation
import Kernels
import Networks
import Parallelism
import Training

/// Measures what this machine delivers: its ceilings, matrix products, training steps, threads.
public struct Benchmark {
  private let watch = Stopwatch()
  private let configuration: BenchmarkConfiguration
  private let workload: StepWorkload
  private let timers: [StepTimer]

  /// A benchmark of valid options.
  ///
  /// - Throws: `ConfigurationError`.
  public init(_ configuration: BenchmarkConfiguration) throws {
    try configuration.validate()
    self.configuration = configuration
    let workload = StepWorkload(
      optimizer: configuration.optimizer, precision: configuration.precision,
      count: max(4_800_000, configuration.batchSizes.max() ?? 0))
    self.workload = workload
    let hybrid = StepWorkload.hybrid(configuration.precision)
    let steps =
      configuration.batchSizes.map { (workload, $0) }
      + [(hybrid, TrainingConfiguration(.hybrid).batchSize)]
    timers = steps.flatMap { workload, batchSize in
      configuration.threadCounts.map { StepTimer(workload, batchSize: batchSize, threads: $0) }
    }
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - program: What runs it: name, version, revision.
  ///   - job: Measures the parts of the default job on so many threads; asked where there is time for it.
  ///   - progress: Called now and then with the share of the work that is done.
  /// - Throws: ``WrongProductError``; what `job` throws.
  public func run(
    program: String, job: (_ threads: Int) throws -> [Figure],
    progress: @escaping (Double) -> Void
  ) throws -> BenchmarkRecord {
    let (date, state, energy) = (Date(), MachineState.present, EnergyMeter())
    var threading = ThreadingFacts.measured(
      threads: configuration.threads, lasting: configuration.probeSeconds)
    threading.differingThreads = SameBytes.differing(
      workload, threads: Set([2, 3, configuration.threads]).sorted())
    try checkProducts()
    let parts = configuration.hasTimeForJob ? try job(configuration.threads) : []
    let timers = timers
    Parallel.forEach(timers.count, threads: configuration.threads) { timers[$0].prepare() }
    let processors = BusyProcessors()
    let rounds = Rounds(
      seconds: configuration.seconds - watch.seconds, fewest: Measurement.fewest, progress: progress
    )
    let figures = rounds.measure(ceilingProbes + productProbes + trainingProbes)
    threading.speedUp = speedUp(of: .product, in: figures)
    return BenchmarkRecord(
      date: date.formatted(.iso8601), seconds: watch.seconds, program: program, machine: .present,
      state: state, busyProcessors: processors.byOthers, joules: energy.joules,
      optimizer: configuration.optimizer.kind.rawValue,
      precision: configuration.precision, threading: threading, figures: figures + parts,
      accounts: accounts(figures), scalings: scalings(figures))
  }

  /// OpenBLAS must compute the right products before they are timed.
  private func checkProducts() throws(WrongProductError) {
    let stack = workload.network.stack(featureCount: 0)
    let rows = DenseStack.rowsPerPass(workload.precision)
    try ProductCheck.run(LayerShape.reference.map(\.product) + stack.products(rows: rows))
  }
}

// MARK: - What is measured

extension Benchmark {
  private var ceilingProbes: [Probe] {
    let seconds = configuration.probeSeconds
    let products = SquareProducts(threads: configuration.threads)
    return configuration.threadCounts.flatMap { threads in
      let vectors = TriadWorkload(threads: threads)
      let product = Probe(name: .product, threads: threads, unit: .gigaflops) {
        products.gigaflops(threads: threads, lasting: seconds)
      }
      let triads = MemoryLevel.allCases.map { level in
        Probe(name: .triad(level), threads: threads, unit: .gigabytes) {
          vectors.gigabytesPerSecond(level, lasting: seconds / 2)
        }
      }
      let phases = ForkAndJoin(threads: threads)
      let fork = Probe(name: .fork, threads: threads, unit: .microseconds) {
        1e6 * phases.seconds(lasting: seconds / 4)
      }
      // One thread has nobody to share with.
      return [product] + triads + (threads > 1 ? [fork] : [])
    }
  }

  private var productProbes: [Probe] {
    LayerShape.reference.flatMap { shape in
      let product = LayerProduct(shape)
      return ProductKernel.allCases.map { kernel in
        Probe(name: .layer(shape, kernel), threads: 1, unit: .microseconds) {
          1e6
            * secondsPerCall(lasting: configuration.probeSeconds / 8) { product.run(kernel) }
        }
      }
    }
  }

  /// Rates without a clock; and beside them, of one thread and of all, steps with one for the accounts.
  private var trainingProbes: [Probe] {
    let seconds = configuration.probeSeconds
    return timers.map { timer in
      Probe(
        name: timer.figure, threads: timer.threads, unit: .ratings
      ) {
        if isAccounted(timer) { timer.addToAccount(lasting: seconds / 2) }
        return timer.ratingsPerSecond(lasting: seconds)
      }
    }
  }

  private func isAccounted(_ timer: StepTimer) -> Bool {
    timer.threads == 1 || timer.threads == configuration.threads
  }
}

// MARK: - What follows from it

extension Benchmark {
  private func accounts(_ figures: [Figure]) -> [StepAccount] {
    timers.filter(isAccounted).map { $0.account(Ceilings(figures, threads: $0.threads)) }
  }

  private func scalings(_ figures: [Figure]) -> [Scaling] {
    timers.filter { $0.threads == 1 }.map { timer in
      Scaling(
        figures, account: timer.account(Ceilings(figures, threads: 1)),
        work: StepWork(timer.workload, batchSize: timer.batchSize, threads: 1))
    }
  }

  private func speedUp(of name: Figure.Name, in figures: [Figure]) -> Double? {
    guard configuration.threads > 1, let one = figures.value(name, threads: 1),
      let all = figures.value(name, threads: configuration.threads)
    else { return nil }
    return all.median / one.median
  }
}
