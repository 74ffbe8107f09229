/// Two records, figure by figure.
public struct RecordComparison: Sendable, Codable, Equatable {
  /// What became of a figure.
  public enum Verdict: String, Sendable, Codable {
    /// Better than noise explains.
    case better
    /// Worse than noise explains.
    case worse
    /// Not told apart.
    case same
  }

  /// One figure of both records.
  public struct Change: Sendable, Codable, Equatable {
    /// What was measured.
    public var name: Figure.Name
    /// On how many threads.
    public var threads: Int
    /// What the numbers count.
    public var unit: Figure.Unit
    /// The earlier numbers.
    public var earlier: Measurement
    /// The later numbers.
    public var later: Measurement
    /// How many times as fast the later is, by the medians.
    public var speedUp: Double
    /// Whether that means anything.
    public var verdict: Verdict
  }

  /// When the earlier record was made.
  public var earlierDate: String
  /// Whether both are of the same processor and OpenBLAS.
  public var isSameMachine: Bool
  /// The figures of both.
  public var changes: [Change]
  /// The figures of one record alone, in words.
  public var unmatched: [String]

  /// A change below this share is no change: runs minutes apart differ so much by themselves.
  public static let smallestChange = 0.03

  /// Compares two records of the same things.
  ///
  /// A figure is better or worse where the 95 % intervals of its medians lie apart and the medians differ by
  /// at least 3 %.
  public init(from earlier: BenchmarkRecord, to later: BenchmarkRecord) {
    earlierDate = earlier.date
    isSameMachine = later.machine == earlier.machine
    (changes, unmatched) = ([], [])
    for figure in later.figures {
      if let before = earlier.figures.value(figure.name, threads: figure.threads) {
        changes.append(Change(figure, since: before))
      } else {
        unmatched.append(figure.title)
      }
    }
    unmatched += earlier.figures.filter {
      later.figures.value($0.name, threads: $0.threads) == nil
    }.map(\.title)
  }
}

extension RecordComparison.Change {
  init(_ figure: Figure, since earlier: Measurement) {
    (name, threads, unit) = (figure.name, figure.threads, figure.unit)
    (self.earlier, later) = (earlier, figure.value)
    let ratio = later.median / earlier.median
    speedUp = unit.isHigherBetter ? ratio : 1 / ratio
    let isApart = later.low > earlier.high || later.high < earlier.low
    let isLarge = abs(speedUp - 1) >= RecordComparison.smallestChange
    verdict = isApart && isLarge ? (speedUp > 1 ? .better : .worse) : .same
  }
}

extension Figure {
  /// Name and threads in words.
  var title: String { "\(name), \(threads) \(threads == 1 ? "thread" : "threads")" }
}
