import BookData
import Foundation
import Kernels
import Support

/// Vectors of readers or books beside their ids, for an index of nearest neighbours.
package struct VectorTable: Sendable {
  /// Whose vectors.
  package enum Part: String, Sendable, CaseIterable {
    /// Those of readers.
    case readers
    /// Those of books.
    case books
  }

  /// Which vectors.
  package enum Kind: String, Sendable, CaseIterable {
    /// The network's embeddings.
    case embedding
    /// The factors of a hybrid model: their inner product is what ratings let expect, without the mean.
    case factors
  }

  private let part: Part
  private let ids: Vocabulary
  /// Titles in the order of the ids; nil for readers.
  private let titles: [String]?
  private let dimension: Int
  private let vector: @Sendable (_ row: Int) -> [Float]

  /// The vectors of a model; the row of unknown readers or books is none of them.
  ///
  /// - Throws: ``ExportError/noFactors``.
  package init(_ part: Part, _ kind: Kind, of model: Model) throws(ExportError) {
    self.part = part
    let (ids, table) =
      part == .readers
      ? (model.readers, model.network.readers) : (model.books, model.network.books)
    self.ids = ids
    titles =
      part == .readers
      ? nil
      : (0..<UInt32(ids.count)).map { model.titles.entries[ids.text(at: $0)]?.title ?? "" }
    switch kind {
    case .embedding:
      dimension = table.dimension
      vector = { table.vector(row: $0) }
    case .factors:
      guard let factors = model.encoder?.model.factors, let readers = factors.posteriors?.readers
      else { throw .noFactors }
      dimension = factors.order
      let rows = part == .readers ? readers : factors.vectors
      vector = { rows.rows(from: $0, count: 1).values }
    }
  }

  /// Calls `body` with the bytes of a table, a row at a time: the id, of books the title, and the numbers.
  ///
  /// - Throws: What `body` throws.
  package func encodeCSV(_ body: ([UInt8]) throws -> Void) throws {
    let first = part == .readers ? ["user_id"] : ["book_id", "title"]
    try body(line(first + (1...dimension).map { "v\($0)" }))
    for index in 0..<UInt32(ids.count) {
      let names = [ids.text(at: index)] + (titles.map { [$0[Int(index)]] } ?? [])
      try body(
        line(names.map { DelimitedText.quoted($0) } + vector(Int(index)).map { "\($0)" }))
    }
  }

  /// Calls `body` with the bytes of a safetensors file: `vectors`, [ids × numbers], and in the metadata `ids` and
  /// of books `titles`, lists in JSON in the order of the rows.
  ///
  /// - Throws: What `body` throws; `EncodingError`.
  package func encodeTensors(_ body: ([UInt8]) throws -> Void) throws {
    var metadata = ["ids": try list((0..<UInt32(ids.count)).map { ids.text(at: $0) })]
    metadata["titles"] = try titles.map(list)
    let vectors = NamedTensor(
      name: "vectors", shape: [ids.count, dimension],
      values: (0..<ids.count).flatMap { vector($0) })
    try TensorFile.encode([vectors], metadata: metadata, body)
  }

  private func line(_ fields: [String]) -> [UInt8] {
    Array((fields.joined(separator: ",") + "\n").utf8)
  }

  private func list(_ texts: [String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(texts), as: UTF8.self)
  }
}
