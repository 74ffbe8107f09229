/// Which columns of a matrix count in each row.
public enum AttentionMask: Sendable {
  /// All.
  case all
  /// All but the row's own, in a square matrix.
  case leaveOneOut
  /// Those before the row's own, in a square matrix.
  case causal

  /// How many of n columns count in row i.
  public func count(inRow i: Int, of n: Int) -> Int {
    switch self {
    case .all: n
    case .leaveOneOut: n - 1
    case .causal: i
    }
  }
}
