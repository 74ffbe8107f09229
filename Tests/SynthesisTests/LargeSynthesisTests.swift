import Foundation
import Kernels
import Parallelism
import Support
import Testing

@testable import Synthesis

@Suite struct LargeSynthesisTests {
  private static let small = SynthesisConfiguration(readers: 90, books: 200, ratings: 3_000)

  @Test func sameSeedGivesTheSameBytes() throws {
    let (first, second, other) = (
      try contents(Self.small), try contents(Self.small),
      try contents(SynthesisConfiguration(readers: 90, books: 200, ratings: 3_000, seed: 2))
    )
    for name in fileNames {
      #expect(first[name] == second[name], "\(name)")
      #expect(first[name] != other[name], "\(name) with another seed")
    }
  }

  @Test(arguments: [
    (1, 1, 1), (10, 5, 20), (6, 5, 30), (10, 5, 10), (3, 400, 900), (90, 200, 3_000),
    (40, 3_000, 4_000),
  ]) func ratingsAreAsManyAsAskedAndDistinct(readers: Int, books: Int, ratings: Int) throws {
    try withTemporaryFolder { folder in
      let summary = try write(readers, books, ratings, to: folder)
      let rows = try numbers(of: folder + "/ratings.csv")
      #expect(rows.count == ratings && summary.ratings == ratings)
      #expect(Set(rows.map { [$0[0], $0[1]] }).count == ratings)
      #expect(Set(rows.map { $0[0] }) == Set(1...readers))
      #expect(rows.allSatisfy { $0.count == 3 && 1...books ~= $0[1] && 1...5 ~= $0[2] })
      let mean = Double(rows.reduce(0) { $0 + $1[2] }) / Double(ratings)
      #expect(abs(summary.meanRating - mean) < 1e-12)
    }
  }

  @Test func toReadListsHoldUnratedBooks() throws {
    try withTemporaryFolder { folder in
      _ = try write(90, 200, 3_000, to: folder)
      let rated = Set(try numbers(of: folder + "/ratings.csv").map { [$0[0], $0[1]] })
      let wishes = try numbers(of: folder + "/to_read.csv")
      #expect(200...800 ~= wishes.count)
      #expect(Set(wishes).count == wishes.count)
      #expect(rated.isDisjoint(with: wishes))
      #expect(wishes.allSatisfy { 1...90 ~= $0[0] && 1...200 ~= $0[1] })
    }
  }

  @Test func booksHaveOneRowEachWithTheCountsOfTheRatings() throws {
    try withTemporaryFolder { folder in
      _ = try write(90, 200, 3_000, to: folder)
      try expectBooks(in: folder, count: 200)
    }
  }

  @Test func tagsJoin() throws {
    try withTemporaryFolder { folder in
      _ = try write(90, 200, 3_000, to: folder)
      try expectTags(in: folder)
    }
  }

  @Test func summaryIsInTheFolder() throws {
    try withTemporaryFolder { folder in
      let summary = try write(90, 200, 3_000, to: folder)
      let json = try InputFile.contents(of: folder + "/synthesis.json")
      #expect(try JSONDecoder().decode(SynthesisSummary.self, from: json) == summary)
      #expect(summary.kind == "large" && summary.formatVersion == 1 && summary.seed == 1)
      #expect(abs(pow(summary.bestAttainableRMSE, 2) - summary.bestAttainableMSE) < 1e-12)
    }
  }

  /// Every written rating's mean and variance once more, from the seed and by numeric integration.
  @Test func bestAttainableAgreesWithNumericIntegration() throws {
    try withTemporaryFolder { folder in
      let summary = try write(90, 200, 3_000, to: folder)
      let readership = PlantedReadership(Self.small)
      let readers = (0..<90).map { number in
        var generator = SeededGenerator(seed: 1, stream: Stream.reader + UInt64(number))
        return readership.planted(using: &generator)
      }
      var (variance, error) = (0.0, 0.0)
      for row in try numbers(of: folder + "/ratings.csv") {
        let location = readers[row[0] - 1].location(of: row[1] - 1, in: readership.catalogue)
        let moments = integratedMoments(readership.model, at: location)
        variance += moments.variance
        error += pow(Double(row[2]) - moments.mean, 2)
      }
      #expect(abs(summary.bestAttainableMSE - variance / 3_000) < 1e-6)
      #expect(abs(summary.realizedMSE - error / 3_000) < 1e-6)
      // Six standard errors of 3,000 squared errors.
      #expect(abs(summary.realizedMSE - summary.bestAttainableMSE) < 0.11)
    }
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array("x".utf8), to: folder + "/taken")
      #expect(throws: FileError.cannotCreate(path: folder + "/taken", reason: "File exists")) {
        try write(10, 5, 20, to: folder + "/taken")
      }
      #expect(throws: FileError.cannotCreate(path: folder + "/taken", reason: "File exists")) {
        try write(10, 5, 20, to: folder + "/taken/new/data/")
      }
      #expect(
        throws: FileError.cannotCreate(path: "", reason: "No such file or directory")
      ) {
        try write(10, 5, 20, to: "")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
    }
  }

  /// Nothing is left behind, whole or in part, when a file cannot be put in its place.
  @Test func aFileThatCannotBeReplacedLeavesNoPart() throws {
    try withTemporaryFolder { folder in
      try Folder.create(folder + "/ratings.csv/occupied")
      #expect(throws: FileError.self) { try write(10, 5, 20, to: folder) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["ratings.csv"])
    }
  }

  private func write(
    _ readers: Int, _ books: Int, _ ratings: Int, to folder: String
  ) throws -> SynthesisSummary {
    let configuration = SynthesisConfiguration(readers: readers, books: books, ratings: ratings)
    return try LargeSynthesis(configuration).write(to: folder)
  }

  private func contents(_ configuration: SynthesisConfiguration) throws -> [String: Data] {
    try withTemporaryFolder { folder in
      _ = try LargeSynthesis(configuration).write(to: folder + "/new/folder")
      return try Dictionary(
        uniqueKeysWithValues: fileNames.map {
          ($0, try InputFile.contents(of: folder + "/new/folder/" + $0))
        })
    }
  }
}
