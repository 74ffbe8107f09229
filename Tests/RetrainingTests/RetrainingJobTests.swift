import Foundation
import Octavo
import Support
import Testing

@testable import Retraining

@Suite struct RetrainingJobTests {
  private let nights: Nights
  private let rows = Nights.rows()

  init() throws {
    nights = try Nights()
    try nights.write(Array(rows.prefix(1500)))
  }

  // MARK: Promotion

  @Test func theFirstRunIsFromScratchAndGoesIntoService() throws {
    let decision = try nights.promote()
    #expect(!decision.training.isWarm && decision.training.reason == "no model is in service")
    #expect(decision.current == nil && decision.reference == "mean")
    #expect(try nights.store.current()?.name == decision.candidate)
    let model = try ModelFolder.read(nights.store.currentPath)
    #expect(model.manifest.data.ratings == 1500)
    #expect(decision.comparisons.first?.ratings == decision.holdOut.ratings)
    #expect(decision.metrics["test"]?.rmse == decision.comparisons.first?.candidateRMSE)
    #expect(decision.baselines["guessing the mean"] != nil)
  }

  @Test func theModelsCardHasTheFiguresOfTheDecision() throws {
    let decision = try nights.promote()
    let card = try String(contentsOfFile: nights.store.currentPath + "/README.md", encoding: .utf8)
    for errors in [decision.metrics["test"], decision.baselines["guessing the mean"]] {
      #expect(card.contains(fixed(try #require(errors).rmse, 4)))
    }
  }

  @Test func theDecisionWithAllItsFiguresIsKept() throws {
    let decision = try nights.promote()
    for path in [nights.store.currentPath, nights.store.folder + "/retrain"] {
      let kept: NightRecord = try JSONFile.read(from: path + "/decision.json")
      #expect(kept.judgement == decision && kept.data?.ratings == 1500)
    }
  }

  @Test func theNextRunStartsFromTheModelInServiceAndGrowsIt() throws {
    let first = try nights.promote()
    try nights.write(rows)
    let second = try nights.promote {
      ($0.checks.newReaders, $0.checks.newBooks) = (1, 1)
    }
    #expect(second.training.isWarm && second.training.reason == "starts from \(first.candidate)")
    #expect(second.current == first.candidate)
    #expect(second.training.epochs == 2)
    #expect(second.holdOut.known == 0, "held-out ratings were never learned from")
    #expect(nights.log.contains("training from the model in service"))
    #expect(try nights.store.current()?.name == second.candidate)
    #expect(try nights.store.versions().count == 2)
  }

  @Test func whatAnyEarlierModelLearnedDoesNotCount() throws {
    try nights.write(rows)
    try nights.promote()
    // Rows go, and what was learned before becomes somebody's last.
    try nights.write(Array(rows.prefix(rows.count - 150)))
    func judgingByFew(_ configuration: inout RetrainingConfiguration) {
      (configuration.gate.minimumRatings, configuration.gate.minimumReaders) = (5, 2)
    }
    let second = try #require(nights.run(accepting: true, judgingByFew).record.judgement)
    #expect(second.isPromoted && second.training.isWarm, "\(second.objections)")
    #expect(second.holdOut.known > 50, "\(second.holdOut)")
    let third = try #require(nights.run(judgingByFew).record.judgement)
    #expect(third.current == second.candidate)
    #expect(third.holdOut.known == second.holdOut.known, "through two models")
    let counted = third.holdOut.ratings - third.holdOut.known
    #expect(third.comparisons.first?.ratings == counted)
  }

  @Test func unknownIdsAreCounted() throws {
    try nights.write(rows.filter { $0.reader % 30 != 0 && $0.book != 50 })
    try nights.promote()
    try nights.write(rows)
    let decision = try nights.promote { ($0.checks.newReaders, $0.checks.newBooks) = (1, 1) }
    #expect(decision.training.newReaders == 8 && decision.training.newBooks == 1)
  }

  @Test func theSameBytesForAnyNumberOfThreads() throws {
    func models(threads: Int) throws -> [Data] {
      let nights = try Nights()
      var files: [Data] = []
      for count in [1500, 1700, rows.count] {
        try nights.write(Array(rows.prefix(count)))
        try nights.promote { $0.threadCount.wished = threads }
        files += try ["model.safetensors", "training.safetensors"].map { try nights.contents($0) }
      }
      return files
    }
    let one = try models(threads: 1)
    #expect(Set(one).count == 6)
    #expect(try models(threads: 2) == one)
    #expect(try models(threads: 5) == one)
  }

  @Test func oneRunInSoManyIsFromScratch() throws {
    var isWarm: [Bool] = []
    for _ in 0..<7 {
      isWarm.append(try nights.promote { $0.warmStart.scratchEvery = 3 }.training.isWarm)
    }
    #expect(isWarm == [false, true, true, false, true, true, false])
    #expect(try nights.promote { $0.warmStart.scratchEvery = 1 }.training.isWarm == false)
  }

  @Test func anotherShapeIsTrainedFromScratchAndTheLogSaysWhy() throws {
    try nights.promote()
    let decision = try nights.promote { $0.training.network.hidden = [9] }
    #expect(!decision.training.isWarm)
    #expect(decision.training.reason == "the widths of dense layers was [8], is [9]")
    #expect(nights.log.contains("the widths of dense layers was [8], is [9]"))
  }

  @Test func onlyAnErrorOfTheContentIsDamage() {
    let unreadable = FileError.unreadable(path: "books.csv", reason: "no space")
    for error in [unreadable as any Error, DataError.file(unreadable)] {
      #expect(!RetrainingJob.isDamage(error), "\(error)")
    }
    let missing = FileError.missing(path: "books.csv")
    for error in [
      missing as any Error, DataError.file(missing), DataError.headerAlone(path: "", line: 1),
    ] {
      #expect(RetrainingJob.isDamage(error), "\(error)")
    }
  }

  @Test func oldModelsAreRemoved() throws {
    for _ in 0..<4 {
      try nights.promote { ($0.models.keep, $0.gate.milestoneDays) = (2, 0) }
    }
    #expect(try nights.store.versions().count == 2)
    #expect(nights.log.contains("removed old models"))
  }

  @Test func everyonesListsAreWrittenAfterAPromotionOnly() throws {
    func listing(_ configuration: inout RetrainingConfiguration) {
      configuration.lists.file = nights.folder + "/lists.csv"
      configuration.lists.top = 3
    }
    #expect(
      nights.run {
        listing(&$0)
        $0.gate.minimumRatings = 100_000
      }.isRefused)
    #expect(!nights.has("lists.csv"))
    try nights.promote(listing)
    let lines = try String(contentsOfFile: nights.folder + "/lists.csv", encoding: .utf8)
      .split(separator: "\n")
    #expect(lines.count == 1 + 3 * 80 && lines[0] == "user_id,rank,book_id,score")
  }

  // MARK: Refusal

  @Test func aCandidateThatIsNoImprovementIsRefusedAndNothingChanges() throws {
    let first = try nights.promote()
    let names = try FileManager.default.contentsOfDirectory(atPath: nights.store.folder).sorted()
    let result = nights.run {
      $0.gate.rule = .improvement
      $0.warmStart.rateShare = 1e-9
    }
    #expect(result.isRefused && result.error == nil)
    #expect(try nights.store.current()?.name == first.candidate)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: nights.store.folder).sorted() == names)
    let kept: NightRecord = try JSONFile.read(
      from: nights.store.folder + "/retrain/decision.json")
    #expect(kept.judgement == result.record.judgement && kept.outcome == .refused)
    #expect(kept.judgement?.objections.isEmpty == false)
    #expect(nights.log.contains("refusing the candidate"))
    #expect(result.record.summary.contains("stays in service") && result.record.needsAttention)
  }

  @Test func aWorseCandidateIsRefused() throws {
    let first = try nights.promote()
    let result = nights.run {
      $0.warmStart.scratchEvery = 1
      $0.training.epochs = 1
      $0.training.optimizer.learningRate = 1e-6
      $0.gate.margin = 0.005
    }
    #expect(result.isRefused, "\(String(describing: result.record.judgement?.comparisons.first))")
    #expect(try nights.store.current()?.name == first.candidate)
  }

  @Test func aFolderThatAnswersTooSlowlyIsRefused() throws {
    let result = nights.run { $0.smokeTest.answerSeconds = 1e-9 }
    #expect(result.isRefused)
    #expect(result.record.judgement?.objections.contains { $0.contains("an answer took") } == true)
  }

  @Test func tooFewHeldOutRatingsAreRefused() throws {
    let result = nights.run { $0.gate.minimumRatings = 100_000 }
    #expect(result.isRefused)
    #expect(result.record.judgement?.objections.first?.contains("to judge by") == true)
  }

  // MARK: Data

  @Test func ratingsThatLookWrongAreRefusedUnlessAccepted() throws {
    let first = try nights.promote()
    try nights.write(Array(rows.prefix(1000)))
    let result = nights.run()
    let error = try #require(result.error as? SuspiciousDataError)
    #expect(error.findings.map(\.key) == ["checks.fewer_rows"])
    #expect(result.record.judgement == nil && result.record.data?.rows == 1000)
    #expect(result.record.lastData?.rows == 1500)
    #expect(nights.log.contains("the ratings look wrong"))
    #expect(try nights.store.current()?.name == first.candidate)
    // Refused ratings are not what the next ones are compared with.
    #expect(nights.run().error is SuspiciousDataError)
    #expect(nights.run(accepting: true).error == nil)
    #expect(nights.run().error == nil)
  }

  @Test func aRefusedCandidatesRatingsAreComparedWithAllTheSame() throws {
    try nights.promote()
    try nights.write(rows)
    #expect(nights.run { $0.gate.minimumRatings = 100_000 }.isRefused)
    #expect(nights.run().record.lastData?.rows == rows.count)
  }

  @Test func badAndMissingFilesAreErrors() throws {
    try AtomicFile.write(
      "user_id,book_id,rating\n1,2\n".utf8, to: nights.folder + "/data/ratings.csv")
    #expect(nights.run().error.map { "\($0)" }?.contains("ratings.csv:2:") == true)
    try FileManager.default.removeItem(atPath: nights.folder + "/data/ratings.csv")
    #expect(nights.run().error != nil)
    #expect(try nights.store.current() == nil)
  }

  @Test func aDamagedRecordOfTheLastRatingsIsAsGoodAsNone() throws {
    try nights.promote()
    try Data("x".utf8).write(
      to: URL(fileURLWithPath: nights.store.folder + "/retrain/last-data/facts.json"))
    try nights.promote()
    #expect(nights.log.contains("the record of the last ratings is damaged"))
  }

  // MARK: The model in service

  @Test(arguments: ["model.safetensors", "readers.txt", "training.safetensors", "model.json"])
  func aDamagedModelIsReplaced(name: String) throws {
    let first = try nights.promote()
    let path = nights.store.currentPath + "/" + name
    var bytes = try nights.contents(name)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    let decision = try nights.promote()
    #expect(decision.current == nil && !decision.training.isWarm)
    #expect(decision.candidate != first.candidate)
    #expect(nights.log.contains("the model in service is damaged"))
    _ = try ModelFolder.read(nights.store.currentPath)
  }

  @Test func aModelThatIsGoneIsReplaced() throws {
    let first = try nights.promote()
    try FileManager.default.removeItem(atPath: nights.store.folder + "/" + first.candidate)
    #expect(try nights.promote().current == nil)
  }

  @Test func aModelWithoutMemoryIsComparedOnWhatIsNewToIt() throws {
    try nights.promote()
    try FileManager.default.removeItem(atPath: nights.store.currentPath + "/training.safetensors")
    // Nothing is new: nobody can judge.
    let same = nights.run()
    #expect(same.isRefused && same.record.judgement?.comparisons.first?.ratings == 0)
    #expect(
      same.record.judgement?.training.reason.contains("does not keep what it has learned from")
        == true)
    try nights.write(rows)
    let decision = try nights.promote {
      ($0.gate.minimumRatings, $0.gate.minimumReaders) = (20, 10)
    }
    let held = decision.holdOut
    #expect(held.known > 0 && decision.comparisons.first?.ratings == held.ratings - held.known)
  }

  // MARK: Locks and leftovers

  @Test func anotherRunHoldsTheLock() throws {
    try nights.promote()
    let lock = try FolderLock(nights.store.folder)
    let error = nights.run().error as? FileError
    guard case .locked(_, let holder) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(holder?.process == getpid())
    withExtendedLifetime(lock) {}
  }

  @Test func whatAKilledRunLeftIsRemovedAndItsLockTakenOver() throws {
    try nights.promote()
    let models = nights.store.folder
    for name in [
      ".20260101T000000.000Z.2147483646.2.partial", "retrain/.decision.json.2147483646.2.partial",
    ] {
      try FileManager.default.createDirectory(
        atPath: models + "/" + name, withIntermediateDirectories: true)
    }
    try Data("2147483646 2026-11-25T02:05:00Z\n".utf8).write(
      to: URL(fileURLWithPath: models + "/.lock"))
    for name in [".octavo.prom.2147483646.7.partial", ".octavo.prom.\(getppid()).7.partial"] {
      try Data().write(to: URL(fileURLWithPath: nights.folder + "/" + name))
    }
    try nights.promote { $0.metricsFile = nights.folder + "/octavo.prom" }
    #expect(nights.log.contains("took over the lock") && nights.log.contains("2147483646"))
    #expect(nights.log.contains("removed what a killed run left"))
    #expect(!nights.has("models/.20260101T000000.000Z.2147483646.2.partial"))
    #expect(!nights.has("models/retrain/.decision.json.2147483646.2.partial"))
    #expect(!nights.has(".octavo.prom.2147483646.7.partial"))
    #expect(nights.has(".octavo.prom.\(getppid()).7.partial"), "its process lives")
  }
}
