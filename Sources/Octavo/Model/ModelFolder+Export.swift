import Support

extension ModelFolder {
  /// The files that ``writeTensors(of:to:)`` takes over as they are.
  private static let copiedNames = [manifestName, readersName, booksName]
  private static let programName = "score.py"

  /// Writes all numbers of a model to a folder for other programs, and one that computes with them.
  ///
  /// | file | content |
  /// |---|---|
  /// | `model.safetensors` | the tensors of all files; names of another file than the network's begin with its name |
  /// | `model.json`, `readers.txt`, `books.txt` | those of the model |
  /// | `score.py` | predicts and recommends, with NumPy alone |
  ///
  /// The folder appears whole or not at all, and replaces an earlier export; no other folder is replaced.
  ///
  /// - Parameter folder: The model's, which was read and with it checked.
  /// - Throws: `FileError`, `CheckpointError`.
  package static func writeTensors(of folder: PinnedFolder, to path: String) throws {
    try checkHoldsNothingElse(path)
    Folder.removePartialFiles(of: path)
    let export = try AtomicFolder(path: path)
    func place(_ name: String) -> String { export.temporaryPath + "/" + name }
    try TensorFile.write(tensors(in: folder.path), to: place(tensorsName))
    for name in copiedNames {
      try AtomicFile.write(InputFile.contents(of: folder.path + "/" + name), to: place(name))
    }
    try AtomicFile.write(PackageResources.score_py, to: place(programName))
    withExtendedLifetime(folder) {}
    try export.commit()
  }

  /// Refuses a folder with other files than those of an export, such as a model's.
  private static func checkHoldsNothingElse(_ path: String) throws {
    guard try FileStatus(path)?.kind == .folder else { return }
    let own = Set(copiedNames + [tensorsName, programName])
    guard let other = try Folder.names(in: path).first(where: { !own.contains($0) }) else { return }
    throw FileError.cannotCreate(
      path: path,
      reason: "the folder holds '\(other)', expected nothing, or an earlier export to replace")
  }

  /// The tensors of all files: `encoder.safetensors` has `scaling`, which is `encoder.scaling` here.
  private static func tensors(in folder: String) throws -> [NamedTensor] {
    try [tensorsName, encoderName, relevanceName, ratedName].flatMap { name in
      let path = folder + "/" + name
      guard try FileStatus.exists(path) else { return [NamedTensor]() }
      let prefix = name == tensorsName ? "" : name.replacing(".safetensors", with: ".")
      return try TensorFile.read(path).tensors.values.map { $0.named(prefix + $0.name) }
    }
  }
}
