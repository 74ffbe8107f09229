import Foundation
import Support
import Testing

@testable import Kernels
@testable import Parallelism

/// Scores by half precision against plain loops, wherever the processor has the instructions.
@Suite(.enabled(if: Precision.bfloat16.isAvailable)) struct BFloat16ScorerTests {
  /// Sums, weights and biases of a network of two hidden layers.
  private struct Network {
    let books: Matrix
    let readers: Matrix
    let weights: Matrix
    let bias: Matrix
    let top: Matrix
    let offset: Float = 0.75

    init(books: Int, inputs: Int, outputs: Int) {
      var generator = SeededGenerator(seed: 31)
      func random(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(
          rows: rows, columns: columns,
          values: (0..<rows * columns).map { _ in Float(generator.uniform() * 2 - 1) })
      }
      self.books = random(books, inputs)
      readers = random(3, inputs)
      weights = random(outputs, inputs)
      bias = random(1, outputs)
      top = random(1, outputs)
    }

    var scorer: BFloat16Scorer? {
      BFloat16Scorer(
        books: books.view, weights: weights.view, bias: bias.view, top: top.view, offset: offset)
    }

    /// A reader's scores in double precision; the products' factors first pass through `rounding`.
    func scores(reader: Int, rounding: (Float) -> Double) -> [Double] {
      (0..<books.rows).map { book in
        let inputs = (0..<books.columns).map {
          rounding(max(readers[reader, $0] + books[book, $0], 0))
        }
        return (0..<weights.rows).reduce(Double(offset)) { score, output in
          let sum = inputs.indices.reduce(Double(bias[0, output])) {
            $0 + inputs[$1] * rounding(weights[output, $1])
          }
          return score + Double(top[0, output]) * max(sum, 0)
        }
      }
    }
  }

  /// To the nearest of eight significant bits, by arithmetic.
  private static func rounded(_ value: Float) -> Double {
    guard value != 0 else { return 0 }
    let unit = exp2(Double(value.exponent) - 7)
    return (Double(value) / unit).rounded(.toNearestOrEven) * unit
  }

  @Test func roundingKeepsEightBitsAndPrefersEvenOnes() {
    for value: Float in [0, 1, -1, 1.00390625, 1.01171875, 3.1415927, -2.7182817, 1e-20, 6e37] {
      #expect(Double(BFloat16(value).value) == Self.rounded(value), "\(value)")
    }
  }

  @Test(arguments: [1, 47, 48, 200], [(1, 1), (7, 8), (128, 64), (33, 19)])
  func scoresAreThoseOfRoundedFactors(books: Int, shape: (inputs: Int, outputs: Int)) throws {
    let network = Network(books: books, inputs: shape.inputs, outputs: shape.outputs)
    let (scores, errors) = try #require(network.scorer).scores(network.readers.view)
    #expect(scores.map(\.count) == [books, books, books] && errors.count == 3)
    for reader in 0..<3 {
      let wanted = network.scores(reader: reader, rounding: Self.rounded)
      for (a, b) in zip(scores[reader], wanted) {
        #expect(abs(Double(a) - b) < 1e-6 * Double(shape.inputs * shape.outputs + 8))
      }
    }
  }

  @Test(arguments: [(1, 1), (7, 8), (128, 64), (33, 19)])
  func errorsHoldAndAreNotIdle(inputs: Int, outputs: Int) throws {
    let network = Network(books: 500, inputs: inputs, outputs: outputs)
    let (scores, errors) = try #require(network.scorer).scores(network.readers.view)
    for reader in 0..<3 {
      let exact = network.scores(reader: reader, rounding: Double.init)
      let largest = zip(scores[reader], exact).map { abs(Double($0) - $1) }.max() ?? 0
      #expect(largest <= Double(errors[reader]))
      // Rounding errors cancel like a random walk; a bound adds them up.
      let cancelling = Double(inputs * outputs).squareRoot()
      #expect(Double(errors[reader]) < 4 * cancelling * max(largest, 1e-3))
    }
  }

  @Test func aReaderOutOfBoundsHasNoErrorToRelyOn() throws {
    let network = Network(books: 50, inputs: 8, outputs: 8)
    let scorer = try #require(network.scorer)
    network.readers[1, 3] = .nan
    network.readers[2, 5] = .infinity
    let errors = scorer.scores(network.readers.view).errors
    #expect(errors[0].isFinite && !errors[1].isFinite && !errors[2].isFinite)
  }

  @Test func weightsThatAreNotNumbersAreLeftToFullPrecision() {
    for place in 0..<3 {
      let network = Network(books: 5, inputs: 4, outputs: 4)
      [network.books, network.weights, network.top][place][0, 2] = .nan
      #expect(network.scorer == nil)
    }
  }
}
