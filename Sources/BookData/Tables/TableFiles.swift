import Support

/// The files of tables in a folder: `books.csv`, or `books.csv.gz`, or `books.csv.zst`; of ratings also several,
/// such as `ratings-1.csv` and `ratings-2.csv.gz`.
struct TableFiles: Sendable {
  let folder: String
  /// The files of tables that are called otherwise than usual.
  let names: [Table: String]

  /// What a file's name may end with beside its own ending; the content says whether it is true.
  private static let compressedEndings = [".gz", ".zst"]

  /// The files of `table`: none where it is not there.
  ///
  /// - Throws: ``FileError/invalidContent(path:reason:)`` where a file is there twice, plain and compressed.
  func sources(of table: Table) throws(FileError) -> [TableSource] {
    if let file = try file(names[table] ?? table.fileName) { return [.file(file)] }
    return table == .ratings ? try parts(of: table) : []
  }

  /// The path of the file `name`, compressed or not; nil where it is not there.
  private func file(_ name: String) throws(FileError) -> String? {
    var found: [String] = []
    for ending in [""] + Self.compressedEndings {
      let path = folder + "/" + name + ending
      if try FileStatus.exists(path) { found.append(path) }
    }
    if found.count > 1 { throw Self.twice(found[1], beside: found[0]) }
    return found.first
  }

  /// The files `ratings-….csv`, in the order of their names.
  private func parts(of table: Table) throws(FileError) -> [TableSource] {
    guard try FileStatus.exists(folder) else { return [] }
    var fileOfName: [String: String] = [:]
    for name in try Folder.names(in: folder) where name.hasPrefix(table.rawValue + "-") {
      let ending = Self.compressedEndings.first(where: name.hasSuffix) ?? ""
      let plain = String(name.dropLast(ending.count))
      guard plain.hasSuffix(".csv") else { continue }
      let path = folder + "/" + name
      if let other = fileOfName.updateValue(path, forKey: plain) {
        throw Self.twice(path, beside: other)
      }
    }
    return fileOfName.sorted { $0.key.precedesNaturally($1.key) }.map { .file($0.value) }
  }

  private static func twice(_ path: String, beside other: String) -> FileError {
    .invalidContent(path: path, reason: "\(other) is there, too, expected one of them")
  }
}
