/// One measured number of a ``BenchmarkRecord``.
public struct Figure: Sendable, Codable, Equatable {
  /// What numbers count.
  public enum Unit: String, Sendable, Codable {
    /// Billions of floating-point operations a second.
    case gigaflops = "GFLOP/s"
    /// Billions of bytes a second.
    case gigabytes = "GB/s"
    /// Ratings learned from in a second.
    case ratings = "ratings/s"
    /// Millionths of a second.
    case microseconds = "µs"
    /// Seconds.
    case seconds = "s"
    /// Pairs of reader and book in a second.
    case pairs = "pairs/s"
    /// Lists of recommendations in a second.
    case lists = "lists/s"

    /// Whether more is better.
    public var isHigherBetter: Bool { self != .microseconds && self != .seconds }
  }

  /// What is measured.
  public var name: Name
  /// On how many threads.
  public var threads: Int
  /// What the numbers count.
  public var unit: Unit
  /// The numbers.
  public var value: Measurement

  /// Of these parts.
  public init(_ name: Name, threads: Int, unit: Unit, value: Measurement) {
    (self.name, self.threads, self.unit, self.value) = (name, threads, unit, value)
  }

  /// The names of figures: what records are compared by.
  public struct Name: Sendable, Codable, Hashable, CustomStringConvertible {
    /// The name in words.
    public var description: String

    /// The fastest square matrix product.
    public static let product = Name("sgemm")
    /// What a parallel phase costs beside its work.
    public static let fork = Name("fork and join")
    /// The triad on data that fit into a part of memory.
    public static func triad(_ level: MemoryLevel) -> Name { Name("triad in \(level.name)") }
    /// One product of the reference network, by one kernel.
    public static func layer(_ shape: LayerShape, _ kernel: ProductKernel) -> Name {
      Name("\(shape.name), \(kernel.name)")
    }
    /// Training steps of `batchSize` ratings.
    public static func training(batchSize: Int) -> Name { Name("training, batch \(batchSize)") }
    /// Training steps of the hybrid network, of `batchSize` ratings.
    public static func hybridTraining(batchSize: Int) -> Name {
      Name("hybrid training, batch \(batchSize)")
    }
    /// A part of the default job.
    public static func job(_ part: JobPart) -> Name { Name("job, \(part.rawValue)") }

    private init(_ description: String) { self.description = description }

    /// Decodes the words alone.
    public init(from decoder: any Decoder) throws {
      description = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes the words alone.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(description)
    }
  }
}

extension [Figure] {
  /// The numbers of one figure; nil if it was not measured.
  public func value(_ name: Figure.Name, threads: Int) -> Measurement? {
    first { $0.name == name && $0.threads == threads }?.value
  }
}
