import Foundation
import Support
import Testing
import Training

@testable import Retraining

/// Losses that each night lets pass must not add up.
@Suite struct MilestoneTests {
  // MARK: The gate

  /// Held-out ratings on which the candidate's errors are `candidate` times those of a first model, and the
  /// reference's `reference` times.
  private func rows(candidate: Double, reference: Double) -> [HeldOutRating] {
    (0..<4000).map { place in
      let error = Double((place * 7919) % 2001 - 1000) / 1000
      return HeldOutRating(
        reader: UInt32(place % 200), value: 3, candidate: 3 + Float(candidate * error),
        reference: 3 + Float(reference * error), readerCount: 100, bookCount: 100)
    }
  }

  @Test func thirtyNightsThatEachLoseALittleAreStopped() {
    let gate = Gate(options: GateOptions(), current: "v", lowRatings: 1, threads: 1)
    var served = 1.0
    var stopped: Int?
    for night in 1...30 {
      let loss = served * 1.004
      let comparisons = gate.comparisons(rows(candidate: loss, reference: served))
      #expect(
        gate.objections(comparisons).isEmpty, "night \(night): each loss is let pass by itself")
      let milestone = gate.milestone(rows(candidate: loss, reference: 1), "first")
      if gate.objections(milestone).isEmpty {
        served = loss
      } else {
        stopped = stopped ?? night
      }
    }
    #expect(stopped == 3, "the third loss makes 1.2 %, and 1 % is let pass")
    #expect(served < 1.01)
  }

  @Test func aLossThatMayBeChanceIsLetPass() {
    var options = GateOptions()
    options.minimumRatings = 10
    let gate = Gate(options: options, current: "v", lowRatings: 1, threads: 1)
    let rows = (0..<24).map { place in
      HeldOutRating(
        reader: UInt32(place), value: 3, candidate: 3 + (place % 3 == 0 ? 1.3 : 0.9),
        reference: 4, readerCount: 9, bookCount: 9)
    }
    let milestone = gate.milestone(rows, "first")
    #expect((milestone.comparison.change ?? 0) > options.milestoneMargin)
    #expect(milestone.comparison.passes == true && gate.objections(milestone).isEmpty)
  }

  // MARK: The job

  private static let begin = Date(timeIntervalSince1970: 1_764_036_300)

  /// Nights that each learn less than the one before, from the same ratings.
  private func decliningNights(milestoneDays: Int) throws -> [RetrainingResult] {
    let nights = try Nights()
    try nights.write(Nights.rows())
    return (0..<6).map { number in
      nights.run(at: Self.begin.addingTimeInterval(86_400 * Double(number))) {
        $0.warmStart.scratchEvery = 1
        $0.training.optimizer.learningRate = 0.02 * pow(0.5, Double(number))
        $0.models.keep = 1
        ($0.gate.milestoneDays, $0.gate.milestoneMargin) = (milestoneDays, 0.25)
      }
    }
  }

  @Test func aModelOfTheMonthIsKeptAndStopsADecline() throws {
    let without = try decliningNights(milestoneDays: 0)
    #expect(
      without.allSatisfy { $0.record.outcome == .promoted && $0.record.judgement?.milestone == nil }
    )
    let first = without[0].record.judgement?.comparisons.first?.candidateRMSE ?? 0
    let last = without[5].record.judgement?.comparisons.first?.candidateRMSE ?? 0
    try #require(last > 1.5 * first, "\(first) to \(last): a decline")

    let nights = try decliningNights(milestoneDays: 30)
    #expect(nights[0].record.outcome == .promoted && nights[5].isRefused)
    let stopped = try #require(nights.first(where: \.isRefused)?.record.judgement)
    #expect(stopped.objections.count == 1)
    #expect(stopped.objections[0].hasPrefix("small losses add up: RMSE "))
    #expect(stopped.milestone?.version == nights[0].record.judgement?.candidate)
    for night in nights where night.record.outcome == .promoted {
      #expect((night.record.judgement?.milestone?.comparison.change ?? 0) < 0.25)
    }
  }

  @Test func theMilestoneIsComparedOnWhatItKnows() throws {
    let nights = try Nights()
    let rows = Nights.rows()
    try nights.write(rows.filter { $0.reader % 30 != 0 && $0.book != 50 })
    func widely(_ configuration: inout RetrainingConfiguration) {
      (configuration.checks.newReaders, configuration.checks.newBooks) = (1, 1)
    }
    try nights.promote(at: Self.begin)
    try nights.promote(at: Self.begin.addingTimeInterval(86_400), widely)
    try nights.write(rows)
    let decision = try nights.promote(at: Self.begin.addingTimeInterval(2 * 86_400), widely)
    let milestone = try #require(decision.milestone?.comparison)
    #expect(milestone.ratings < decision.comparisons[0].ratings)
    #expect(milestone.readers <= 72 && milestone.ratings > 0)
  }

  @Test func aDamagedMilestoneIsAsGoodAsNone() throws {
    let nights = try Nights()
    try nights.write(Nights.rows())
    let first = try nights.promote(at: Self.begin)
    try nights.promote(at: Self.begin.addingTimeInterval(86_400))
    try AtomicFile.write("{".utf8, to: nights.store.folder + "/\(first.candidate)/model.json")
    let third = try nights.promote(at: Self.begin.addingTimeInterval(2 * 86_400))
    #expect(third.milestone == nil && nights.log.contains("\(first.candidate) is damaged"))
  }

  @Test func oneVersionOfEverySevenDaysIsKept() throws {
    let store = TemporaryStore()
    var names: [String] = []
    for day in 0..<60 {
      let date = Self.begin.addingTimeInterval(86_400 * Double(day))
      names.append(try store.promote("x", at: date).name)
      try store.store.prune(keeping: 2, milestonesOf: 30, at: date)
    }
    let kept = try store.store.versions().map(\.name)
    #expect(kept.count <= 2 + 5)
    let oldest = try #require(kept.first.flatMap(names.firstIndex(of:)))
    #expect((23...30).contains(59 - oldest), "\(59 - oldest) days")
  }
}
