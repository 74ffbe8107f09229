public import BookData
public import Training

/// What a training is: with other options or data it is another one.
public struct RunIdentity: Sendable, Codable, Equatable {
  /// The options of the training.
  public var training: TrainingConfiguration
  /// How the ratings are divided.
  public var split: SplitConfiguration
  /// The ratings.
  public var data: Fingerprint
  /// The checksums of the files about books, by name.
  public var sideFiles: [String: String]
  /// The file that is tested on, if it is not a part of the data.
  public var tests: Fingerprint?

  /// A training with these options on `material`.
  ///
  /// - Parameter threads: How many threads work; the result does not depend on it.
  public init(
    training: TrainingConfiguration, split: SplitConfiguration, material: DividedDataset,
    threads: Int
  ) {
    (self.training, self.split) = (training, split)
    data = material.data
    sideFiles = material.sideFiles
    tests = material.tests.map { Fingerprint($0, threads: threads) }
  }

  /// Whether both are of the same data.
  public func isOfSameData(as other: RunIdentity) -> Bool {
    data == other.data && sideFiles == other.sideFiles && tests == other.tests
  }
}
