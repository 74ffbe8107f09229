import Foundation
/// How readers' and books' factors are learned from ratings.
public struct FactorConfiguration: Sendable, Equatable {
  /// The number of factors, beside a level and a slope of each reader and book.
  public var rank = 16
  /// How often all readers and all books are updated.
  public var passes = 16
  /// How many of the strongest directions of who rated what tell about readers and books.
  public var implicitRank = 64
  /// The penalty on the squared coefficients of prior means.
  public var ridge: Float = 20
  /// In how many parts readers are divided, each of which gets factors learned without it.
  public var folds = 4

  /// The defaults.
  public init() {
    let e = ProcessInfo.processInfo.environment
    if let v = e["RANK"] { rank = Int(v)! }
    if let v = e["PASSES"] { passes = Int(v)! }
    if let v = e["IMPL"] { implicitRank = Int(v)! }
    if let v = e["RIDGE"] { ridge = Float(v)! }
    if let v = e["FOLDS"] { folds = Int(v)! }
  }
}
