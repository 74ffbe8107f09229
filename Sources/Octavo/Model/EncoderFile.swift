import BookData
import Features
import Kernels
import Support

/// `encoder.safetensors`: what makes a hybrid network's inputs; the last book is one that nobody knows.
///
/// | tensor | content |
/// |---|---|
/// | `books.numbers` [books × numbers], `books.tags` [books × dimensions] | standardized numbers; tags in few dimensions |
/// | `books.author`, `books.series` [books] | groups; 4294967295 is none |
/// | `tags.offsets`, `tags.columns`, `tags.values` | bags of tags as compressed rows |
/// | `factors.vectors`, `factors.additions` [books × d] | factors of books; what a rating adds to its reader's |
/// | `factors.noise` [2 × books] | noise of each book's ratings, doubt about its factors |
/// | `factors.readers` [2 × d] | factors of a reader without ratings; what the logarithm of their count adds |
/// | `factors.covariances` [books × d (d + 1) / 2] | how doubtful books' factors are, packed |
/// | `factors.book_precisions` [books], `factors.reader_precisions` [readers] | precisions of ratings |
/// | `factors.reader_vectors` [readers × d] | factors of readers |
/// | `factors.attributes` [columns × d] | what readers' attributes add to their factors |
/// | `books.attributes`, `readers.attributes` [books or readers × columns] | attributes in columns |
/// | `attribute.N` [books], or `attribute.N.offsets`, `.columns`, `.values` | numbers or bags of categories of attribute N of books |
/// | `statistics` [5 × books] | ratings, sums and squares of deviations, high and low ratings |
/// | `histories.offsets`, `histories.columns`, `histories.values` | the known ratings of each reader |
/// | `to_read.offsets`, `to_read.books`, `to_read.list_of_reader` | the lists to read |
/// | `scaling` [2 × features] | means and deviations |
enum EncoderFile {
  /// Writes `encoder` to the file at `path`.
  ///
  /// - Throws: `FileError`.
  static func write(_ encoder: FeatureEncoder, to path: String) throws {
    let (space, factors) = (encoder.model.space, encoder.model.factors)
    let statistics = encoder.model.statistics
    var tensors = [
      tensor("books.numbers", space.numbers.values), tensor("books.tags", space.tagColumns),
      vector("books.author", space.firstAuthors.ids), vector("books.series", space.series.ids),
      tensor("factors.vectors", factors.vectors), tensor("factors.additions", factors.additions),
      NamedTensor(
        name: "factors.noise", shape: [2, factors.count], values: factors.noise + factors.doubts),
      NamedTensor(
        name: "factors.readers", shape: [2, factors.order],
        values: factors.base + factors.countSlope),
      NamedTensor(
        name: "statistics", shape: [5, factors.count],
        values: statistics.counts + statistics.sums + statistics.squares + statistics.high
          + statistics.low),
      NamedTensor(
        name: "scaling", shape: [2, encoder.scaling.means.count],
        values: encoder.scaling.means + encoder.scaling.deviations),
    ]
    if let posteriors = factors.posteriors {
      tensors += [
        tensor("factors.covariances", posteriors.covariances),
        tensor("factors.reader_vectors", posteriors.readers),
        NamedTensor(
          name: "factors.book_precisions", shape: [factors.count],
          values: posteriors.bookPrecisions),
        NamedTensor(
          name: "factors.reader_precisions", shape: [posteriors.readers.rows],
          values: posteriors.readerPrecisions),
      ]
    }
    tensors += rows("tags", space.tags.offsets, space.tags.indices, space.tags.values)
    let histories = encoder.histories
    tensors += rows("histories", histories.offsets, histories.books, histories.values)
    tensors += attributeTensors(of: encoder)
    if let toRead = encoder.readers.toRead {
      tensors += [
        vector("to_read.offsets", toRead.offsets.map(UInt32.init)),
        vector("to_read.books", toRead.books),
        vector(
          "to_read.list_of_reader", toRead.listOfReader.map { $0.map(UInt32.init) ?? Groups.none }),
      ]
    }
    try TensorFile.write(tensors, to: path)
  }

  /// Reads the encoder that `manifest` describes.
  ///
  /// - Throws: `FileError`, `CheckpointError`.
  static func read(
    _ path: String, _ manifest: EncoderManifest, readers: Int, books: Int
  ) throws -> FeatureEncoder {
    let parts = EncoderParts(file: try TensorFile.read(path), manifest: manifest, books: books + 1)
    try parts.checkCounts()
    let known = ReaderSpace(
      toRead: try parts.toRead(readers: readers),
      attributes: try parts.readerColumns(readers: readers))
    let model = HistoryModel(
      space: try parts.space(toRead: known.toRead), readerAttributes: known.attributes.names,
      factors: try parts.factors(readers: readers),
      weights: manifest.kernel, scale: manifest.scale, statistics: try parts.statistics(),
      order: manifest.order)
    guard model.featureNames == manifest.features else {
      throw parts.invalid("features as model.json names them, \(manifest.features.count)")
    }
    return FeatureEncoder(
      model: model, histories: try parts.histories(readers: readers), readers: known,
      scaling: try parts.scaling())
  }

  static func tensor(_ name: String, _ matrix: Matrix) -> NamedTensor {
    NamedTensor(name: name, shape: [matrix.rows, matrix.columns], values: matrix.values)
  }

  private static func vector(_ name: String, _ values: [UInt32]) -> NamedTensor {
    NamedTensor(name: name, shape: [values.count], values: values)
  }

  static func rows(
    _ name: String, _ offsets: [Int], _ columns: [UInt32], _ values: [Float]
  ) -> [NamedTensor] {
    [
      vector(name + ".offsets", offsets.map(UInt32.init)), vector(name + ".columns", columns),
      NamedTensor(name: name + ".values", shape: [values.count], values: values),
    ]
  }
}

/// Reads the parts of an encoder's file, trusting nothing in it.
struct EncoderParts {
  let file: TensorFile
  let manifest: EncoderManifest
  let books: Int

  func invalid(_ expected: String) -> CheckpointError {
    .invalidHeader(path: file.path, offset: 0, reason: "expected \(expected)")
  }

  /// Checks that memory is set aside for no more than the tensors speak of: every group has a book, every tag too.
  func checkCounts() throws {
    let counts = [
      ("encoder.authors", manifest.authors, books), ("encoder.series", manifest.series, books),
      ("encoder.tags", manifest.tags, length("tags.columns")),
    ]
    for (name, count, limit) in counts where count > limit {
      throw invalid("\(name) of at most \(limit) as the tensors say, found \(count)")
    }
  }

  func space(toRead: ToReadLists?) throws -> BookSpace {
    // No number of n books is more than √n deviations away from their mean.
    let numbers = try matrix(
      "books.numbers", columns: manifest.bookNumbers.count, limit: Float(books).squareRoot())
    let tagDimensions = length("books.tags") / max(1, books)
    let tags = try rows("tags", count: books, columns: manifest.tags, limit: 1)
    return BookSpace(
      numbers: BookNumbers(names: manifest.bookNumbers, values: numbers),
      tags: SparseRows(
        columns: manifest.tags, offsets: tags.offsets, indices: tags.columns, values: tags.values),
      toRead: toRead?.bags(books: books) ?? SparseRows(rows: books, columns: 0, elements: []),
      tagColumns: try matrix("books.tags", columns: tagDimensions, limit: 1),
      firstAuthors: try groups("books.author", count: manifest.authors),
      series: try groups("books.series", count: manifest.series),
      attributes: try bookAttributes(), attributeColumns: try bookColumns())
  }

  func factors(readers count: Int) throws -> BookFactors {
    let order = manifest.factors
    let noise = try floats("factors.noise", shape: [2, books], limit: 1e20)
    guard noise.allSatisfy({ $0 >= 0 }) else { throw invalid("factors.noise of at least 0") }
    let readers = try floats("factors.readers", shape: [2, order])
    return BookFactors(
      mean: manifest.mean,
      vectors: try matrix(
        "factors.vectors", columns: order, limit: FactorPosteriors.largestFactor),
      noise: Array(noise[..<books]), doubts: Array(noise[books...]),
      additions: try matrix("factors.additions", columns: order),
      base: Array(readers[..<order]), countSlope: Array(readers[order...]),
      attributeCoefficients: try attributeCoefficients(),
      posteriors: try posteriors(readers: count))
  }

  private func posteriors(readers: Int) throws -> FactorPosteriors {
    let order = manifest.factors
    return FactorPosteriors(
      covariances: try matrix("factors.covariances", columns: order * (order + 1) / 2),
      bookPrecisions: try floats("factors.book_precisions", shape: [books]),
      readers: Matrix(
        rows: readers, columns: order,
        values: try floats("factors.reader_vectors", shape: [readers, order])),
      readerPrecisions: try floats("factors.reader_precisions", shape: [readers]))
  }

  func statistics() throws -> BookStatistics {
    let values = try floats("statistics", shape: [5, books])
    func row(_ index: Int) -> [Float] { Array(values[index * books..<(index + 1) * books]) }
    return BookStatistics(
      counts: row(0), sums: row(1), squares: row(2), high: row(3), low: row(4))
  }

  func histories(readers: Int) throws -> Histories {
    let rows = try rows("histories", count: readers, columns: books)
    return Histories(offsets: rows.offsets, books: rows.columns, values: rows.values)
  }

  func scaling() throws -> FeatureScaling {
    let count = manifest.features.count
    let values = try floats("scaling", shape: [2, count])
    var scaling = FeatureScaling(columns: count)
    scaling.means = Array(values[..<count])
    scaling.deviations = Array(values[count...])
    guard scaling.deviations.allSatisfy({ $0 > 0 }) else {
      throw invalid("deviations above 0")
    }
    return scaling
  }

  func toRead(readers: Int) throws -> ToReadLists? {
    guard let count = manifest.toReadLists else { return nil }
    let offsets = try offsets("to_read.offsets", count: count, elements: "to_read.books")
    let listed = try file.integers("to_read.books", shape: [length("to_read.books")])
    let lists = try file.integers("to_read.list_of_reader", shape: [readers])
    guard listed.allSatisfy({ $0 < books }),
      lists.allSatisfy({ $0 == Groups.none || $0 < count })
    else { throw invalid("lists of known books and readers") }
    return ToReadLists(
      offsets: offsets, books: listed,
      listOfReader: lists.map { $0 == Groups.none ? nil : Int($0) })
  }

  private func groups(_ name: String, count: Int) throws -> Groups {
    let ids = try file.integers(name, shape: [books])
    guard ids.allSatisfy({ $0 == Groups.none || $0 < count }) else {
      throw invalid("\(name) below \(count)")
    }
    return Groups(ids: ids, count: count)
  }

  /// Finite numbers of at most `limit` either way, but for rounding: a kernel of others is none.
  func floats(
    _ name: String, shape: [Int], limit: Float = .greatestFiniteMagnitude
  ) throws -> [Float] {
    let values = try file.floats(name, shape: shape)
    guard values.allSatisfy({ $0.isFinite && abs($0) / 1.001 <= limit }) else {
      throw invalid("\(name) of finite numbers, at most \(limit) either way")
    }
    return values
  }

  func matrix(
    _ name: String, columns: Int, limit: Float = .greatestFiniteMagnitude
  ) throws -> Matrix {
    Matrix(
      rows: books, columns: columns,
      values: try floats(name, shape: [books, columns], limit: limit))
  }

  func rows(
    _ name: String, count: Int, columns: Int, limit: Float = .greatestFiniteMagnitude
  ) throws -> (offsets: [Int], columns: [UInt32], values: [Float]) {
    let offsets = try offsets(name + ".offsets", count: count, elements: name + ".columns")
    let length = length(name + ".columns")
    let indices = try file.integers(name + ".columns", shape: [length])
    guard indices.allSatisfy({ $0 < columns }) else { throw invalid("\(name) below \(columns)") }
    return (offsets, indices, try floats(name + ".values", shape: [length], limit: limit))
  }

  private func offsets(_ name: String, count: Int, elements: String) throws -> [Int] {
    let offsets = try file.integers(name, shape: [count + 1]).map(Int.init)
    guard offsets.first == 0, offsets.last == length(elements),
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw invalid("rising \(name)") }
    return offsets
  }

  /// The length of a tensor; 0 where it is missing, which reading it reports.
  private func length(_ name: String) -> Int { file.tensors[name]?.values.count ?? 0 }
}
