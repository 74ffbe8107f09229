import BookData
import Features
import Foundation
import Kernels
import Octavo
import Support
import Testing
import Training

/// A hybrid model on the checker-board, with everything that an encoder can hold.
private func hybridRecommender() throws -> Model {
  let ratings = CheckerBoard().ratings
  var training = TrainingConfiguration(.hybrid)
  training.epochs = 3
  training.batchSize = 64
  training.network.embeddingDimension = 4
  training.network.hidden = [8]
  let parts = Split(
    train: ratings.rows.indices, validation: ratings.rows.endIndex..<ratings.rows.endIndex,
    test: ratings.rows.endIndex..<ratings.rows.endIndex)
  let encoding = try #require(
    training.encoding(
      of: ratings, parts, by: .random, catalog: catalog(ratings), threads: 1))
  let model = try Trainer(training, threads: 1).train(
    ratings, training: parts.train, validation: parts.validation, encoding: encoding
  ) { _ in }
  return Model(
    manifest: ModelManifest(
      training: training, split: SplitConfiguration(), data: Fingerprint(ratings, threads: 1),
      readers: CheckerBoard.readers, books: CheckerBoard.books, model: model, metrics: [:],
      blas: ""),
    network: model.network, encoder: model.encoder, readers: ratings.readers,
    books: ratings.books, titles: BookTitles(), rated: RatedBooks(ratings))
}

private func catalog(_ ratings: Ratings) -> Catalog {
  let count = CheckerBoard.books
  let books = (0..<UInt32(count)).map { index in
    var book = BookDetails(id: ratings.books.text(at: index))
    book.title = index % 3 == 0 ? "Alone" : "Title \(index) (Series \(index % 2), #1)"
    book.authors = ["Author \(index % 4)"]
    book.averageRating = 3 + Double(index) / 10
    return book
  }
  let entries = (0..<UInt32(count)).map { BookTags.Entry(book: $0, tag: $0 % 2, count: 2) }
  return Catalog(
    books: books, tags: BookTags(names: ["even", "odd"], entries: entries),
    toRead: ToReadLists(
      offsets: [0, 2, 4], books: [1, 3, 2, 4],
      listOfReader: [0, nil, 1] + [Int?](repeating: nil, count: CheckerBoard.readers - 3)),
    bookAttributes: [
      Attribute(
        name: "genres",
        values: .categories(
          CategoryRows((0..<count).map { $0 % 5 == 0 ? [] : ["genre \($0 % 3)", "all"] }))),
      Attribute(
        name: "pages", values: .numbers((0..<count).map { $0 % 4 == 1 ? nil : Double($0) })),
    ],
    readerAttributes: [
      Attribute(
        name: "country",
        values: .categories(CategoryRows((0..<CheckerBoard.readers).map { ["\($0 % 2)"] }))),
      Attribute(name: "age", values: .numbers((0..<CheckerBoard.readers).map { Double($0 % 17) })),
    ])
}

@Suite struct HybridModelTests {
  private static let trained = Result { try hybridRecommender() }
  private let recommender: Model

  init() throws { recommender = try Self.trained.get() }

  private static func withFolder<Answer>(
    of recommender: Model, _ body: (String) throws -> Answer
  ) throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ModelFolder.write(recommender, to: folder)
    return try body(folder)
  }

  // MARK: Saved and loaded

  private var everyPair: [(reader: UInt32, book: UInt32)] {
    (0...UInt32(CheckerBoard.readers)).flatMap { reader in
      (0...UInt32(CheckerBoard.books)).map { (reader, $0) }
    }
  }

  @Test func aLoadedModelPredictsTheSameBits() throws {
    let loaded = try Self.withFolder(of: recommender) { try ModelFolder.read($0) }
    #expect(loaded.predictions(everyPair) == recommender.predictions(everyPair))
    let books = Array(0...UInt32(CheckerBoard.books))
    for history in [History(books: [], values: []), History(books: [1, 4], values: [5, 1])] {
      #expect(
        loaded.predictions(for: books, history: history)
          == recommender.predictions(for: books, history: history))
    }
    #expect(loaded.encoder?.histories == recommender.encoder?.histories)
    #expect(loaded.manifest == recommender.manifest)
  }

  @Test func aLoadedModelIsWrittenAsTheSameBytes() throws {
    func bytes(_ recommender: Model) throws -> Data {
      try Self.withFolder(of: recommender) {
        try Data(contentsOf: URL(fileURLWithPath: $0 + "/encoder.safetensors"))
      }
    }
    let loaded = try Self.withFolder(of: recommender) { try ModelFolder.read($0) }
    #expect(try bytes(loaded) == bytes(recommender))
  }

  // MARK: Damaged files

  /// What reading says after the folder was changed.
  private func readingError(after change: (String) throws -> Void) throws -> (any Error)? {
    try Self.withFolder(of: recommender) { folder in
      try change(folder)
      do {
        _ = try ModelFolder.read(folder)
        return nil
      } catch {
        return error
      }
    }
  }

  /// The error after some tensors of the encoder were replaced, or taken away, and the file sealed anew.
  private func errorReplacing(_ change: (inout [String: NamedTensor]) -> Void) throws -> (
    any Error
  )? {
    try readingError { folder in
      let path = folder + "/encoder.safetensors"
      var tensors = try TensorFile.read(path).tensors
      change(&tensors)
      try TensorFile.write(Array(tensors.values), to: path)
    }
  }

  @Test func anUntouchedFileIsRead() throws {
    #expect(try readingError { _ in } == nil)
    // The means of these tests must not be what is refused.
    #expect(try errorReplacing { _ in } == nil)
  }

  @Test func aMissingFileIsMissing() throws {
    let error = try readingError {
      try FileManager.default.removeItem(atPath: $0 + "/encoder.safetensors")
    }
    guard case .missing = error as? FileError else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func anyAlteredByteIsRefused() throws {
    try Self.withFolder(of: recommender) { folder in
      let url = URL(fileURLWithPath: folder + "/encoder.safetensors")
      let whole = try Data(contentsOf: url)
      for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 60)) {
        var altered = whole
        altered[place] ^= 4
        try altered.write(to: url)
        #expect(throws: CheckpointError.self, "byte \(place)") { try ModelFolder.read(folder) }
      }
      try whole.dropLast(5).write(to: url)
      #expect(throws: CheckpointError.self) { try ModelFolder.read(folder) }
    }
  }

  private static let names = [
    "books.numbers", "books.tags", "books.author", "books.series", "tags.offsets", "tags.columns",
    "tags.values", "factors.vectors", "factors.additions", "factors.noise", "factors.readers",
    "factors.covariances", "factors.reader_vectors", "factors.book_precisions",
    "factors.reader_precisions", "statistics", "histories.offsets", "histories.columns",
    "histories.values",
    "to_read.offsets", "to_read.books", "to_read.list_of_reader", "scaling",
    "books.attributes", "readers.attributes", "factors.attributes", "attribute.0.offsets",
    "attribute.0.columns", "attribute.0.values", "attribute.1",
  ]

  @Test func theFileHoldsTheTensorsThatItsDescriptionNames() throws {
    try Self.withFolder(of: recommender) { folder in
      let file = try TensorFile.read(folder + "/encoder.safetensors")
      #expect(Set(file.tensors.keys) == Set(Self.names))
      #expect(file.tensors.values.allSatisfy { $0.values.count > 0 })
    }
  }

  @Test(arguments: names)
  func aMissingTensorIsRefused(name: String) throws {
    let error = try errorReplacing { $0[name] = nil }
    #expect(error is CheckpointError, "\(String(describing: error))")
  }

  @Test(arguments: names)
  func aTensorOfAnotherLengthIsRefused(name: String) throws {
    for count in [0, 1] {
      let error = try errorReplacing { tensors in
        tensors[name] = tensors[name]?.prefix(count)
      }
      #expect(error is CheckpointError, "\(count): \(String(describing: error))")
    }
  }

  @Test(arguments: names)
  func aTensorOfTheOtherTypeIsRefused(name: String) throws {
    let error = try errorReplacing { tensors in
      tensors[name] = tensors[name].map { tensor in
        switch tensor.values {
        case .float32(let values):
          NamedTensor(name: name, shape: tensor.shape, values: values.map { _ in UInt32(1) })
        case .uint32(let values):
          NamedTensor(name: name, shape: tensor.shape, values: values.map { _ in Float(1) })
        }
      }
    }
    #expect(error is CheckpointError, "\(String(describing: error))")
  }

  private static let floatNames = names.filter { name in
    !["author", "series", "offsets", "columns", "to_read"].contains { name.contains($0) }
  }

  /// The file's error with one number replaced.
  private func errorReplacing(_ name: String, by value: Float) throws -> (any Error)? {
    try errorReplacing { tensors in
      guard let tensor = tensors[name], case .float32(var values) = tensor.values else { return }
      values[values.count / 2] = value
      tensors[name] = NamedTensor(name: name, shape: tensor.shape, values: values)
    }
  }

  @Test(arguments: floatNames, [Float.nan, .infinity, -.infinity])
  func whatIsNoFiniteNumberIsRefused(name: String, value: Float) throws {
    let error = try errorReplacing(name, by: value)
    #expect(error is CheckpointError, "\(String(describing: error))")
  }

  /// A kernel of such numbers could not be factored.
  @Test(arguments: ["books.numbers", "books.tags", "tags.values"], [Float(3e38), -100])
  func aNumberThatNoBookCanHaveIsRefused(name: String, value: Float) throws {
    let error = try errorReplacing(name, by: value)
    #expect(error is CheckpointError, "\(String(describing: error))")
  }

  @Test(arguments: ["factors.vectors", "factors.noise"])
  func factorsThatNoRatingsTeachAreRefused(name: String) throws {
    let error = try errorReplacing(name, by: -3e30)
    #expect(error is CheckpointError, "\(String(describing: error))")
  }

  /// What leaving a reader's ratings out makes of these is not used.
  @Test(arguments: [
    "factors.covariances", "factors.reader_vectors", "factors.reader_precisions",
    "factors.book_precisions",
  ])
  func posteriorsOfAnySizeTrapNowhere(name: String) throws {
    let loaded = try Self.withFolder(of: recommender) { folder in
      let path = folder + "/encoder.safetensors"
      var tensors = try TensorFile.read(path).tensors
      let shape = try #require(tensors[name]).shape
      tensors[name] = NamedTensor(
        name: name, shape: shape,
        values: [Float](repeating: 3e38, count: shape.reduce(1, *)))
      try TensorFile.write(Array(tensors.values), to: path)
      return try ModelFolder.read(folder)
    }
    #expect(loaded.predictions(everyPair).count == everyPair.count)
  }

  @Test(arguments: names, [UInt32(50_000), .max - 1, .max])
  func anImpossibleIndexIsRefused(name: String, index: UInt32) throws {
    // The largest index stands for none where books have groups and readers lists.
    let hasNone = ["books.author", "books.series", "to_read.list_of_reader"].contains(name)
    let error = try errorReplacing { tensors in
      guard let tensor = tensors[name], case .uint32(var values) = tensor.values else { return }
      values[values.count / 2] = index
      tensors[name] = NamedTensor(name: name, shape: tensor.shape, values: values)
    }
    let isOfIndices = !Self.floatNames.contains(name)
    let isRefused = isOfIndices && !(hasNone && index == .max)
    #expect((error is CheckpointError) == isRefused, "\(String(describing: error))")
  }

  @Test func deviationsOfZeroAreRefused() throws {
    let error = try errorReplacing { tensors in
      guard let shape = tensors["scaling"]?.shape else { return }
      tensors["scaling"] = NamedTensor(
        name: "scaling", shape: shape, values: [Float](repeating: 0, count: 2 * shape[1]))
    }
    #expect(error is CheckpointError)
  }

  @Test func featuresOtherThanTheManifestsAreRefused() throws {
    var other = recommender
    other.manifest.encoder?.features[3] = "something else"
    #expect(throws: CheckpointError.self) {
      try Self.withFolder(of: other) { try ModelFolder.read($0) }
    }
  }

  @Test(arguments: [Float(-1), 1e30])
  func impossibleWeightsAreRefused(weight: Float) throws {
    for path in [\KernelWeights.author, \KernelWeights.bookNoise] {
      var other = recommender
      other.manifest.encoder?.kernel[keyPath: path] = weight
      #expect(throws: CheckpointError.self) {
        try Self.withFolder(of: other) { try ModelFolder.read($0) }
      }
    }
  }

  /// What is accepted can be computed with, however odd.
  @Test func theLargestWeightsThatAreAcceptedTrapNowhere() throws {
    var other = recommender
    for term in KernelTerm.common { other.manifest.encoder?.kernel[term] = 1e20 }
    let loaded = try Self.withFolder(of: other) { try ModelFolder.read($0) }
    #expect(loaded.predictions(everyPair).count == everyPair.count)
  }

  @Test(arguments: [-1, Int.max])
  func impossibleCountsAreRefused(count: Int) throws {
    for path in [
      \EncoderManifest.authors, \EncoderManifest.series, \EncoderManifest.tags,
    ] {
      var other = recommender
      other.manifest.encoder?[keyPath: path] = count
      #expect(throws: CheckpointError.self) {
        try Self.withFolder(of: other) { try ModelFolder.read($0) }
      }
    }
    var other = recommender
    other.manifest.encoder?.toReadLists = count
    #expect(throws: CheckpointError.self) {
      try Self.withFolder(of: other) { try ModelFolder.read($0) }
    }
  }
}

extension NamedTensor {
  /// The first `count` elements, as a vector.
  fileprivate func prefix(_ count: Int) -> NamedTensor {
    switch values {
    case .float32(let values):
      NamedTensor(name: name, shape: [count], values: Array(values.prefix(count)))
    case .uint32(let values):
      NamedTensor(name: name, shape: [count], values: Array(values.prefix(count)))
    }
  }
}
