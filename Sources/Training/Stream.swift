/// One stream of random numbers for each use of a seed.
enum Stream {
  static let weights: UInt64 = 1
  static let dropout: UInt64 = 2
  static let split: UInt64 = 3
  /// And the one after it: which readers, and which ratings, take part.
  static let sample: UInt64 = 4
  static let bookSpace: UInt64 = 6
  static let kernelSearch: UInt64 = 7
  /// The order of epoch e has stream `order + e`.
  static let order: UInt64 = 1 << 32
}
