import Foundation
import Octavo
import Support

/// The model that a service uses at present, with what a training can start from.
struct ModelInService: Sendable {
  let version: ModelVersion
  let recommender: Model
  /// What its training left for the next; nil for a model that this job did not make.
  let memory: Memory?

  /// What a training leaves for the next: `training.safetensors` in the model's folder.
  struct Memory: Sendable, Equatable {
    /// The weights of a plain network's best epoch with their optimizer state; nil of a hybrid one, which is kept as
    /// it is or trained from scratch.
    var state: TrainingState?
    /// What was learned from.
    var learned: LearnedPairs

    static let fileName = "training.safetensors"

    /// Writes it into the folder of its model.
    ///
    /// - Throws: `FileError`.
    func write(into folder: String) throws {
      try TensorFile.write(
        (state?.tensors ?? []) + learned.tensors, to: folder + "/" + Self.fileName)
    }
  }

  /// Reads the model of `version`.
  ///
  /// - Throws: `FileError`, `CheckpointError`, `DataError`.
  init(reading version: ModelVersion) throws {
    self.version = version
    recommender = try ModelFolder.read(version.path)
    let path = version.path + "/" + Memory.fileName
    memory =
      try FileStatus.exists(path)
      ? try Memory(reading: path, of: recommender) : nil
  }

  /// Whether the model may have learned from a rating of this reader and book, by its own indices.
  ///
  /// Of a model without memory all ratings count that it knows.
  func mayKnow(reader: UInt32, book: UInt32) -> Bool {
    if let memory { return memory.learned.contains(reader: reader, book: book) }
    return recommender.rated.contains(reader: reader, book: book)
  }
}

extension ModelInService.Memory {
  /// Reads the memory of a model.
  ///
  /// - Throws: `FileError`, `CheckpointError`.
  init(reading path: String, of model: Model) throws {
    let file = try TensorFile.read(path)
    let (readers, books) = (model.readers.count, model.books.count)
    learned = try LearnedPairs(file, readers: readers, books: books)
    guard model.manifest.encoder == nil else { return }
    state = try TrainingState(
      file, configuration: model.manifest.training, readers: readers, books: books,
      featureCount: 0)
  }
}
