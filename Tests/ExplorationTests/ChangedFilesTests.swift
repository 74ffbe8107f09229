import BookData
import Exploration
import Foundation
import Support
import Testing

/// What is found of a file that somebody writes to meanwhile is of a mixture.
@Suite struct ChangedFilesTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/changed-\(UUID().uuidString)"

  /// Explores ratings that are written anew, in place, as soon as the exploration asks for lists to read.
  private func explore(_ text: String, then later: String) throws -> DataReport {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = folder + "/ratings.csv"
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    let tables = DataTables(name: folder) { table throws(FileError) in
      if table == .toRead { try? later.write(toFile: file, atomically: false, encoding: .utf8) }
      return table == .ratings ? [.file(file)] : []
    }
    return try DataReport(exploring: tables, threads: 1)
  }

  @Test func ratingsThatAreWrittenToInPlaceAreRefused() throws {
    let header = "user_id,book_id,rating\n"
    let error = #expect(throws: DataError.self) {
      try explore(header + "1,2,3\n1,3,4\n", then: header + "5,6,1\n7,8,2\n")
    }
    #expect("\(error as Any)".contains("it changed while it was read"))
  }

  /// Nothing is read a second time only to say what is wrong.
  @Test func ratingsOfNoneAreRefusedAtOnce() throws {
    let header = "user_id,book_id,rating\n"
    let error = #expect(throws: DataError.self) { try explore(header, then: header + "1,2,3\n") }
    #expect("\(error as Any)".contains("ratings.csv:1:"), "\(error as Any)")
  }
}
