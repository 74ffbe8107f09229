import Support

/// A version on its way into a store: a hidden folder to put the model and all that belongs to it into.
///
/// A value that is released without ``ModelStore/promote(_:)`` removes the folder.
public final class StagedVersion {
  /// What it will be.
  public let version: ModelVersion
  /// The hidden folder.
  ///
  /// What replaces the whole folder, as writing a model does, comes first.
  public var path: String { folder.temporaryPath }

  let folder: AtomicFolder

  /// Creates the folder.
  ///
  /// - Throws: `FileError.cannotCreate`.
  init(_ version: ModelVersion) throws(FileError) {
    self.version = version
    folder = try AtomicFolder(path: version.path)
  }
}
