internal import CIntrinsics

/// One reader's scores of all books, nearly: products in bfloat16, and a bound of the error this makes.
///
/// score = offset + top · max(W · max(reader + book, 0) + bias, 0). W and what it is multiplied with are
/// rounded to eight significant bits, sums are of single precision. It is for finding the few books that can
/// be among a reader's best, whose scores are then computed in single precision.
public final class BFloat16Scorer: Sendable {
  private let bookCount: Int
  /// Inputs, two at a time.
  private let pairs: Int
  /// Outputs of the layer, rounded up to what one pass computes.
  private let outputs: Int
  /// The books' sums, 48 books after the other, [blocks × pairs · 96].
  private let books: Matrix
  /// The bits of pairs of weights, [outputs / 8 × pairs · 8].
  private let weights: [Int32]
  private let bias: Matrix
  private let top: Matrix
  private let offset: Float
  /// By how much a score can be off for each unit of an activation, [1 × inputs].
  private let errors: Matrix
  /// By how much a score can be off besides.
  private let constantError: Float

  private static var booksPerCall: Int { Int(octavo_books_per_call) }
  private static var outputsPerPass: Int { Int(octavo_outputs_per_pass) }

  /// A scorer of `books`; nil without the instructions, or where a number is not finite.
  ///
  /// - Parameters:
  ///   - books: The part of the first layer's sums that depends on the book, [books × inputs].
  ///   - weights: W, [outputs × inputs].
  ///   - bias: [1 × outputs].
  ///   - top: The weights of the last layer, [1 × outputs].
  ///   - offset: The bias of the last layer.
  public init?(
    books: MatrixView, weights: MatrixView, bias: MatrixView, top: MatrixView, offset: Float
  ) {
    precondition(
      books.columns == weights.columns && bias.count == weights.rows && top.count == weights.rows,
      "sums of \(books.columns), weights \(weights.rows) × \(weights.columns)")
    let parts = [books, weights, bias, top].map(\.values)
    guard Precision.bfloat16.isAvailable, offset.isFinite,
      parts.allSatisfy({ $0.allSatisfy(\.isFinite) })
    else { return nil }
    let inputs = weights.columns
    bookCount = books.rows
    pairs = (inputs + 1) / 2
    outputs = roundedUp(weights.rows, to: Self.outputsPerPass)
    self.books = Self.packed(parts[0], inputs: inputs, books: books.rows)
    self.weights = Self.packed(parts[1], inputs: inputs, outputs: weights.rows)
    self.bias = Matrix(padding: parts[2], to: outputs)
    self.top = Matrix(padding: parts[3], to: outputs)
    self.offset = offset
    let bounds = Self.errors(inputs: inputs, weights: parts[1], bias: parts[2], top: parts[3])
    errors = Matrix(padding: bounds.perActivation, to: 2 * pairs)
    constantError = bounds.constant + bounds.single * abs(offset)
  }

  /// By how much a score can be off for each unit of an activation, and besides.
  ///
  /// An activation a and a weight w become a′ and w′; |a′w′ − aw| ≤ |w′| |a′ − a| + |w′ − w| a. What rounding
  /// to single precision adds, in either way to compute a score, is put generously.
  private static func errors(
    inputs: Int, weights: [Float], bias: [Float], top: [Float]
  ) -> (perActivation: [Float], constant: Float, single: Float) {
    let single = Float(inputs + bias.count + 8) * 2 * Float.ulpOfOne
    var errors = [Float](repeating: 0, count: inputs)
    for (output, top) in top.enumerated() {
      for input in 0..<inputs {
        let weight = weights[output * inputs + input]
        let rounded = BFloat16(weight).value
        errors[input] +=
          abs(top) * (abs(weight - rounded) + abs(rounded) * (BFloat16.roundingError + single))
      }
    }
    // Sums below the smallest normal number count as 0.
    let constant = zip(bias, top).reduce(1e6 * Float.leastNormalMagnitude) {
      $0 + single * abs($1.0 * $1.1)
    }
    return (errors.map { $0 * (1 + single) }, constant, single)
  }

  /// The scores of all books by each of several readers, [readers][books], and for each reader how far any
  /// of them can be from the score in single precision.
  ///
  /// Where a score is not finite the error is infinite.
  ///
  /// - Parameter readers: The part of the first layer's sums that depends on the reader, [readers × inputs].
  public func scores(_ readers: MatrixView) -> (scores: [[Float]], errors: [Float]) {
    let padding = [Float](repeating: 0, count: 2 * pairs - readers.columns)
    let padded = (0..<readers.rows).flatMap { readers.rows($0..<$0 + 1).values + padding }
    let sums = Matrix(rows: readers.rows, columns: 2 * pairs, values: padded)
    let room = Matrix(rows: readers.rows, columns: books.rows * Self.booksPerCall)
    var errors = score(sums, into: room)
    let scores = (0..<readers.rows).map { row in
      Array(room.rows(from: row, count: 1).values.prefix(bookCount))
    }
    for row in scores.indices where !scores[row].allSatisfy(\.isFinite) {
      errors[row] = .infinity
    }
    return (scores, errors)
  }

  /// Takes a block of books for every reader while it is in the cache; returns the readers' errors.
  private func score(_ readers: Matrix, into scores: Matrix) -> [Float] {
    let room = Matrix(rows: pairs, columns: Self.booksPerCall)
    var largest = [Float](repeating: 0, count: readers.rows)
    unsafe weights.withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      for block in 0..<books.rows {
        for row in largest.indices {
          let error = unsafe octavo_bfloat16_scores(
            pairs, outputs, books.base + block * books.columns,
            readers.base + row * readers.columns, errors.base, weights, bias.base, top.base,
            offset, room.base, scores.base + row * scores.columns + block * Self.booksPerCall)
          largest[row] = max(largest[row], error)
        }
      }
    }
    return largest.map { $0 + constantError }
  }

  /// [blocks × pairs · 96]: 48 books a block; two inputs of eight books after the other.
  private static func packed(_ sums: [Float], inputs: Int, books: Int) -> Matrix {
    let blocks = (books + booksPerCall - 1) / booksPerCall
    let blockSize = (inputs + 1) / 2 * 2 * booksPerCall
    var packed = [Float](repeating: 0, count: blocks * blockSize)
    for book in 0..<books {
      let (block, place) = book.quotientAndRemainder(dividingBy: booksPerCall)
      for input in 0..<inputs {
        let start = block * blockSize + input / 2 * 2 * booksPerCall
        packed[start + place / 8 * 16 + place % 8 * 2 + input % 2] = sums[book * inputs + input]
      }
    }
    return Matrix(rows: blocks, columns: blockSize, values: packed)
  }

  /// [outputs / 8 × pairs × 8], each the bits of the weights of two inputs.
  private static func packed(_ weights: [Float], inputs: Int, outputs: Int) -> [Int32] {
    let pairs = (inputs + 1) / 2
    var packed = [Int32](
      repeating: 0, count: roundedUp(outputs, to: outputsPerPass) * pairs)
    for output in 0..<outputs {
      let (pass, place) = output.quotientAndRemainder(dividingBy: outputsPerPass)
      for input in 0..<inputs {
        let bits = Int32(BFloat16(weights[output * inputs + input]).bits)
        packed[(pass * pairs + input / 2) * outputsPerPass + place] |= bits << (input % 2 * 16)
      }
    }
    return packed
  }
}

extension Matrix {
  /// One row that begins with `values`, then zeros.
  fileprivate convenience init(padding values: [Float], to columns: Int) {
    self.init(
      rows: 1, columns: columns,
      values: values + [Float](repeating: 0, count: columns - values.count))
  }
}

private func roundedUp(_ count: Int, to unit: Int) -> Int { (count + unit - 1) / unit * unit }
