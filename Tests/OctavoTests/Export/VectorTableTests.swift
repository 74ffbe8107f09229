import BookData
import Foundation
import OctavoTestSupport
import Support
import Testing

@testable import Octavo

/// Vectors of readers and books as tables.
@Suite struct VectorTableTests {
  private static let trained = Result { try CheckerBoard().recommender() }
  private var model: Model

  init() throws {
    model = try Self.trained.get()
    let titles = "book_id,title,authors\n7,\"Seven, \"\"a\"\" novel\",\n"
    model.titles = try withMadeUpFiles(["books.csv": titles]) {
      try BookTitles(reading: .file($0 + "/books.csv"))
    }
  }

  private func csv(_ part: VectorTable.Part) throws -> [String] {
    var bytes: [UInt8] = []
    try VectorTable(part, .embedding, of: model).encodeCSV { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func aTableHasIdsTitlesAndEveryNumberOfTheEmbeddings() throws {
    let books = try csv(.books)
    #expect(books[0] == "book_id,title," + (1...8).map { "v\($0)" }.joined(separator: ","))
    #expect(books[1].hasPrefix("7,\"Seven, \"\"a\"\" novel\",") && books[2].hasPrefix("8,,"))
    #expect(books.count == 1 + CheckerBoard.books, "the row of unknown books is no book")
    let readers = try csv(.readers)
    #expect(readers[0].hasPrefix("user_id,v1,") && readers.count == 1 + CheckerBoard.readers)
    let numbers = readers[3].split(separator: ",").compactMap { Float($0) }
    #expect(numbers == [102] + model.network.readers.vector(row: 2))
  }

  @Test func tensorsHaveTheSameNumbersAndNames() throws {
    var bytes: [UInt8] = []
    try VectorTable(.books, .embedding, of: model).encodeTensors { bytes += $0 }
    let file = try TensorFile.read(bytes: bytes, path: "books")
    let vectors = try file.floats("vectors", shape: [CheckerBoard.books, 8])
    #expect(vectors == (0..<CheckerBoard.books).flatMap { model.network.books.vector(row: $0) })
    func list(_ key: String) throws -> [String] {
      try JSONDecoder().decode([String].self, from: Data(try #require(file.metadata[key]).utf8))
    }
    #expect(try list("ids") == (7..<19).map(String.init))
    #expect(try list("titles").first == "Seven, \"a\" novel")
  }

  @Test func aPlainModelHasNoFactors() {
    #expect(throws: ExportError.noFactors) { try VectorTable(.books, .factors, of: model) }
  }
}

/// What no graph of ONNX can say.
@Suite struct ONNXModelTests {
  @Test func aFileThatNoProgramCouldReadIsRefused() throws {
    try ONNXModel.checkSize(2_147_483_647)
    #expect(throws: ExportError.tooLarge(bytes: 2_147_483_648)) {
      try ONNXModel.checkSize(2_147_483_648)
    }
    let words = ExportError.tooLarge(bytes: 2_147_483_648).description
    #expect(words.contains("2,147,483,648 bytes, expected at most 2,147,483,647"))
  }

  @Test func theSameModelGivesTheSameBytes() throws {
    let model = try CheckerBoard().recommender()
    #expect(try ONNXModel.encoded(model) == ONNXModel.encoded(model))
  }
}
