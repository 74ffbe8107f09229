import Foundation
import Kernels
import Parallelism

/// Finds the kernel's weights that predict best each rating of some readers from their others.
///
/// A pattern search (Hooke and Jeeves, "Direct Search Solution of Numerical and Statistical Problems", JACM
/// 8, 1961) over the logarithms of the weights, by the squared leave-one-out error.
struct KernelSearch {
  /// The most evaluations of the error, and what each attribute adds.
  var evaluations = 80
  var evaluationsOfAttribute = 8
  /// The first step of each logarithm; halved until below ``smallestStep``.
  var firstStep: Float = 0.5
  /// A weight whose step is smaller is done.
  var smallestStep: Float = 0.08

  private let cases: [Case]
  private let terms: [KernelTerm]
  private let order: HistoryOrder
  private let threads: Int

  /// Similarities and residuals of one reader.
  private struct Case: Sendable {
    let matrices: [Matrix]
    let residuals: [Float]
    let bookNoise: [Float]
  }

  /// The most elements of term matrices of one kind that are kept.
  private static let elementLimit = 6_000_000

  /// A search on the readers with these histories, as far as they fit in memory.
  ///
  /// - Parameters:
  ///   - factors: What ratings say of books, learned without the reader, for each history.
  ///   - readers: What else is known of the reader of each history.
  init(
    _ histories: [History], factors: [BookFactors], _ space: BookSpace,
    readers: [ReaderDetails], order: HistoryOrder, threads: Int
  ) {
    (self.threads, self.order) = (threads, order)
    let terms = space.terms(order)
    self.terms = terms
    var elements = 0
    let fitting = histories.prefix { history in
      elements += history.count * history.count
      return elements <= Self.elementLimit
    }
    let workers = (0..<threads).map { _ in SimilarityMatrices(space, order: order) }
    cases = Parallel.mapWithWorker(fitting.count, threads: threads) { worker, index in
      let (history, factors) = (histories[index], factors[index])
      let vectors = factors.vectors(of: history.books)
      return Case(
        matrices: terms.compactMap {
          workers[worker].matrix($0, books: history.books, vectors: vectors)
        },
        residuals: factors.residuals(
          of: history, vectors, attributes: readers[index].attributes, order),
        bookNoise: history.books.map { factors.noise[Int($0)] })
    }
  }

  /// The sum of squared errors of predictions from the other ratings, or from the earlier ones.
  func squaredError(_ weights: KernelWeights) -> Double {
    Parallel.map(cases.count, threads: threads) { index in
      let one = cases[index]
      let kernel = Matrix(rows: one.residuals.count, columns: one.residuals.count)
      for (term, matrix) in zip(terms, one.matrices) {
        kernel.add(matrix, times: weights[term])
      }
      let process = ReaderProcess(kernel: kernel, noise: weights.noise(one.bookNoise))
      let errors =
        order == .none ? process.errors(one.residuals) : process.forecastErrors(one.residuals)
      return
        errors
        .reduce(0.0) { $0 + Double($1) * Double($1) }
    }.reduce(0, +)
  }

  /// The best weights found from `start`; weights of terms that nothing is known of are 0.
  func run(from start: KernelWeights) -> KernelWeights {
    var best = start
    for term in KernelTerm.common where !terms.contains(term) { best[term] = 0 }
    guard !cases.isEmpty else { return best }
    var lowest = squaredError(best)
    var used = 1
    let evaluations = self.evaluations + evaluationsOfAttribute * start.attributes.count
    let paths = terms.map { KernelWeights.path($0) } + [\.bookNoise]
    var steps = paths.map { _ in firstStep }
    while used < evaluations, steps.contains(where: { abs($0) > smallestStep }) {
      for (index, path) in paths.enumerated() where abs(steps[index]) > smallestStep {
        // The direction that helped last comes first.
        let moved = [steps[index], -steps[index]].first { step in
          guard used < evaluations else { return false }
          var candidate = best
          candidate[keyPath: path] *= exp(step)
          let error = squaredError(candidate)
          used += 1
          guard error < lowest else { return false }
          (best, lowest) = (candidate, error)
          return true
        }
        steps[index] = moved ?? steps[index] / 2
      }
    }
    return best
  }
}
