import BookData
import Features
import Kernels
import Networks
import Parallelism
import Training

/// How much a hybrid model's predictions are worth of each thing that it is told.
package struct FeatureImportance: Sendable, Equatable {
  /// A thing that the model is told, such as the tags of a book.
  package struct Source: Sendable, Equatable {
    /// What it is, and the file that it comes from.
    package var name: String
    /// By how much the test RMSE rises where it is exchanged among the ratings at random.
    package var increase: Double
  }

  /// The sources, most important first.
  package let sources: [Source]

  /// What features come from, and what the names of those features begin with or are.
  private static let groups: [(name: String, features: [String])] = [
    ("the reader's level", ["kernel mean: level", "reader: level"]),
    ("the reader's other ratings", ["reader: "]),
    (
      "factors of the ratings",
      ["kernel mean: factors", "book: expected", "book: doubt"]
    ),
    (
      "the book's other ratings",
      ["book: log of training ratings", "book: bias", "book: variance", "book: share"]
    ),
    ("authors (books.csv)", ["kernel mean: author", "author: "]),
    ("series (books.csv)", ["kernel mean: series", "series: "]),
    ("tags (tags.csv, book_tags.csv)", ["kernel mean: tags", "tags: ", "book: tags "]),
    (
      "lists to read (to_read.csv)",
      ["kernel mean: toRead", "toRead: ", "on the list", "log of the list"]
    ),
    ("the order of ratings", ["kernel mean: recency"]),
    ("years and counts (books.csv)", ["kernel mean: numbers", "book: "]),
  ]

  /// What the features of a model come from: columns that the data's description names first.
  private static func groups(
    of encoder: FeatureEncoder
  ) -> [(name: String, features: [String])] {
    let ofBooks = encoder.model.space.attributeColumns.attributeNames.map { name in
      (
        name: "\(name) of books",
        features: ["kernel mean: ", "", "book: "].map { $0 + BookSpace.attributePrefix + name }
      )
    }
    // The longest first: one name may begin with another.
    return ofBooks.sorted { $0.name.count > $1.name.count } + groups
  }

  /// The most ratings that are looked at.
  private static let mostRatings = 50_000

  /// Permutation importance of a hybrid model; nil for a plain one.
  ///
  /// The columns of each source are exchanged among the ratings, all in the same way, and with them their part of what
  /// the kernel predicts (Breiman, "Random Forests", 2001; Fisher, Rudin and Dominici, JMLR 20, 2019).
  ///
  /// - Parameter threads: How many threads work; the result does not depend on it.
  package init?(of model: Model, on tests: TestRatings, threads: Int) {
    guard let encoder = model.encoder else { return nil }
    let rows = Array(tests.rows(of: model).prefix(Self.mostRatings))
    let pairs = rows.map { (reader: $0.reader, book: $0.book) }
    let told = ToldPairs(
      model, encoder, pairs, encoder.inputs(for: pairs, threads: threads), threads: threads)
    var generator = SeededGenerator(seed: 0)
    let order = rows.indices.shuffled(using: &generator)
    let whole = told.rmse(exchanging: [], order, rows)
    let names = encoder.model.featureNames
    // Readers' columns work through what their factors let expect, and not as features alone: what they are worth
    // is told apart.
    let ofReaders = "reader: " + BookSpace.attributePrefix
    var taken = Set(names.indices.filter { names[$0].hasPrefix(ofReaders) })
    var found: [Source] = []
    for (name, beginnings) in Self.groups(of: encoder) {
      let columns = names.indices.filter { column in
        !taken.contains(column) && beginnings.contains { names[column].hasPrefix($0) }
      }
      taken.formUnion(columns)
      guard !columns.isEmpty else { continue }
      found.append(
        Source(name: name, increase: told.rmse(exchanging: columns, order, rows) - whole))
    }
    sources = found.sorted { $0.increase > $1.increase }
  }
}

/// Pairs with what a network is told of them.
private struct ToldPairs {
  private let model: Model
  private let encoder: FeatureEncoder
  private let pairs: [(reader: UInt32, book: UInt32)]
  private let inputs: SideFeatures
  private let threads: Int

  init(
    _ model: Model, _ encoder: FeatureEncoder, _ pairs: [(reader: UInt32, book: UInt32)],
    _ inputs: SideFeatures, threads: Int
  ) {
    (self.model, self.encoder, self.pairs) = (model, encoder, pairs)
    (self.inputs, self.threads) = (inputs, threads)
  }

  /// The error on `rows` where each has what is told in `columns` of the row that `order` puts in its place.
  func rmse(exchanging columns: [Int], _ order: [Int], _ rows: [Rating]) -> Double {
    let told = columns.isEmpty ? inputs : exchanged(columns, order)
    let (network, range, pairs) = (model.network, model.manifest.ratingRange, pairs)
    return ErrorMetrics.measured(on: rows, in: rows.indices, threads: threads) { part in
      network.predictions(Array(pairs[part]), inputs: told, firstRow: part.lowerBound)
        .map(range.clip)
    }.rmse
  }

  private func exchanged(_ columns: [Int], _ order: [Int]) -> SideFeatures {
    let names = encoder.model.featureNames
    let sums = ["kernel mean", "expected + kernel mean"].compactMap { names.firstIndex(of: $0) }
    let parts = columns.filter { names[$0].hasPrefix("kernel mean: ") }
    let expected = names.firstIndex(of: "book: expected").flatMap {
      columns.contains($0) ? $0 : nil
    }
    let result = SideFeatures(
      count: pairs.count, featureCount: inputs.features.columns)
    let deviations = encoder.scaling.deviations
    for (row, other) in order.enumerated() {
      let (own, others) = (inputs.features[row], inputs.features[other])
      var told = own
      for column in columns { told[column] = others[column] }
      // What the kernel's parts and the expectation add up to moves with them.
      func change(_ column: Int) -> Float {
        (others[column] - own[column]) * deviations[column]
      }
      let kernel = parts.reduce(Float(0)) { $0 + change($1) }
      let offset = kernel + (expected.map(change) ?? 0)
      for (column, moved) in zip(sums, [kernel, offset]) {
        told[column] += moved / deviations[column]
      }
      result.features[row] = told
      result.offsets[row, 0] = inputs.offsets[row, 0] + offset
    }
    return result
  }
}
