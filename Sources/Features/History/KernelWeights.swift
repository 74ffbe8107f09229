/// What makes two books alike in a reader's eyes; the terms of the kernel.
public enum KernelTerm: Sendable, Hashable {
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
  /// An attribute of books, by its place in ``BookSpace/attributes``: the product of its standardized numbers, or
  /// the cosine of its bags of categories.
  case attribute(Int)

  /// The terms that all data have a name for: all but attributes.
  public static let common: [Self] = [
    .level, .author, .series, .numbers, .tags, .toRead, .factors, .recency,
  ]

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
  /// Attributes of books, in the order of ``BookSpace/attributes``.
  public var attributes: [Float] {
    get { writtenAttributes ?? [] }
    set { writtenAttributes = newValue.isEmpty ? nil : newValue }
  }
  /// Files of models without attributes say nothing of them.
  private var writtenAttributes: [Float]?

  private enum CodingKeys: String, CodingKey {
    case level, author, series, numbers, tags, toRead, factors, recency, bookNoise
    case writtenAttributes = "attributes"
  }

  /// Weights that suit goodbooks-10k, where a search starts.
  ///
  /// - Parameter attributes: How many attributes books have. The default is none.
  public init(attributes: Int = 0) {
    self.attributes = Array(repeating: Self.startOfAttributes, count: attributes)
  }

  private static let startOfAttributes: Float = 0.3

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
    case .attribute(let place): \.attributes[place]
    }
  }

  /// The variance of noise of books whose own noise is `bookNoise`.
  func noise(_ bookNoise: [Float]) -> [Float] {
    bookNoise.map { (1 + self.bookNoise * $0) / (1 + self.bookNoise) }
  }
}
