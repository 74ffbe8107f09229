import Octavo
import Support

extension RunIdentity {
  /// Throws where somebody wrote to the data after the `first` training of a command that compares several.
  ///
  /// - Parameters:
  ///   - first: The identity of the first training; nil for this one.
  ///   - repetition: What the trainings differ in. The default is nil: options alone.
  ///   - path: Where the data are, for the message.
  /// - Throws: `FileError.unreadable`.
  func check(
    hasDataOf first: RunIdentity?, _ repetition: Repetition? = nil, at path: String
  ) throws(FileError) {
    guard var expected = first else { return }
    // Given folds have ratings of their own.
    if case .given = repetition { (expected.data, expected.tests) = (data, tests) }
    guard !isOfSameData(as: expected) else { return }
    throw .unreadable(
      path: path, reason: "its files changed after the first training, and all take the same data")
  }
}
