public import Kernels

/// Computes how alike the books of a history are, term by term.
///
/// One task at a time may use it, so each worker has its own.
public struct SimilarityMatrices: Sendable {
  private let space: BookSpace
  private let order: HistoryOrder
  private let bags: [(term: KernelTerm, rows: SparseRows)]
  private let cosines: Cosines

  /// Where cosines come from.
  private enum Cosines {
    case table(CosineTable)
    /// Computed when asked for; of each of the bags.
    case products([SparseScratch])
  }

  /// For the books of `space` and histories of this order.
  ///
  /// - Parameter table: The cosines of ``BookSpace/bags``, rounded; nil computes them when they are asked for. The
  ///   default is nil.
  public init(_ space: BookSpace, order: HistoryOrder, table: CosineTable? = nil) {
    self.space = space
    self.order = order
    bags = space.bags
    cosines =
      table.map { .table($0) }
      ?? .products(space.bags.map { SparseScratch(columns: $0.rows.columns) })
  }

  /// How alike each of `books` is to each of `others`, [m × n]; nil where the space knows nothing of that
  /// kind.
  ///
  /// - Parameters:
  ///   - vectors: The factors of `books`, [m × d], learned without the reader whose history it is.
  ///   - others: A history of n books, after which each of `books` comes, and their factors, [n × d]. The
  ///     default is `books` themselves, a history of their own.
  public func matrix(
    _ term: KernelTerm, books: [UInt32], vectors: Matrix,
    with others: (books: [UInt32], vectors: Matrix)? = nil
  ) -> Matrix? {
    guard space.knows(term, order) else { return nil }
    let columns = others?.books ?? books
    let result = Matrix(rows: books.count, columns: columns.count)
    switch term {
    case .level: result.fill(1)
    case .author: mark(space.firstAuthors, books, columns, in: result)
    case .series: mark(space.series, books, columns, in: result)
    case .numbers:
      multiplyNumbers(books, columns, into: result)
    case .factors:
      multiply(vectors.view, (others?.vectors ?? vectors).view.transposed, into: result.view)
    case .tags, .toRead: multiplyBags(term, books, others?.books, into: result)
    case .recency:
      result.fillWithDecay(over: KernelTerm.recencyLength, rowsFollow: others != nil)
    case .attribute(let place):
      switch space.attributes[place].content {
      case .numbers(let numbers): multiplyNumbers(numbers, books, columns, into: result)
      case .categories: multiplyBags(term, books, others?.books, into: result)
      }
    }
    return result
  }

  private func multiplyNumbers(
    _ numbers: [Float], _ books: [UInt32], _ others: [UInt32], into result: Matrix
  ) {
    for (row, book) in books.enumerated() {
      result.rows(from: row, count: 1)
        .copy(from: others.map { numbers[Int(book)] * numbers[Int($0)] })
    }
  }

  private func mark(_ groups: Groups, _ books: [UInt32], _ others: [UInt32], in result: Matrix) {
    result.markEqual(
      books.map { groups.ids[Int($0)] }, others.map { groups.ids[Int($0)] }, except: Groups.none)
  }

  private func multiplyNumbers(_ books: [UInt32], _ others: [UInt32], into result: Matrix) {
    let numbers = space.numbers.values
    let (left, right) = (
      Matrix(rows: books.count, columns: numbers.columns),
      Matrix(rows: others.count, columns: numbers.columns)
    )
    left.gather(books, from: numbers)
    right.gather(others, from: numbers)
    multiply(left.view, right.view.transposed, into: result.view)
    result.scale(1 / Float(numbers.columns))
  }

  private func multiplyBags(
    _ term: KernelTerm, _ books: [UInt32], _ others: [UInt32]?, into result: Matrix
  ) {
    guard let place = bags.firstIndex(where: { $0.term == term }) else { return }
    switch cosines {
    case .table(let table): table.gather(books, others, matrix: place, into: result)
    case .products(let scratches):
      if let others {
        scratches[place].products(of: bags[place].rows, rows: books, with: others, into: result)
      } else {
        scratches[place].gram(of: bags[place].rows, rows: books, into: result)
      }
    }
  }
}

extension BookSpace {
  /// Whether books in histories of this order can be alike in this way at all.
  public func knows(_ term: KernelTerm, _ order: HistoryOrder) -> Bool {
    switch term {
    case .level, .factors: true
    case .author: !firstAuthors.isEmpty
    case .series: !series.isEmpty
    case .numbers: numbers.values.columns > 0
    case .tags: tags.columns > 0
    case .toRead: toRead.columns > 0
    case .recency: order == .chronological
    case .attribute(let place): attributes.indices.contains(place)
    }
  }

  /// All terms by which books in histories of this order can be alike.
  public func terms(_ order: HistoryOrder) -> [KernelTerm] {
    KernelTerm.common.filter { knows($0, order) } + attributes.indices.map { .attribute($0) }
  }

  /// What a term is called.
  public func name(of term: KernelTerm) -> String {
    if case .attribute(let place) = term { attributes[place].name } else { "\(term)" }
  }

  /// What a term is called among features, where an attribute may have the name of something else.
  func featureName(of term: KernelTerm) -> String {
    if case .attribute = term { Self.attributePrefix + name(of: term) } else { name(of: term) }
  }

  /// What the names of attributes begin with among features: `kernel mean: column genres`.
  public static let attributePrefix = "column "
}
