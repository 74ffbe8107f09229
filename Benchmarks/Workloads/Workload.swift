import Kernels
import Support

/// Something to time, once it has shown that it computes the right thing.
public struct Workload: Sendable {
  /// What is done, on what.
  public let name: String
  /// Makes the operands, compares the result with the reference's, and returns what is to be timed.
  ///
  /// - Throws: ``WrongResultError``; what reading or writing a file throws.
  public let prepare: @Sendable () throws -> () -> Void

  init(_ name: String, prepare: @escaping @Sendable () throws -> () -> Void) {
    self.name = name
    self.prepare = prepare
  }

  /// Matrix products, dense layers, embedding rows.
  public static let kernels = products + denseLayers + embeddingRows
  /// Reading, batching, training steps, lists.
  public static let training = ratingsFile + batching + steps + topBooks
}

extension Precision {
  /// What the names of workloads say of it.
  var suffix: String { self == .single ? "" : ", \(rawValue)" }
}

/// A result that differs from the reference's.
public struct WrongResultError: Error, Equatable, CustomStringConvertible {
  /// What was compared.
  public let what: String
  /// What was found, or the largest difference.
  public let found: String
  /// What was expected, or the tolerance.
  public let expected: String

  /// One sentence: what was compared, what was found, what was expected.
  public var description: String { "\(what): found \(found), expected \(expected)" }
}

/// Compares numbers with the reference's.
///
/// - Throws: ``WrongResultError`` where the counts differ, a number is none, or a difference is larger than
///   `tolerance`.
func require(
  _ found: [Float], equal expected: [Double], within tolerance: Double, _ what: String
) throws(WrongResultError) {
  try require(found.count == expected.count, what, "\(found.count) numbers", "\(expected.count)")
  let largest = zip(found, expected).reduce(0.0) { largest, pair in
    let difference = abs(Double(pair.0) - pair.1)
    return difference.isNaN ? .infinity : max(largest, difference)
  }
  try require(
    largest <= tolerance, what, "a difference of \(largest)", "at most \(tolerance)")
}

/// Compares numbers with the reference's by the length of the difference, as a share of the reference's.
///
/// - Throws: ``WrongResultError`` where the counts differ, a number is none, or the share is larger than
///   `tolerance`.
func require(
  _ found: [Float], near expected: [Double], within tolerance: Double, _ what: String
) throws(WrongResultError) {
  try require(found.count == expected.count, what, "\(found.count) numbers", "\(expected.count)")
  let squares = zip(found, expected).reduce(0.0) {
    $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
  }
  let share = (squares / expected.reduce(0) { $0 + $1 * $1 }).squareRoot()
  // Not so for a share that is no number.
  try require(share <= tolerance, what, "a difference of \(share)", "at most \(tolerance)")
}

/// Throws unless `condition` holds.
///
/// - Throws: ``WrongResultError``.
func require(
  _ condition: Bool, _ what: String, _ found: String, _ expected: String
) throws(WrongResultError) {
  guard condition else {
    throw WrongResultError(what: what, found: found, expected: expected)
  }
}
