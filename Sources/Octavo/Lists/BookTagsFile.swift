import BookData
import Support

/// `tags.csv`: the tags that filters know, `book_id,tag`, the most given ones of each book first.
enum BookTagsFile {
  /// Tags given less often than this many others of their book are not kept.
  private static let tagsPerBook = 40

  /// The text of the file; only a header without tags.
  static func encoded(_ tags: BookTags?, books: [BookDetails]) -> String {
    var text = "book_id,tag\n"
    var entries = (tags?.entries ?? [])[...]
    while let book = entries.first?.book {
      let own = entries.prefix { $0.book == book }
      entries = entries.dropFirst(own.count)
      let id = DelimitedText.quoted(books[Int(book)].id)
      for entry in own.sorted(by: { ($1.count, $0.tag) < ($0.count, $1.tag) })
        .prefix(tagsPerBook)
      {
        text += "\(id),\(DelimitedText.quoted(tags?.names[Int(entry.tag)] ?? ""))\n"
      }
    }
    return text
  }

  /// The tags of each book by its id.
  ///
  /// - Throws: `DelimitedTextError`.
  static func read(_ path: String) throws(DelimitedTextError) -> [String: [String]] {
    var reader = try DelimitedReader(catalogue: .file(path))
    var tags: [String: [String]] = [:]
    guard let first = try reader.next() else { return tags }
    let header = Header(first, path: path)
    let (id, tag) = (try header.column("book_id"), try header.column("tag"))
    while let record = try reader.next() {
      guard record.count > max(id, tag) else { continue }
      tags[record[id], default: []].append(record[tag])
    }
    return tags
  }
}
