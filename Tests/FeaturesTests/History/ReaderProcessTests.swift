import Foundation
import Kernels
import Parallelism
import Testing

@testable import Features

/// A random kernel of n books and residuals, with the systems solved one by one in double precision.
private struct Case {
  let n: Int
  /// K, [n × n].
  let kernel: [[Double]]
  let noise: [Float]
  let residuals: [Float]

  init(_ n: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    func random() -> Double { 2 * generator.uniform() - 1 }
    let points = (0..<n).map { _ in (0..<4).map { _ in random() } }
    self.n = n
    kernel = points.map { a in points.map { b in 1 + zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
    residuals = (0..<n).map { _ in Float(random()) }
    noise = (0..<n).map { _ in Float(1.5 + random()) }
  }

  var process: ReaderProcess {
    ReaderProcess(
      kernel: Matrix(rows: n, columns: n, values: kernel.flatMap { $0.map(Float.init) }),
      noise: noise)
  }

  /// (K + N)⁻¹ of the places without `left`, spread out over all places, [n × n].
  func inverse(without left: Int?) -> [[Double]] {
    inverse(of: (0..<n).filter { $0 != left })
  }

  /// (K + N)⁻¹ of some places, spread out over all places, [n × n].
  func inverse(of places: [Int]) -> [[Double]] {
    let system = places.flatMap { a in
      places.map { kernel[a][$0] + (a == $0 ? Double(noise[a]) : 0) }
    }
    let inverse = Reference.inverse(system, n: places.count)
    var result = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for (a, i) in places.enumerated() {
      for (b, j) in places.enumerated() { result[i][j] = inverse[a * places.count + b] }
    }
    return result
  }

  func weights(without left: Int?) -> [Double] {
    inverse(without: left).map { dot($0, residuals.map(Double.init)) }
  }

  func weights(before end: Int) -> [Double] {
    inverse(of: Array(0..<end)).map { dot($0, residuals.map(Double.init)) }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}

private func isClose(_ found: Float, _ expected: Double) -> Bool {
  abs(Double(found) - expected) < 2e-5 * max(1, abs(expected))
}

private let sizes = [1, 2, 3, 7, 40]

@Test(arguments: sizes)
func leaveOneOutErrorsAreThoseOfSystemsWithoutThePlace(n: Int) {
  let one = Case(n, seed: UInt64(n))
  let errors = one.process.errors(one.residuals)
  for j in 0..<n {
    let predicted = dot(one.kernel[j], one.weights(without: j))
    #expect(isClose(errors[j], Double(one.residuals[j]) - predicted), "place \(j)")
  }
}

@Test(arguments: sizes)
func leaveOneOutVariancesAreThoseOfSystemsWithoutThePlace(n: Int) {
  let one = Case(n, seed: UInt64(n) + 100)
  let variances = one.process.variances
  for j in 0..<n {
    let inverse = one.inverse(without: j)
    let explained = dot(one.kernel[j], inverse.map { dot($0, one.kernel[j]) })
    #expect(
      isClose(variances[j], one.kernel[j][j] - explained + Double(one.noise[j])), "place \(j)")
  }
}

@Test(arguments: sizes)
func weightsWithoutOneAreThoseOfSystemsWithoutThePlace(n: Int) {
  let one = Case(n, seed: UInt64(n) + 200)
  let weights = one.process.weightsWithoutOne(one.residuals)
  for j in 0..<n {
    for (k, expected) in one.weights(without: j).enumerated() {
      #expect(isClose(weights[j, k], expected), "without \(j), at \(k)")
    }
    #expect(weights[j, j] == 0)
  }
}

@Test func aRatingMovesNoBitOfTheWeightsWithoutIt() {
  let one = Case(12, seed: 9)
  var other = one.residuals
  other[4] = 1000
  let (before, after) = (
    one.process.weightsWithoutOne(one.residuals), one.process.weightsWithoutOne(other)
  )
  #expect((0..<12).allSatisfy { before[4, $0] == after[4, $0] })
  #expect((0..<12).contains { before[5, $0] != after[5, $0] })
}

// MARK: Forecasts

@Test(arguments: sizes)
func forecastsAreThoseOfSystemsOfTheEarlierPlaces(n: Int) {
  let one = Case(n, seed: UInt64(n) + 400)
  let (errors, variances) = (
    one.process.forecastErrors(one.residuals), one.process.forecastVariances
  )
  let weights = one.process.weightsOfEarlier(one.residuals)
  for j in 0..<n {
    let expected = one.weights(before: j)
    for k in 0..<n { #expect(isClose(weights[j, k], expected[k]), "before \(j), at \(k)") }
    #expect(isClose(errors[j], Double(one.residuals[j]) - dot(one.kernel[j], expected)))
    let inverse = one.inverse(of: Array(0..<j))
    let explained = dot(one.kernel[j], inverse.map { dot($0, one.kernel[j]) })
    #expect(
      isClose(variances[j], one.kernel[j][j] - explained + Double(one.noise[j])), "place \(j)")
  }
}

@Test func aRatingMovesNoBitOfForecastsUpToItsOwn() {
  let one = Case(12, seed: 10)
  var other = one.residuals
  other[4] = 1000
  let (before, after) = (
    one.process.weightsOfEarlier(one.residuals), one.process.weightsOfEarlier(other)
  )
  for row in 0...4 { #expect((0..<12).allSatisfy { before[row, $0] == after[row, $0] }) }
  #expect((0..<12).contains { before[5, $0] != after[5, $0] })
}

@Test(arguments: sizes)
func otherBooksArePredictedAsByADenseSolve(n: Int) {
  // The last five places are the other books.
  let all = Case(n + 5, seed: UInt64(n) + 300)
  let known = Array(0..<n)
  let system = known.flatMap { a in
    known.map { all.kernel[a][$0] + (a == $0 ? Double(all.noise[a]) : 0) }
  }
  let inverse = Reference.inverse(system, n: n)
  let residuals = Array(all.residuals.prefix(n))
  let process = ReaderProcess(
    kernel: Matrix(
      rows: n, columns: n, values: known.flatMap { a in known.map { Float(all.kernel[a][$0]) } }),
    noise: Array(all.noise.prefix(n)))
  let weights = process.weights(residuals)
  let expected = known.map { a in
    dot(known.map { inverse[a * n + $0] }, residuals.map(Double.init))
  }
  #expect(zip(weights, expected).allSatisfy { isClose($0, $1) })
  let others = Array(n..<n + 5)
  let variances = process.variances(
    Matrix(
      rows: 5, columns: n, values: others.flatMap { b in known.map { Float(all.kernel[b][$0]) } }),
    priors: others.map { Float(all.kernel[$0][$0]) }, noise: others.map { all.noise[$0] })
  for (index, book) in others.enumerated() {
    let row = known.map { all.kernel[book][$0] }
    let explained = dot(row, known.map { a in dot(known.map { inverse[a * n + $0] }, row) })
    #expect(
      isClose(variances[index], all.kernel[book][book] - explained + Double(all.noise[book])),
      "book \(book)")
  }
}

@Test func aReaderOfNothingIsKnownByThePriorAlone() {
  let process = ReaderProcess(kernel: Matrix(rows: 0, columns: 0), noise: [])
  #expect(process.weights([]).isEmpty && process.errors([]).isEmpty && process.variances.isEmpty)
  #expect(process.weightsWithoutOne([]).count == 0)
  #expect(process.forecastErrors([]).isEmpty && process.weightsOfEarlier([]).count == 0)
  #expect(
    process.variances(Matrix(rows: 2, columns: 0), priors: [3, 0.5], noise: [1, 2]) == [4, 2.5])
}

/// Many books that are all but the same, and a noise that rounding swallows.
@Test(arguments: [Float(1e7), 1e12, 1e20])
func aKernelThatRoundingSpoilsIsSolvedWithMoreNoise(weight: Float) {
  let n = 60
  let kernel = Matrix(rows: n, columns: n)
  kernel.fill(weight)
  let process = ReaderProcess(kernel: kernel, noise: Array(repeating: 1, count: n))
  let residuals = (0..<n).map { Float($0 % 3) }
  // Each is predicted as the mean of the others.
  let predictions = zip(residuals, process.errors(residuals)).map { $0 - $1 }
  #expect(predictions.allSatisfy { abs($0 - 1) < 0.05 }, "\(predictions)")
}
