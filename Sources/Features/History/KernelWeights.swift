/// What makes two books alike in a reader's eyes; the terms of the kernel.
public enum KernelTerm: Int, Sendable, CaseIterable {
  /// Every two books: the reader's own level.
  case level
  /// The same first author.
  case author
  /// The same series.
  case series
  /// The product of standardized numbers over their count: the reader's slope along each.
  case numbers
  /// The cosine of the bags of tags.
  case tags
  /// The cosine of the lists to read.
  case toRead
  /// The inner product of the books' factors.
  case factors
  /// exp(−ratings between / ``recencyLength``), where histories have an order: the reader's mood at the time.
  case recency

  /// Over how many ratings ``recency`` falls to 1/e.
  static let recencyLength: Float = 30
}

/// The weights of the kernel between two books of one reader, in units of the variance of noise.
///
/// k(i, j) = Σ weight · term(i, j), over ``KernelTerm``; the noise adds 1 where i = j.
public struct KernelWeights: Sendable, Codable, Equatable {
  /// The reader's level.
  public var level: Float = 2.8
  /// The same first author.
  public var author: Float = 0.68
  /// The same series.
  public var series: Float = 1.06
  /// Standardized numbers.
  public var numbers: Float = 0.11
  /// The cosine of tags.
  public var tags: Float = 1.3
  /// The cosine of lists to read.
  public var toRead: Float = 1.6
  /// The inner product of factors.
  public var factors: Float = 1
  /// Neighbouring times.
  public var recency: Float = 0.5
  /// How much of the noise differs from book to book: noise of book j is (1 + this · book j's) / (1 + this),
  /// where books' own is 1 on average.
  public var bookNoise: Float = 1

  /// Weights that suit goodbooks-10k, where a search starts.
  public init() {}

  /// The weight of a term.
  public subscript(term: KernelTerm) -> Float {
    get { self[keyPath: Self.path(term)] }
    set { self[keyPath: Self.path(term)] = newValue }
  }

  static func path(_ term: KernelTerm) -> WritableKeyPath<KernelWeights, Float> {
    switch term {
    case .level: \.level
    case .author: \.author
    case .series: \.series
    case .numbers: \.numbers
    case .tags: \.tags
    case .toRead: \.toRead
    case .factors: \.factors
    case .recency: \.recency
    }
  }

  /// The variance of noise of books whose own noise is `bookNoise`.
  func noise(_ bookNoise: [Float]) -> [Float] {
    bookNoise.map { (1 + self.bookNoise * $0) / (1 + self.bookNoise) }
  }
}
