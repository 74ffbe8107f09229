import Foundation
import Lists
import Octavo
import Support
import Testing

/// Lists of many readers at once, beside those made one by one.
@Suite final class ListBatchTests {
  private static let trained = Result { try CheckerBoard().recommender() }
  private let recommender: Model
  private let maker: ListMaker
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent(UUID().uuidString).path

  init() throws {
    recommender = try Self.trained.get()
    maker = try recommender.listMaker()
    try Folder.create(folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// More readers than a block has: those of the model, over and over.
  private var crowd: [UInt32] {
    (0..<1100).map { $0 * 7 % UInt32(recommender.readers.count) }
  }

  private var request: ListRequest {
    var request = ListRequest()
    request.count = 4
    return request
  }

  private func oneByOne(_ readers: [UInt32], _ output: ListOutput) throws -> String {
    try output.header
      + readers.map { index in
        let reader = NamedProfile(
          name: recommender.readers.text(at: index), profile: maker.profile(of: index),
          leavingOut: Set(recommender.rated[index]))
        let list = maker.list(for: reader.profile, request, leavingOut: reader.leavingOut)
        return try output.rendered(list, for: reader)
      }.joined()
  }

  @Test(arguments: ListFormat.allCases, [1, 3])
  func blocksAndThreadsChangeNothing(format: ListFormat, threads: Int) throws {
    let output = ListOutput(format, maker, explains: format == .text)
    let path = folder + "/lists"
    try ListBatch(output, request, threads: threads)
      .write(ListReaders(of: recommender, maker, crowd), to: path)
    let expected = try oneByOne(crowd, output)
    #expect(try InputFile.contents(of: path) == Data(expected.utf8))
    #expect(expected.split(separator: "\n").count >= 1100)
  }

  @Test func everyReaderOfTheModelIsWritten() throws {
    let path = folder + "/lists.csv"
    let count = try recommender.writeAllLists(request, to: .file(path, .csv), threads: 2)
    #expect(count == recommender.readers.count)
    let everyone = Array(0..<UInt32(recommender.readers.count))
    let expected = try oneByOne(everyone, ListOutput(.csv, maker))
    #expect(try InputFile.contents(of: path) == Data(expected.utf8))
  }

  @Test func aFailureInTheMiddleLeavesTheOldFile() throws {
    struct Full: Error {}
    let path = folder + "/lists.csv"
    try AtomicFile.write("old".utf8, to: path)
    let batch = ListBatch(ListOutput(.csv, maker), request, threads: 1)
    let readers = ListReaders(of: recommender, maker, crowd)
    #expect(throws: Full.self) {
      let file = try AtomicFile(path: path)
      var blocks = 0
      try batch.write(readers) { text in
        blocks += 1
        guard blocks < 600 else { throw Full() }
        try file.write(text)
      }
      try file.commit()
    }
    #expect(try InputFile.contents(of: path) == Data("old".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["lists.csv"])
    #expect(throws: FileError.self) {
      try recommender.writeAllLists(request, to: .file(folder + "/no/lists.csv", .csv), threads: 1)
    }
  }

  @Test func aModelWithoutListsWritesNothing() throws {
    var bare = recommender
    bare.lists = nil
    #expect(try bare.writeAllLists(request, to: .file(folder + "/lists", .json), threads: 1) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }
}
