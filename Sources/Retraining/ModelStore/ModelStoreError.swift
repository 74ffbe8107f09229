/// What can be wrong with a store of models.
///
/// Failures of the file system itself are `FileError`s.
public enum ModelStoreError: Error, Equatable {
  /// `current` of the store points to something other than one of its versions.
  case foreignCurrent(store: String, target: String)
  /// `current` of the store points to a version that is not there.
  case missingCurrent(store: String, name: String)
  /// No model of the store is in service.
  case nothingInService(store: String)
  /// The store has no version of this name; those it has, the earliest first.
  case noSuchVersion(store: String, name: String, versions: [String])
  /// No version is left that was in service before `current`.
  case nothingBefore(store: String, current: String)
  /// What a promotion left to read by later ones is damaged.
  case invalidRecord(path: String, reason: String)
}

extension ModelStoreError: CustomStringConvertible {
  /// One sentence: the path, what was found and what was expected.
  public var description: String {
    switch self {
    case .foreignCurrent(let store, let target):
      "\(store)/current: points to '\(target)', expected one of the versions in \(store)"
    case .missingCurrent(let store, let name):
      "\(store)/current: points to \(name), which is not there; "
        + "`octavo models rollback --models \(store)` puts an earlier model into service"
    case .nothingInService(let store):
      "\(store): no model is in service, expected one that 'current' points to"
    case .noSuchVersion(let store, let name, let versions):
      "\(store): found no version '\(name)', expected "
        + (versions.isEmpty
          ? "a store with versions" : "one of \(versions.joined(separator: ", "))")
    case .nothingBefore(let store, let current):
      "\(store): no version is left that was in service before \(current), expected one"
    case .invalidRecord(let path, let reason):
      "\(path): \(reason)"
    }
  }
}
