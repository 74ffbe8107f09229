import Kernels
import Parallelism
import Testing
import Training

@testable import Retraining

@Suite struct GateTests {
  /// Ratings 1 to 5 of 200 readers, 10 of each; the reference errs by 1, the candidate by `error` of a row.
  private func rows(_ error: (Int, Float) -> Float) -> [HeldOutRating] {
    var generator = SeededGenerator(seed: 4)
    return (0..<2000).map { index in
      let value = Float(1 + index % 5)
      let sign: Float = Bool.random(using: &generator) ? 1 : -1
      return HeldOutRating(
        reader: UInt32(index / 10), value: value,
        candidate: value + sign * error(index / 10, value),
        reference: value + sign, readerCount: index / 10, bookCount: index % 100)
    }
  }

  private func verdicts(
    _ rows: [HeldOutRating], current: String? = "v1",
    _ change: (inout GateOptions) -> Void = { _ in }
  ) -> (passes: [Bool?], objections: [String]) {
    var options = GateOptions()
    options.resamples = 500
    change(&options)
    let gate = Gate(options: options, current: current, lowRatings: 2, threads: 2)
    let comparisons = gate.comparisons(rows)
    #expect(comparisons.map(\.slice) == ["all", "cold readers", "rare books", "low ratings"])
    return (comparisons.map(\.passes), gate.objections(comparisons))
  }

  @Test func anEqualModelIsNoLossAndNoImprovement() {
    let rows = rows { _, _ in 1 }
    #expect(verdicts(rows).objections.isEmpty)
    let (passes, objections) = verdicts(rows) { $0.rule = .improvement }
    #expect(passes == [false, true, true, true])
    #expect(objections == ["RMSE 1.0, now 1.0: the difference may be +0.0, expected below +0.0"])
  }

  @Test func aBetterModelPassesEitherRule() {
    let rows = rows { reader, _ in reader % 2 == 0 ? 0.9 : 1.05 }
    #expect(verdicts(rows).objections.isEmpty)
    #expect(verdicts(rows) { $0.rule = .improvement }.objections.isEmpty)
  }

  @Test func aLossWithinTheMarginIsLetPassAndOneBeyondIsNot() {
    #expect(verdicts(rows { _, _ in 1.004 }).objections.isEmpty)
    let (passes, objections) = verdicts(rows { _, _ in 1.006 })
    #expect(passes.first == false)
    #expect(objections.count == 1 && objections[0].contains("RMSE 1.006, now 1.0"), "\(objections)")
  }

  @Test func aLossWithinTheMarginThatMayBeBeyondIsRefused() {
    // No loss on average, but readers differ wildly: nobody can be sure.
    let rows = rows { reader, _ in reader % 2 == 0 ? 0.5 : 1.322 }
    let (passes, _) = verdicts(rows)
    #expect(passes.first == false)
  }

  @Test(arguments: [("cold readers", 1), ("rare books", 2), ("low ratings", 3)])
  func aLossInASliceIsRefusedThoughAllIsBetter(slice: String, place: Int) {
    var rows = rows { _, _ in 0.8 }
    for index in rows.indices {
      let isInSlice =
        switch place {
        case 1: rows[index].readerCount < 20
        case 2: rows[index].bookCount < 20
        default: rows[index].value <= 2
        }
      if isInSlice { rows[index].candidate = rows[index].value + 1.05 }
    }
    let (passes, objections) = verdicts(rows)
    #expect(passes[0] == true && passes[place] == false)
    #expect(objections.count == 1 && objections[0].contains(slice), "\(objections)")
    #expect(
      verdicts(rows) {
        ($0.coldReadersMargin, $0.rareBooksMargin, $0.lowRatingsMargin) = (0.1, 0.1, 0.1)
      }.objections.isEmpty)
  }

  @Test func slicesHoldWhatTheirLimitsSay() {
    let gate = Gate(options: GateOptions(), current: "v1", lowRatings: 2, threads: 1)
    let comparisons = gate.comparisons(rows { _, _ in 1 })
    #expect(comparisons.map(\.ratings) == [2000, 200, 400, 800])
    #expect(comparisons.map(\.readers) == [200, 20, 40, 200])
  }

  @Test func aSliceThatIsTooSmallIsReportedAndDoesNotCount() {
    let rows = rows { reader, _ in reader < 5 ? 1.3 : 0.8 }
    let (passes, objections) = verdicts(rows) { $0.coldReadersBelow = 5 }
    #expect(passes[1] == nil && objections.isEmpty)
  }

  @Test func tooFewRatingsOrReadersAreNotEnoughToJudgeBy() {
    let few = Array(rows { _, _ in 0.5 }.prefix(90))
    let (passes, objections) = verdicts(few)
    #expect(passes.allSatisfy { $0 == nil })
    #expect(
      objections == [
        "90 held-out ratings of 9 readers, expected at least 100 of 20 to judge by "
          + "(gate.minimum_ratings, gate.minimum_readers)"
      ])
    #expect(verdicts(Array(rows { _, _ in 0.5 }.prefix(190))).objections.count == 1)
    #expect(verdicts([]).objections.count == 1)
  }

  @Test func withoutAModelInServiceTheMeanIsToBeBeatenAndSlicesDoNotCount() {
    let worse = rows { _, value in value <= 2 ? 1.5 : 0.3 }
    #expect(verdicts(worse, current: nil).objections.isEmpty)
    let objections = verdicts(rows { _, _ in 1.001 }, current: nil).objections
    #expect(
      objections.count == 1 && objections[0].contains("guessing the mean 1.0"), "\(objections)")
  }

  @Test func aPredictionThatIsNoNumberIsRefused() {
    var rows = rows { _, _ in 0.5 }
    rows[3].candidate = .nan
    #expect(verdicts(rows).passes.first == false)
  }
}
