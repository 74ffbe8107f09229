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
