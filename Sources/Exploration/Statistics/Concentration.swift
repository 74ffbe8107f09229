/// How unequally things are dealt out: a few readers give many ratings, a few books get most.
public struct Concentration: Sendable, Codable, Equatable {
  /// Gini's coefficient: 0 where all have the same, towards 1 where one has all.
  public var gini: Double
  /// Lorenz's curve: the share of the total that the poorest 0 %, 1 %, … 100 % hold together.
  public var lorenz: [Double]
  /// The share of the total that the richest tenth holds.
  public var topTenth: Double

  /// The concentration of `counts`, which hold at least one positive number, in any order.
  public init(_ counts: [Int]) {
    let sorted = counts.sorted()
    let (n, total) = (sorted.count, Double(sorted.reduce(0, +)))
    precondition(total > 0, "nothing is dealt out")
    var cumulative = [0]
    for count in sorted { cumulative.append(cumulative[cumulative.count - 1] + count) }
    lorenz = (0...100).map { Double(cumulative[$0 * n / 100]) / total }
    let weighted = sorted.enumerated().reduce(0.0) { $0 + Double(($1.offset + 1) * $1.element) }
    gini = 2 * weighted / (Double(n) * total) - Double(n + 1) / Double(n)
    topTenth = 1 - Double(cumulative[n - n / 10]) / total
  }
}
