import Support

/// A small data set to try everything on: real classics, made readers.
///
/// 1,000 readers with favourite genres, authors and series rate 50 books each of a shelf of some 340
/// well-known books. The ratings are simulated; no real person gave any of them.
public enum SampleShelf {
  /// Writes `ratings.csv`, `books.csv`, `to_read.csv`, `tags.csv`, `book_tags.csv` and `synthesis.json`.
  ///
  /// - Parameters:
  ///   - folder: Is created where it is missing; files of these names in it are replaced.
  ///   - seed: Same seed, same bytes. The default is 1.
  /// - Throws: ``FileError``; files that were complete stay, no file is half-written.
  public static func write(
    to folder: String, seed: UInt64 = 1
  ) throws(FileError) -> SynthesisSummary {
    let catalogue = ShelfCatalogue(seed: seed)
    var readership = ShelfReadership(catalogue, seed: seed)
    return try DataFolder(path: folder, kind: "sample-shelf", seed: seed)
      .write(&readership, catalogue)
  }
}
