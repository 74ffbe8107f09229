import Kernels
import Parallelism

extension ThreadingFacts {
  /// Looks at the OpenBLAS in use and tries it with `threads` callers.
  ///
  /// Takes about twice `seconds`, and some more where others seem to help.
  ///
  /// - Parameters:
  ///   - threads: How many threads may call it; no more than there are processors do so at once.
  ///   - seconds: How long to try. The default is 20 ms for either trial.
  public static func measured(threads: Int, lasting seconds: Double = 0.02) -> ThreadingFacts {
    let callers = max(1, min(threads, Parallel.processorCount))
    let (products, wrong) = productsAtOnce(callers: callers, lasting: seconds)
    return ThreadingFacts(
      build: BLAS.build, threadsPerCall: BLAS.threadsPerCall, callerLimit: BLAS.callerLimit,
      callers: callers, helperShare: helperShare(callers: callers, lasting: seconds),
      products: products, wrongProducts: wrong)
  }

  /// The least share of several trials: the threads that OpenBLAS starts with the process look out for work
  /// for a tenth of a second before they sleep, and help nobody.
  private static func helperShare(callers: Int, lasting seconds: Double) -> Double {
    var least = Double.infinity
    for _ in 0..<helperTrials where least > tolerableHelp {
      least = min(least, helperShareOnce(callers: callers, lasting: seconds))
    }
    return least
  }

  private static let helperTrials = 12

  /// Large products, which OpenBLAS would share out if it could: the processor time that is not the callers'.
  private static func helperShareOnce(callers: Int, lasting seconds: Double) -> Double {
    let size = 512
    let operands = (0..<callers).map { _ in
      (a: Matrix(rows: size, columns: size), b: Matrix(rows: size, columns: size))
    }
    let own = ShardSums(count: callers)
    let before = ProcessorTime.ofProcess
    Parallel.forEach(callers, threads: callers) { worker in
      let start = ProcessorTime.ofThread
      _ = secondsPerCall(lasting: seconds) {
        multiply(operands[worker].a.view, operands[worker].a.view, into: operands[worker].b.view)
      }
      own[worker] = ProcessorTime.ofThread - start
    }
    let total = ProcessorTime.ofProcess - before
    let callersOwn = (0..<callers).reduce(0) { $0 + own[$1] }
    return max(0, total / callersOwn - 1)
  }

  /// Small products, many at once, bit by bit against the same ones computed by one thread.
  private static func productsAtOnce(
    callers: Int, lasting seconds: Double
  ) -> (count: Int, wrong: Int) {
    let tasks = (0..<callers).map {
      LayerProduct(LayerShape(.forward, m: 48, k: 40, n: 56), seed: $0)
    }
    let expected = tasks.map { task in
      task.run(.openBLAS)
      return task.values
    }
    let (counts, wrong) = (ShardSums(count: callers), ShardSums(count: callers))
    Parallel.forEach(callers, threads: callers) { worker in
      _ = secondsPerCall(lasting: seconds) {
        tasks[worker].run(.openBLAS)
        counts[worker] += 1
        if tasks[worker].values != expected[worker] { wrong[worker] += 1 }
      }
    }
    func total(_ sums: ShardSums) -> Int { Int((0..<callers).reduce(0) { $0 + sums[$1] }) }
    return (total(counts), total(wrong))
  }
}
