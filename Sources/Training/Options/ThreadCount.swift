import Kernels
import Parallelism

/// How many threads are wished for.
package struct ThreadCount: Configurable, Equatable {
  /// The number of threads; nil for one on each processor.
  package var wished: Int?

  /// So many, or as many as there are processors.
  package init(wished: Int? = nil) { self.wished = wished }

  /// The number of threads, no more than OpenBLAS can do with.
  package var usable: Int { BLAS.usableThreads(wished ?? Parallel.processorCount) }

  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] = [
    .init("threads", \.wished, .optional(.whole(1...4096), or: "all"))
      .means("How many threads work; results do not depend on it.")
  ]
}
