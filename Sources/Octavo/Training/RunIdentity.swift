import BookData
import Training

/// What a training is: with other options or data it is another one.
package struct RunIdentity: Sendable, Codable, Equatable {
  /// The options of the training.
  package var training: TrainingConfiguration
  /// How the ratings are divided.
  package var split: SplitConfiguration
  /// The ratings.
  package var data: Fingerprint
  /// The checksums of the files about books, by name.
  package var sideFiles: [String: String]
  /// The file that is tested on, if it is not a part of the data.
  package var tests: Fingerprint?

  /// A training with these options on `material`.
  ///
  /// - Parameter threads: How many threads work; the result does not depend on it.
  package init(
    training: TrainingConfiguration, split: SplitConfiguration, material: DividedDataset,
    threads: Int
  ) {
    (self.training, self.split) = (training, split)
    data = material.data
    sideFiles = material.sideFiles
    tests = material.tests.map { Fingerprint($0, threads: threads) }
  }

  /// Whether both are of the same data.
  package func isOfSameData(as other: RunIdentity) -> Bool {
    data == other.data && sideFiles == other.sideFiles && tests == other.tests
  }
}
