import Catalog
import Interactions
import Serving
import Training

extension DataOptions {
  /// What lists are made from: all ratings but the test part, and the folder's catalogue.
  ///
  /// Validation ratings take part, because the regression chooses nothing by them.
  func listMaterial(
    _ ratings: Ratings, _ parts: Split, range: RatingRange, threads: Int
  ) throws -> ListMaterial {
    var files = CatalogFolder(folder: data)
    let catalog = files.catalog(readers: ratings.readers, books: ratings.books, threads: threads)
    return try ListMaterial(
      fitting: ratings.rows[parts.train.lowerBound..<parts.validation.upperBound],
      readers: ratings.readers.count, catalog: catalog, range: (range.lowest, range.highest),
      threads: threads)
  }
}
