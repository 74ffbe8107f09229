import Foundation
import Support

@testable import Synthesis

/// An empty folder that is gone after `body`.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = NSTemporaryDirectory() + "synthesis-\(UInt64.random(in: 0 ... .max))"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// The rows of a CSV file without its header; quotes as in RFC 4180, no line breaks in fields.
func rows(of path: String) throws -> [[String]] {
  let text = String(decoding: try InputFile.contents(of: path), as: UTF8.self)
  return text.split(separator: "\n").dropFirst().map { fields(of: $0) }
}

private func fields(of line: Substring) -> [String] {
  var fields = [""]
  var quoted = false
  var previous: Character?
  for character in line {
    if character == "\"" {
      // The second of two quotes inside quotes is a quote.
      if !quoted && previous == "\"" { fields[fields.count - 1].append("\"") }
      quoted.toggle()
    } else if character == "," && !quoted {
      fields.append("")
    } else {
      fields[fields.count - 1].append(character)
    }
    previous = character
  }
  return fields
}

/// Rows of whole numbers: `ratings.csv`, `to_read.csv`, `book_tags.csv`.
func numbers(of path: String) throws -> [[Int]] {
  try InputFile.contents(of: path).split(separator: 0x0A).dropFirst().map { line in
    line.split(separator: 0x2C).map { $0.reduce(0) { 10 * $0 + Int($1) - 48 } }
  }
}

let fileNames = [
  "ratings.csv", "books.csv", "to_read.csv", "tags.csv", "book_tags.csv", "synthesis.json",
]

/// What is known of a rating, computed the slow way: by Simpson's rule over the noise.
func integratedMoments(_ model: OrdinalModel, at location: Double) -> (
  mean: Double, variance: Double
) {
  let edges = [-10.0] + (0..<4).map { (model.thresholds[$0] - location) / model.noise } + [10.0]
  let chances = (0..<5).map { gaussianMass(from: edges[$0], to: edges[$0 + 1]) }
  let mean = zip(1...5, chances).reduce(0) { $0 + Double($1.0) * $1.1 }
  let variance = zip(1...5, chances).reduce(0) { $0 + $1.1 * pow(Double($1.0) - mean, 2) }
  return (mean, variance)
}

private func gaussianMass(from a: Double, to b: Double) -> Double {
  let (low, high) = (max(a, -10), min(b, 10))
  guard low < high else { return 0 }
  let pieces = 200
  let step = (high - low) / Double(pieces)
  let sum = (0...pieces).reduce(0.0) { sum, k in
    let x = low + Double(k) * step
    let weight = k == 0 || k == pieces ? 1.0 : k % 2 == 1 ? 4.0 : 2.0
    return sum + weight * exp(-x * x / 2)
  }
  return sum * step / 3 / (2 * Double.pi).squareRoot()
}
