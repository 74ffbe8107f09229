import Kernels
public import Lists
public import Training

/// Makes a model of what a training brought, and writes its folder.
public struct ModelWriter {
  private let identity: RunIdentity
  private let material: TrainingMaterial

  /// Makes models of a training with these options on this material.
  public init(identity: RunIdentity, material: TrainingMaterial) {
    (self.identity, self.material) = (identity, material)
  }

  /// The model with all that answers need.
  ///
  /// - Parameters:
  ///   - model: What was trained.
  ///   - metrics: Its errors by the name of the part.
  ///   - lists: What lists are made from; a model from the middle of a training has none. The default is nil.
  public func recommender(
    _ model: TrainedModel, metrics: [String: ErrorMetrics], lists: ListMaterial? = nil
  ) -> Recommender {
    let ratings = material.ratings
    let manifest = ModelManifest(
      training: identity.training, split: identity.split, data: identity.data,
      readers: ratings.readers.count, books: ratings.books.count, model: model, metrics: metrics,
      blas: BLAS.configuration)
    return Recommender(
      manifest: manifest, network: model.network, encoder: model.encoder,
      readers: ratings.readers, books: ratings.books, titles: material.titles,
      rated: material.rated, lists: lists)
  }

  /// Writes the model to `folder`, replacing a model that is there.
  ///
  /// - Parameters: As those of ``recommender(_:metrics:lists:)``.
  /// - Returns: What was written.
  /// - Throws: `FileError`, `CheckpointError`.
  @discardableResult
  public func write(
    _ model: TrainedModel, metrics: [String: ErrorMetrics], lists: ListMaterial? = nil,
    to folder: String
  ) throws -> Recommender {
    let recommender = recommender(model, metrics: metrics, lists: lists)
    try ModelFolder.write(recommender, to: folder)
    return recommender
  }
}
