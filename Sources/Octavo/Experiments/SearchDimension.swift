import Foundation
import Training

/// One option that is searched: its values as numbers from 0 to 1.
struct SearchDimension: Sendable {
  /// The key in the table of options.
  let name: String
  /// The word for a coordinate.
  let word: @Sendable (Double) -> String
  /// The coordinate of the value that the search begins with.
  let start: Double
}

extension SearchDimension {
  /// A number above 0 whose logarithm is spread evenly from start / factor to start · factor, to two digits.
  static func factor(_ name: String, _ start: Double, by factor: Double) -> Self {
    Self(
      name: name, word: { String(format: "%.2g", start * pow(factor, 2 * $0 - 1)) }, start: 0.5)
  }

  /// A number spread evenly, to two digits behind the point.
  static func share(_ name: String, _ start: Double, _ range: ClosedRange<Double>) -> Self {
    let width = range.upperBound - range.lowerBound
    return Self(
      name: name, word: { String(format: "%.2f", range.lowerBound + $0 * width) },
      start: min(max(0, (start - range.lowerBound) / width), 1))
  }

  /// A whole number whose logarithm is spread evenly, to a multiple of `unit`.
  static func whole(
    _ name: String, _ start: Int, _ range: ClosedRange<Int>, multipleOf unit: Int
  ) -> Self {
    let (low, high) = (log(Double(range.lowerBound)), log(Double(range.upperBound)))
    return Self(
      name: name,
      word: { place in
        let value = exp(low + place * (high - low)) / Double(unit)
        return "\(max(1, Int(value.rounded())) * unit)"
      }, start: min(max(0, (log(Double(start)) - low) / (high - low)), 1))
  }

  /// One of some words, of which neighbours are alike.
  static func choice(_ name: String, _ start: String, of words: [String]) -> Self {
    let place = words.firstIndex(of: start) ?? words.count / 2
    return Self(
      name: name, word: { words[min(words.count - 1, Int($0 * Double(words.count)))] },
      start: (Double(place) + 0.5) / Double(words.count))
  }
}
