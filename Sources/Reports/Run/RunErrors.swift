import Octavo
import Support

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
    var (readers, books) = (Familiarity(), Familiarity())
    var places = [Sums](repeating: Sums(), count: Self.ranges)
    var errors = [Int](repeating: 0, count: 2 * Self.ranges)
    var cells: [Double: [Int]] = [:]
    for pair in pairs {
      all.append(pair)
      ratings[pair.rating, default: Sums()].append(pair)
      readers.append(pair, ratings: pair.readerRatings)
      books.append(pair, ratings: pair.bookRatings)
      places[place(pair)].append(pair)
      cells[pair.rating, default: [Int](repeating: 0, count: Self.ranges)][place(pair)] += 1
      let error = Int(((pair.prediction - pair.rating) / width).rounded(.down)) + Self.ranges
      errors[min(max(error, 0), errors.count - 1)] += 1
    }
    let kinds = ratings.count > Self.ranges ? [] : ratings.keys.sorted()
    self.all = all.group("all")
    self.range = range
    byRating = kinds.compactMap { ratings[$0]?.group($0.short) }
    byReader = readers.found
    byBook = books.found
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

/// Groups by the number of training ratings of a reader or a book, from cold to warm.
private struct Familiarity {
  private var groups = [Sums](repeating: Sums(), count: ErrorBreakdown.countLimits.count)

  mutating func append(_ pair: RunErrors.Pair, ratings: Int) {
    let place = ErrorBreakdown.countLimits.lastIndex { Int($0) <= ratings } ?? 0
    groups[place].append(pair)
  }

  /// The groups that are not empty.
  var found: [RunErrors.Group] {
    groups.indices.filter { groups[$0].count > 0 }.map { groups[$0].group(Self.name($0)) }
  }

  /// `5–9`.
  private static func name(_ place: Int) -> String {
    let limits = ErrorBreakdown.countLimits.map { Int($0) }
    guard place + 1 < limits.count else { return "\(limits[place].grouped) or more" }
    let last = limits[place + 1] - 1
    return limits[place] == last ? "\(last)" : "\(limits[place])–\(last)"
  }
}
