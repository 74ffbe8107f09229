import Catalog
import Kernels
import Serving
import Training

/// Writes the model's folder, during the training and at its end.
struct ModelWriter {
  let identity: RunIdentity
  let material: TrainingMaterial
  let titles: BookTitles
  let folder: String

  /// Replaces the model in the folder.
  ///
  /// - Parameter lists: What lists are made from; a model from the middle of a training has none.
  /// - Returns: What was written.
  /// - Throws: `FileError`, `CheckpointError`.
  @discardableResult
  func write(
    _ model: TrainedModel, metrics: [String: ErrorMetrics], lists: ListMaterial? = nil
  ) throws -> Recommender {
    let ratings = material.ratings
    let manifest = ModelManifest(
      training: identity.training, split: identity.split, data: identity.data,
      readers: ratings.readers.count, books: ratings.books.count, model: model, metrics: metrics,
      blas: BLAS.configuration)
    let recommender = Recommender(
      manifest: manifest, network: model.network, encoder: model.encoder,
      readers: ratings.readers, books: ratings.books, titles: titles, rated: material.rated,
      lists: lists)
    try ModelFolder.write(recommender, to: folder)
    return recommender
  }
}
