import Foundation
import Kernels
import Octavo
import Support
import Testing

/// The files of a model folder that lists are made from.
@Suite struct ListFilesTests {
  private static let trained = Result { try CheckerBoard().recommender() }
  private let recommender: Model

  init() throws { recommender = try Self.trained.get() }

  /// What reading says after the folder was changed.
  private func outcome(
    of recommender: Model, _ change: (String) throws -> Void
  ) throws -> Result<Model, any Error> {
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ModelFolder.write(recommender, to: folder)
    try change(folder)
    return Result { try ModelFolder.read(folder) }
  }

  private func error(after change: (String) throws -> Void) throws -> (any Error)? {
    if case .failure(let error) = try outcome(of: recommender, change) { error } else { nil }
  }

  @Test func aModelWithoutListsIsReadAsOne() throws {
    var bare = recommender
    bare.lists = nil
    let model = try outcome(of: bare) { _ in }.get()
    #expect(throws: ModelError.noLists) { try model.listMaker() }
  }

  @Test func aMissingFileIsNotTakenForAModelWithoutLists() throws {
    let error = try error {
      try FileManager.default.removeItem(atPath: $0 + "/relevance.safetensors")
    }
    guard case .missing = error as? FileError else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func anAlteredFileOfBooksOrTagsIsRefused() throws {
    for name in ["books.csv", "tags.csv"] {
      let error = try error {
        try Data("book_id,tag\n".utf8 + [10]).write(to: URL(fileURLWithPath: $0 + "/" + name))
      }
      guard case .checksumMismatch = error as? CheckpointError else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
    }
  }

  /// The file with some tensors replaced, sealed anew.
  private func replacing(_ tensors: [NamedTensor]) -> (String) throws -> Void {
    { folder in
      let path = folder + "/relevance.safetensors"
      var all = try TensorFile.read(path).tensors
      for tensor in tensors { all[tensor.name] = tensor }
      try TensorFile.write(Array(all.values), to: path)
    }
  }

  @Test func weightsOfBooksThatAreNotThereAreRefused() throws {
    let weights = try #require(recommender.lists).relevance.weights
    var books = weights.indices
    books[0] = 99
    let error = try error(
      after: replacing([
        NamedTensor(name: "weights.books", shape: [books.count], values: books)
      ]))
    guard case .invalidHeader(_, _, let reason) = error as? CheckpointError else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("weights"))
  }

  @Test func aTensorOfTheWrongLengthIsRefused() throws {
    let error = try error(
      after: replacing([NamedTensor(name: "priors", shape: [1], values: [Float(1)])]))
    guard case .wrongShape = error as? CheckpointError else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aScaleUpsideDownIsRefused() throws {
    let error = try error(
      after: replacing([NamedTensor(name: "scale.range", shape: [2], values: [Float(5), 1])]))
    guard case .invalidHeader = error as? CheckpointError else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
