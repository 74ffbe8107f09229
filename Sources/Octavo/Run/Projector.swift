import BookData
import Networks
import Support
import Training

/// TensorBoard's embedding projector: the books' embeddings as points, titles beside them.
package enum Projector {
  private static let vectorsName = "books.vectors.tsv"
  private static let metadataName = "books.metadata.tsv"

  /// Writes `projector_config.pbtxt` and its two tables into `folder`.
  ///
  /// - Throws: `FileError`.
  package static func write(
    _ model: TrainedModel, books: Vocabulary, titles: BookTitles, to folder: String
  ) throws(FileError) {
    let table = model.network.books
    let vectors = try AtomicFile(path: folder + "/" + vectorsName)
    let metadata = try AtomicFile(path: folder + "/" + metadataName)
    try metadata.write("book_id\ttitle\n")
    for index in 0..<UInt32(books.count) {
      let vector = table.vector(row: Int(index)).map { "\($0)" }
      try vectors.write(vector.joined(separator: "\t") + "\n")
      let id = books.text(at: index)
      try metadata.write("\(plain(id))\t\(plain(titles.entries[id]?.title ?? ""))\n")
    }
    try vectors.commit()
    try metadata.commit()
    try AtomicFile.write(
      """
      embeddings {
        tensor_name: "books"
        tensor_path: "\(vectorsName)"
        metadata_path: "\(metadataName)"
      }

      """.utf8, to: folder + "/projector_config.pbtxt")
  }

  /// Text without what separates fields and rows.
  private static func plain(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }
}
