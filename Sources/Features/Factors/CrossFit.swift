import Kernels

/// Factors for a training: readers are divided in folds, and each fold gets factors that were learned without
/// its readers' ratings.
///
/// What is told of a training rating must not know it, and a book's factors know every rating that they were
/// learned from. Cross-fitting is how the rating, and all it left in what was learned, stays out (Chernozhukov
/// et al., "Double/debiased machine learning", Econometrics Journal 21, 2018).
struct CrossFit: Sendable {
  /// Factors learned from all readers, for ratings to come.
  let whole: BookFactors
  /// Where learning ``whole`` from more ratings begins.
  let start: FactorStart
  private let folds: [BookFactors]
  private let foldOfReader: [Int]

  init(whole: BookFactors, start: FactorStart, folds: [BookFactors], foldOfReader: [Int]) {
    (self.whole, self.start, self.folds, self.foldOfReader) = (whole, start, folds, foldOfReader)
  }

  /// The factors that know nothing of how this reader rated.
  subscript(reader: Int) -> BookFactors { folds[foldOfReader[reader]] }
}
