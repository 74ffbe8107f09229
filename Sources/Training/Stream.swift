import Parallelism

/// One stream of random numbers for each use of a seed.
package enum Stream {
  package static let weights: UInt64 = 1
  package static let dropout: UInt64 = 2
  package static let split: UInt64 = 3
  /// And the one after it: which readers, and which ratings, take part.
  package static let sample: UInt64 = 4
  package static let folds: UInt64 = 8
  /// A search for options; round r of it has stream `search + 1 + r`.
  package static let search: UInt64 = 1 << 33
  package static let bookSpace: UInt64 = 6
  package static let kernelSearch: UInt64 = 7
  /// The order of epoch e has stream `order + e`.
  package static let order: UInt64 = 1 << 32
}

// What one process and every one of several ranks must draw alike.
extension TrainingConfiguration {
  /// The order of `count` training ratings in an epoch, whose number begins with 1.
  func order(ofEpoch epoch: Int, count: Int) -> IndexPermutation {
    IndexPermutation(count: count, seed: seed, stream: Stream.order &+ UInt64(epoch))
  }

  /// What dropout depends on.
  var dropoutSeed: UInt64 { mixed(seed &+ Stream.dropout) }
}
