/// Which columns of a matrix count in each row.
public enum Sight: Sendable {
  /// All.
  case all
  /// All but the row's own, in a square matrix.
  case others
  /// Those before the row's own, in a square matrix.
  case earlier

  /// How many of n columns count in row i.
  public func count(inRow i: Int, of n: Int) -> Int {
    switch self {
    case .all: n
    case .others: n - 1
    case .earlier: i
    }
  }
}
