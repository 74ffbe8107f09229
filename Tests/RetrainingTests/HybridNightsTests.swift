import Foundation
import Octavo
import Support
import Testing

@testable import Retraining

/// A hybrid network serves night after night; its histories are renewed, and it is trained now and then.
@Suite struct HybridNightsTests {
  private let nights: Nights
  private let rows = Nights.rows()

  init() throws {
    nights = try Nights()
    try nights.write(Array(rows.prefix(1800)))
  }

  private func hybrid(_ configuration: inout RetrainingConfiguration) {
    configuration.training = TrainingConfiguration(.hybrid)
    configuration.training.network.embeddingDimension = 4
    configuration.training.network.hidden = [8]
    configuration.training.epochs = 2
    configuration.training.batchSize = 64
    (configuration.checks.newReaders, configuration.checks.newBooks) = (1, 1)
  }

  private func model() throws -> Model { try ModelFolder.read(nights.store.currentPath) }

  @Test func theNetworkStaysAndHistoriesAreTonights() throws {
    let first = try nights.promote(hybrid)
    let before = try model()
    try nights.write(rows)
    let second = try nights.promote(hybrid)
    let after = try model()
    #expect(second.training.isWarm && second.training.reason == "starts from \(first.candidate)")
    #expect(after.network.parameters.values == before.network.parameters.values)
    #expect(after.manifest.encoder?.kernel == before.manifest.encoder?.kernel)
    #expect(after.manifest.bestEpoch == before.manifest.bestEpoch)
    let (then, now) = (
      try #require(before.encoder).histories.books.count,
      try #require(after.encoder).histories.books.count
    )
    #expect(now > then, "the later ratings are known")
    #expect(second.metrics.keys.sorted() == ["test"], "no features of training ratings were made")
    #expect(second.holdOut.known == 0, "held-out ratings were never learned from")
    // What was left is gone on from once more.
    #expect(try nights.promote(hybrid).training.isWarm)
    for reader in UInt32(0)..<5 {
      let old = before.readers.text(at: reader)
      let row = Int(try #require(after.readers.index(of: old)))
      #expect(
        after.network.readers.vector(row: row) == before.network.readers.vector(row: Int(reader)))
    }
  }

  @Test func itemWeightsAreKept() throws {
    try nights.promote(hybrid)
    let before = try #require(try model().lists).relevance
    try nights.write(Array(rows.prefix(1850)))
    try nights.promote(hybrid)
    let after = try #require(try model().lists)
    #expect(after.relevance.weights.values == before.weights.values)
    #expect(after.histories.values.count > 0 && after.relevance.priors != before.priors)
  }

  @Test func otherOptionsAreTrainedFromScratch() throws {
    try nights.promote(hybrid)
    let decision = try nights.promote {
      hybrid(&$0)
      $0.training.l2 = 7
    }
    #expect(!decision.training.isWarm)
    #expect(decision.training.reason == "the options of the training are others")
  }

  @Test func manyNewRatingsAreTrainedFromScratch() throws {
    try nights.write(Array(rows.prefix(1200)))
    try nights.promote(hybrid)
    try nights.write(rows)
    let decision = try nights.promote(hybrid)
    #expect(!decision.training.isWarm)
    #expect(decision.training.reason.hasSuffix("known ratings are new"))
  }

  @Test func featuresThatCameAreTrainedFromScratch() throws {
    try nights.promote(hybrid)
    let books = Set(rows.map(\.book)).sorted().map { "\($0),Somebody \($0 % 3)\n" }
    try AtomicFile.write(
      ("book_id,authors\n" + books.joined()).utf8, to: nights.folder + "/data/books.csv")
    let decision = try nights.promote(hybrid)
    #expect(!decision.training.isWarm)
    #expect(decision.training.reason.contains("the features of a pair are others"))
  }
}
