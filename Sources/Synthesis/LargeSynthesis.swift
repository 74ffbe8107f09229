import Support

/// A data set of any size with the shape of goodbooks-10k and a known best result.
///
/// Books, readers and their tastes are drawn from the seed; every rating is drawn from a known
/// distribution, so ``SynthesisSummary/bestAttainableMSE`` is exact. Rows are written as they are drawn:
/// memory grows with readers and books, not with ratings.
public struct LargeSynthesis: Sendable {
  /// Sizes and seed.
  public let configuration: SynthesisConfiguration

  /// Takes a `configuration` that can be fulfilled.
  ///
  /// - Throws: ``SynthesisError``, with what was asked for and what is possible.
  public init(_ configuration: SynthesisConfiguration) throws(SynthesisError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// Writes `ratings.csv`, `books.csv`, `to_read.csv`, `tags.csv`, `book_tags.csv` and `synthesis.json`.
  ///
  /// - Parameter folder: Is created where it is missing; files of these names in it are replaced.
  /// - Complexity: O(*ratings* + *readers* + *books* · log *books*) time.
  /// - Throws: ``FileError``; files that were complete stay, no file is half-written.
  public func write(to folder: String) throws(FileError) -> SynthesisSummary {
    var readership = PlantedReadership(configuration)
    let catalogue = InventedCatalogue(readership.catalogue)
    return try DataFolder(path: folder, kind: "large", seed: configuration.seed)
      .write(&readership, catalogue)
  }
}
