import Training

/// Where a model errs: by the true rating, by how well it knows reader and book, by what it predicted.
public struct RunErrors: Sendable, Codable, Equatable {
  /// Ratings that have something in common.
  public struct Group: Sendable, Codable, Equatable {
    /// What they have in common.
    public var name: String
    /// Their errors.
    public var errors: ErrorMetrics
    /// Their mean.
    public var meanRating: Double
    /// The mean of their predictions.
    public var meanPrediction: Double
  }

  /// Errors in a range: prediction minus rating.
  public struct Residuals: Sendable, Codable, Equatable {
    /// The lowest error of the range.
    public var from: Double
    /// The lowest error above it.
    public var to: Double
    /// How many ratings have an error in it.
    public var count: Int
  }

  /// A rating and its prediction.
  struct Pair {
    var rating: Double
    var prediction: Double
    /// How many training ratings the reader has.
    var readerRatings: Int
    /// How many training ratings the book has.
    var bookRatings: Int
  }

  /// All ratings together.
  public var all: Group
  /// By the true rating; ratings of more than twenty kinds are left out.
  public var byRating: [Group]
  /// By the number of training ratings of the reader.
  public var byReader: [Group]
  /// By the number of training ratings of the book.
  public var byBook: [Group]
  /// By the prediction, in twenty ranges between the lowest and the highest possible one.
  public var calibration: [Group]
  /// The errors in ranges of a twentieth of what is possible.
  public var residuals: [Residuals]
  /// Of each kind of rating in `byRating` (outer), the share of predictions in each of the twenty ranges.
  public var predictions: [[Double]]
  /// The range of possible predictions.
  public var range: RatingRange
}

extension RunErrors {
  private static let ranges = 20

  /// The breakdown of at least one pair with a finite prediction; sums run in the pairs' order.
  init?(_ pairs: [Pair], range: RatingRange) {
    let pairs = pairs.filter(\.prediction.isFinite)
    guard !pairs.isEmpty else { return nil }
    let (low, high) = (Double(range.lowest), Double(range.highest))
    let width = max(high - low, 1e-6) / Double(Self.ranges)
    func place(_ pair: Pair) -> Int {
      min(max(Int((pair.prediction - low) / width), 0), Self.ranges - 1)
    }
    var all = Sums()
    var ratings: [Double: Sums] = [:]
    var readers = [Sums](repeating: Sums(), count: Familiarity.allCases.count)
    var books = readers
    var places = [Sums](repeating: Sums(), count: Self.ranges)
    var errors = [Int](repeating: 0, count: 2 * Self.ranges)
    var cells: [Double: [Int]] = [:]
    for pair in pairs {
      all.append(pair)
      ratings[pair.rating, default: Sums()].append(pair)
      readers[Familiarity(pair.readerRatings).rawValue].append(pair)
      books[Familiarity(pair.bookRatings).rawValue].append(pair)
      places[place(pair)].append(pair)
      cells[pair.rating, default: [Int](repeating: 0, count: Self.ranges)][place(pair)] += 1
      let error = Int(((pair.prediction - pair.rating) / width).rounded(.down)) + Self.ranges
      errors[min(max(error, 0), errors.count - 1)] += 1
    }
    let kinds = ratings.count > Self.ranges ? [] : ratings.keys.sorted()
    self.all = all.group("all")
    self.range = range
    byRating = kinds.compactMap { ratings[$0]?.group($0.short) }
    byReader = Familiarity.groups(readers)
    byBook = Familiarity.groups(books)
    calibration = places.enumerated().filter { $0.element.count > 0 }.map { place, sums in
      let from = low + Double(place) * width
      return sums.group("\(fixed(from, 2)) to \(fixed(from + width, 2))")
    }
    residuals = errors.enumerated().map { place, count in
      let from = Double(place - Self.ranges) * width
      return Residuals(from: from, to: from + width, count: count)
    }
    predictions = kinds.compactMap { kind in
      cells[kind].map { counts in
        let total = Double(counts.reduce(0, +))
        return counts.map { Double($0) / total }
      }
    }
  }
}

/// Sums that the figures of a group come from.
private struct Sums {
  private(set) var count = 0
  private var squared = 0.0
  private var absolute = 0.0
  private var ratings = 0.0
  private var predictions = 0.0

  mutating func append(_ pair: RunErrors.Pair) {
    let error = pair.prediction - pair.rating
    count += 1
    squared += error * error
    absolute += abs(error)
    ratings += pair.rating
    predictions += pair.prediction
  }

  func group(_ name: String) -> RunErrors.Group {
    RunErrors.Group(
      name: name, errors: ErrorMetrics(squared: squared, absolute: absolute, count: count),
      meanRating: ratings / Double(count), meanPrediction: predictions / Double(count))
  }
}

/// How many training ratings a reader or a book has: from cold to warm.
private enum Familiarity: Int, CaseIterable {
  case none, few, some, many, most

  init(_ ratings: Int) {
    self =
      switch ratings {
      case 0: .none
      case 1..<5: .few
      case 5..<20: .some
      case 20..<100: .many
      default: .most
      }
  }

  private var name: String {
    switch self {
    case .none: "0, cold"
    case .few: "1–4"
    case .some: "5–19"
    case .many: "20–99"
    case .most: "100 or more"
    }
  }

  static func groups(_ sums: [Sums]) -> [RunErrors.Group] {
    allCases.filter { sums[$0.rawValue].count > 0 }.map { sums[$0.rawValue].group($0.name) }
  }
}
