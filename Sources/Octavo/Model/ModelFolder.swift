import BookData
import Foundation
import Kernels
import Lists
import Networks
import Support

/// A model on disk: one folder that is all that `evaluate`, `predict` and `recommend` need.
///
/// | file | content |
/// |---|---|
/// | `model.json` | architecture, options, data fingerprint, metrics, format version |
/// | `model.safetensors` | `readers.embedding` [readers + 1 × d], `books.embedding` [books + 1 × d], `dense.N.weight` [o × i], `dense.N.bias` [o] |
/// | `rated.safetensors` | `offsets` [readers + 1] and `books` [ratings], unsigned integers |
/// | `readers.txt`, `books.txt` | the vocabularies, one id a line in the order of the rows |
/// | `encoder.safetensors` | what makes a hybrid network's inputs: ``EncoderManifest`` |
/// | `relevance.safetensors` | the item–item regression and the training's ratings, unless trained without lists |
/// | `books.csv`, `tags.csv` | what filters ask about books, where the data had it |
/// | `titles.csv` | `book_id,title,authors`, where the data had them |
/// | `README.md` | what the model is, for people; no program reads it |
/// | `checksums.json` | CRC-32C of those files that programs read and that carry none of their own, in hexadecimal |
///
/// The folder appears whole or not at all: it is written beside its place and renamed.
package enum ModelFolder {
  static let manifestName = "model.json"
  static let tensorsName = "model.safetensors"
  static let ratedName = "rated.safetensors"
  static let readersName = "readers.txt"
  static let booksName = "books.txt"
  private static let titlesName = "titles.csv"
  private static let cardName = "README.md"
  private static let checksumsName = "checksums.json"
  static let encoderName = "encoder.safetensors"
  static let relevanceName = "relevance.safetensors"
  private static let detailsName = "books.csv"
  private static let tagsName = "tags.csv"
  private static let plainNames = [
    manifestName, readersName, booksName, titlesName, detailsName, tagsName,
  ]

  /// Writes `recommender` to the folder at `path`, replacing a model that is there.
  ///
  /// - Throws: `FileError`, `CheckpointError`.
  package static func write(_ recommender: Model, to path: String) throws {
    let folder = try AtomicFolder(path: path)
    func place(_ name: String) -> String { folder.temporaryPath + "/" + name }
    try TensorFile.write(
      weights(of: recommender.network).map {
        NamedTensor(name: $0.name, shape: $0.shape, values: $0.values)
      }, to: place(tensorsName))
    let rated = recommender.rated
    try TensorFile.write(
      [
        NamedTensor(name: "offsets", shape: [rated.offsets.count], values: rated.offsets),
        NamedTensor(name: "books", shape: [rated.books.count], values: rated.books),
      ], to: place(ratedName))
    try AtomicFile.write(recommender.readers.encoded(), to: place(readersName))
    try AtomicFile.write(recommender.books.encoded(), to: place(booksName))
    try AtomicFile.write(recommender.titles.delimitedText.utf8, to: place(titlesName))
    try write(recommender.lists, to: place)
    if let encoder = recommender.encoder { try EncoderFile.write(encoder, to: place(encoderName)) }
    try JSONFile.write(recommender.manifest, to: place(manifestName))
    try AtomicFile.write(ModelCard(recommender).text.utf8, to: place(cardName))
    try JSONFile.write(checksums(in: folder.temporaryPath), to: place(checksumsName))
    try folder.commit()
  }

  /// The folder of the model at `path`: itself, or `model/` in it where `path` is a run.
  ///
  /// - Throws: `FileError`.
  package static func located(_ path: String) throws -> String {
    let inRun = path + "/model"
    func isModel(_ folder: String) throws -> Bool {
      try FileStatus.exists(folder + "/" + manifestName)
    }
    return try !isModel(path) && isModel(inRun) ? inRun : path
  }

  /// Reads the model in the folder at `path`, checking every length, shape and checksum.
  ///
  /// Where `path` is a link that is being replaced, such as `models/current`, all of it is the old model or
  /// all of it the new one.
  ///
  /// - Throws: `FileError`, `CheckpointError`, `DataError`.
  package static func read(_ path: String) throws -> Model {
    try read(PinnedFolder(path))
  }

  /// Reads the model in `folder`, which stays as it is while other parts of it are read, such as its tags.
  ///
  /// - Throws: As ``read(_:)-(String)``.
  package static func read(_ folder: PinnedFolder) throws -> Model {
    let path = folder.path
    // Nobody removes the folder before its last file is read.
    defer { withExtendedLifetime(folder) {} }
    func place(_ name: String) -> String { path + "/" + name }
    try checkPlainFiles(in: path)
    let manifest: ModelManifest = try JSONFile.read(from: place(manifestName))
    do {
      try manifest.validate()
    } catch {
      throw CheckpointError.invalidJSON(path: place(manifestName), reason: error.description)
    }
    let readers = try vocabulary(place(readersName), count: manifest.readers)
    let books = try vocabulary(place(booksName), count: manifest.books)
    return Model(
      manifest: manifest,
      network: try network(place(tensorsName), manifest: manifest),
      encoder: try manifest.encoder.map {
        try EncoderFile.read(place(encoderName), $0, readers: readers.count, books: books.count)
      },
      readers: readers, books: books,
      titles: try BookTitles(reading: .file(place(titlesName))),
      rated: try ratedBooks(place(ratedName), manifest: manifest),
      lists: try lists(place, books: books, readers: readers))
  }

  /// The tags of each book of the model in `folder`, [books], which only filters need.
  ///
  /// - Throws: `DelimitedTextError`.
  package static func tags(_ folder: PinnedFolder, books: Vocabulary) throws -> [[String]] {
    let tagsOfID = try BookTagsFile.read(folder.path + "/" + tagsName)
    return (0..<UInt32(books.count)).map { tagsOfID[books.text(at: $0)] ?? [] }
  }

  // MARK: Parts

  private static func write(_ lists: ListMaterial?, to place: (String) -> String) throws {
    let books = lists?.books ?? []
    try AtomicFile.write(BooksFile.encoded(books).utf8, to: place(detailsName))
    try AtomicFile.write(
      BookTagsFile.encoded(lists?.tags, books: books).utf8, to: place(tagsName))
    guard let lists else { return try RelevanceFile.writeAbsence(to: place(relevanceName)) }
    try RelevanceFile.write(
      lists.relevance, histories: lists.histories, to: place(relevanceName))
  }

  private static func lists(
    _ place: (String) -> String, books: Vocabulary, readers: Vocabulary
  ) throws -> ListMaterial? {
    guard
      let (relevance, histories) = try RelevanceFile.read(
        place(relevanceName), readers: readers.count, books: books.count)
    else { return nil }
    let known = Dictionary(
      try BooksFile.read(place(detailsName)).map { ($0.id, $0) }
    ) { $1 }
    let details = (0..<UInt32(books.count)).map { index in
      let id = books.text(at: index)
      return known[id] ?? BookDetails(id: id)
    }
    return ListMaterial(relevance: relevance, histories: histories, books: details)
  }

  private static func checksums(in folder: String) throws -> [String: String] {
    try Dictionary(
      uniqueKeysWithValues: plainNames.map { name in
        (name, try InputFile.checksum(of: folder + "/" + name))
      })
  }

  private static func checkPlainFiles(in folder: String) throws {
    let found = try checksums(in: folder)
    let expected: [String: String] = try JSONFile.read(from: folder + "/" + checksumsName)
    for name in plainNames where found[name] != expected[name] {
      throw CheckpointError.checksumMismatch(
        path: folder + "/" + name, part: "file", expected: expected[name] ?? "none",
        found: found[name] ?? "none")
    }
  }

  /// A network's weights by the names of their tensors: embeddings, then dense layers.
  static func weights(
    of network: RatingNetwork
  ) -> [(name: String, shape: [Int], values: [Float])] {
    let dimension = network.configuration.embeddingDimension
    return [(network.readers, "readers"), (network.books, "books")].map { table, name in
      let weights = Matrix(rows: table.rows, columns: dimension)
      table.copyWeights(to: weights)
      return ("\(name).embedding", [table.rows, dimension], weights.values)
    } + network.namedLayers(of: network.parameters).map { ($0.name, $0.shape, $0.part.values) }
  }

  private static func network(_ path: String, manifest: ModelManifest) throws -> RatingNetwork {
    let file = try TensorFile.read(path)
    let configuration = manifest.training.network
    let dimension = configuration.embeddingDimension
    let sizes = [manifest.readers + 1, manifest.books + 1]
    let tables = try zip(["readers", "books"], sizes).map { name, rows in
      try file.floats("\(name).embedding", shape: [rows, dimension])
    }
    try checkLayers(configuration, file)
    let network = RatingNetwork(
      configuration, readers: sizes[0], books: sizes[1],
      featureCount: manifest.encoder?.features.count ?? 0)
    for (table, values) in zip([network.readers, network.books], tables) {
      for row in 0..<table.rows {
        table.setVector(row: row, to: Array(values[row * dimension..<(row + 1) * dimension]))
      }
    }
    for (name, shape, part) in network.namedLayers(of: network.parameters) {
      part.copy(from: try file.floats(name, shape: shape))
    }
    return network
  }

  /// Checks the widths of layers before memory is set aside for them.
  private static func checkLayers(_ configuration: NetworkConfiguration, _ file: TensorFile) throws
  {
    for (index, width) in configuration.hidden.enumerated() {
      let name = "dense.\(index).bias"
      guard let bias = file.tensors[name] else {
        throw CheckpointError.missingTensor(path: file.path, name: name)
      }
      guard bias.shape == [width] else {
        throw CheckpointError.wrongShape(
          path: file.path, tensor: name, expected: [width], found: bias.shape)
      }
    }
  }

  private static func ratedBooks(_ path: String, manifest: ModelManifest) throws -> RatedBooks {
    let file = try TensorFile.read(path)
    let offsets = try file.integers("offsets", shape: [manifest.readers + 1])
    let books = try file.integers("books", shape: [manifest.data.ratings])
    guard RatedBooks.areValid(offsets: offsets, books: books),
      books.allSatisfy({ $0 < manifest.books })
    else {
      throw CheckpointError.invalidHeader(
        path: path, offset: 0, reason: "expected rising offsets and books of the vocabulary")
    }
    return RatedBooks(offsets: offsets, books: books)
  }

  private static func vocabulary(_ path: String, count: Int) throws -> Vocabulary {
    let vocabulary = try Vocabulary(encoded: InputFile.contents(of: path), path: path)
    guard vocabulary.count == count else {
      throw CheckpointError.wrongShape(
        path: path, tensor: "ids", expected: [count], found: [vocabulary.count])
    }
    return vocabulary
  }
}
