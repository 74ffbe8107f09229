/// One stream of random numbers for each use of a seed.
enum Stream {
  static let weights: UInt64 = 1
  static let dropout: UInt64 = 2
  static let split: UInt64 = 3
  static let bookSpace: UInt64 = 4
  static let kernelSearch: UInt64 = 5
  /// The order of epoch e has stream `order + e`.
  static let order: UInt64 = 1 << 32
}
