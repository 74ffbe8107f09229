public import Kernels

/// What ratings say of books: factors, in the form that readers' processes use them in.
///
/// A reader expects mean + z_u · v_j of a book they have not rated, where z_u comes from which books they
/// rated, and their own taste is z_u + a normal vector of variance 1 in every direction. Factors are turned
/// and scaled so that this holds, in units of the noise's standard deviation.
public struct BookFactors: Sendable {
  /// The mean rating.
  public let mean: Float
  /// v, [books × d].
  public let vectors: Matrix
  /// How much larger than the average the variance of each book's ratings is that v does not explain: noise
  /// and doubt about v, [books].
  public let noise: [Float]
  /// How doubtful v is, in units of the noise's variance, [books].
  public let doubts: [Float]
  /// What a rating of the book adds to z of its reader, before the division by √n, [books × d].
  public let additions: Matrix
  /// z of a reader without ratings, [d].
  public let base: [Float]
  /// What the logarithm of a reader's count adds to z, [d].
  public let countSlope: [Float]
  /// What each of a reader's attributes adds to z, [columns × d].
  public let attributeCoefficients: Matrix
  /// What it takes to leave the ratings of one reader out; nil for factors that were learned without the
  /// readers that they are used for.
  public let posteriors: FactorPosteriors?

  /// Factors of these parts.
  public init(
    mean: Float, vectors: Matrix, noise: [Float], doubts: [Float], additions: Matrix,
    base: [Float], countSlope: [Float], attributeCoefficients: Matrix,
    posteriors: FactorPosteriors?
  ) {
    precondition(
      noise.count == vectors.rows && doubts.count == vectors.rows
        && additions.rows == vectors.rows && additions.columns == vectors.columns
        && base.count == vectors.columns && countSlope.count == vectors.columns
        && attributeCoefficients.columns == vectors.columns,
      "parts that do not fit \(vectors.rows) × \(vectors.columns) factors")
    (self.mean, self.vectors, self.noise, self.doubts) = (mean, vectors, noise, doubts)
    (self.additions, self.base, self.countSlope) = (additions, base, countSlope)
    self.attributeCoefficients = attributeCoefficients
    self.posteriors = posteriors
  }

  /// The number of books.
  public var count: Int { vectors.rows }
  /// The number of dimensions, d.
  public var order: Int { vectors.columns }
}
