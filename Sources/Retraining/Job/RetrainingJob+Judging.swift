import Foundation
import Logging
import Octavo
import Support

extension RetrainingJob {
  /// Writes the candidate beside the store's models, tries it out, and promotes or refuses it.
  ///
  /// - Returns: The model as it was loaded, if it went into service.
  func judge(
    _ candidate: Candidate, _ current: ModelInService?, _ result: inout RetrainingResult
  ) throws -> Model? {
    let training = candidate.training
    let fitsLists = configuration.fitsLists
    let testing = try result.stage("errors") { _ in
      try abandonable("while errors were measured") { training.errors(of: candidate.model) }
    }
    let earlier = candidate.start.model.map { (model: $0.service.recommender, rows: $0.rows) }
    let lists = try result.stage("lists") { _ in
      try abandonable("while the lists were fitted") {
        fitsLists ? try training.lists(for: candidate.model, keepingThoseOf: earlier) : nil
      }
    }
    let staged = try store.stage(at: result.record.date)
    log.info("writing the candidate", metadata: ["version": .string(staged.version.name)])
    try result.stage("writing") { _ in
      try training.model(candidate.model, testing, lists: lists)
        .save(to: staged.path)
      try candidate.memory.write(into: staged.path)
    }
    try checkInterruption("after the candidate was written")
    let (path, version, date) = (staged.path, staged.version, result.record.date)
    let (judged, loaded): (Judgement, Model) = try result.stage("judging") { _ in
      try abandonable("while the candidate was judged") {
        let (smoke, loaded) = try SmokeTest(options: configuration.smokeTest).run(path)
        let judged = try self.judgement(
          on: candidate, as: loaded, current, smoke, version: version, at: date)
        return (judged, loaded)
      }
    }
    var judgement = judged
    judgement.metrics = testing.metrics
    judgement.baselines = Dictionary(
      uniqueKeysWithValues: testing.baselines.map { ($0.name, $0.errors) })
    tell(judgement)
    try checkInterruption("before anything was decided")
    var night = result.record
    night.judgement = judgement
    if judgement.isPromoted {
      night.inService = staged.version.name
      try JSONFile.write(night, to: staged.path + "/" + Judgement.fileName)
      try promote(staged, night, &result)
    }
    result.record = night
    return judgement.isPromoted ? loaded : nil
  }

  /// Puts the candidate into service; where that fails after it serves, the result says that it does.
  private func promote(
    _ staged: StagedVersion, _ night: NightRecord, _ result: inout RetrainingResult
  ) throws {
    do {
      try store.promote(staged)
    } catch {
      if (try? store.current()) == staged.version { result.record = night }
      throw error
    }
  }

  private func judgement(
    on candidate: Candidate, as loaded: Model, _ current: ModelInService?,
    _ smoke: SmokeTest.Outcome, version: ModelVersion, at date: Date
  ) throws -> Judgement {
    var options = configuration.gate
    let range = candidate.model.range
    let low = options.lowRatingsUpTo ?? Double(range.lowest + 0.25 * (range.highest - range.lowest))
    options.lowRatingsUpTo = low
    let gate = Gate(
      options: options, current: current?.version.name, lowRatings: Float(low),
      threads: configuration.threads)
    let (rows, known) = candidate.heldOut(
      as: loaded, besides: current, threads: configuration.threads)
    // What is no number can be neither compared nor written down.
    let isSound = rows.allSatisfy { $0.candidate.isFinite }
    let comparisons = isSound ? gate.comparisons(rows) : []
    let milestone =
      isSound ? try self.milestone(candidate, as: loaded, current, gate, at: date) : nil
    let objections =
      smoke.objections
      + (isSound
        ? gate.objections(comparisons) : ["a prediction of a held-out rating is no number"])
      + (milestone.map(gate.objections) ?? []) + (try objectionOfPin(current))
    let unknown = candidate.start.model?.rows.unknown
    return Judgement(
      isPromoted: objections.isEmpty, objections: objections, candidate: version.name,
      current: current?.version.name, reference: current?.version.name ?? "mean",
      training: Judgement.Training(
        isWarm: unknown != nil, reason: candidate.start.reason, newReaders: unknown?.readers,
        newBooks: unknown?.books, epochs: candidate.training.epochs,
        bestEpoch: candidate.model.bestEpoch, seconds: candidate.seconds),
      holdOut: Judgement.HoldOut(
        kind: configuration.holdOut.kind.rawValue, ratings: candidate.material.parts.test.count,
        known: known),
      gate: options, comparisons: comparisons, milestone: milestone, smokeTest: smoke)
  }

  /// The comparison with the oldest milestone, if that is not the model in service.
  private func milestone(
    _ candidate: Candidate, as loaded: Model, _ current: ModelInService?, _ gate: Gate,
    at date: Date
  ) throws -> Judgement.Milestone? {
    guard let current,
      let version = try store.milestones(days: gate.options.milestoneDays, at: date).first,
      version != current.version, let milestone = try damagedIsNone(version)
    else { return nil }
    let rows = candidate.heldOut(
      as: loaded, knownTo: milestone, threads: configuration.threads)
    return gate.milestone(rows, version.name)
  }

  /// A pin keeps the candidate out, as long as the version that it names serves.
  private func objectionOfPin(_ current: ModelInService?) throws -> [String] {
    guard let pin = try store.pin(), pin.version == current?.version.name else { return [] }
    return [
      "\(pin.version) is pinned since \(pin.since): \(pin.reason); "
        + "`octavo models unpin --models \(store.folder)` lets candidates in again"
    ]
  }

  private func tell(_ judgement: Judgement) {
    for comparison in judgement.comparisons {
      var details: Logger.Metadata = [
        "slice": .string(comparison.slice), "ratings": .stringConvertible(comparison.ratings),
        "readers": .stringConvertible(comparison.readers),
        "candidate_rmse": .number(comparison.candidateRMSE),
        "reference_rmse": .number(comparison.referenceRMSE),
        "allowed": .number(comparison.allowed),
        "passes": .string(comparison.passes.map { "\($0)" } ?? "too few to judge by"),
      ]
      if let difference = comparison.difference {
        details["difference_upper"] = .number(difference.upper)
        details["difference"] = .number(difference.estimate)
      }
      log.info("compared with \(judgement.reference)", metadata: details)
    }
    if let milestone = judgement.milestone {
      log.info(
        "compared with \(milestone.version), a milestone",
        metadata: [
          "ratings": .stringConvertible(milestone.comparison.ratings),
          "candidate_rmse": .number(milestone.comparison.candidateRMSE),
          "reference_rmse": .number(milestone.comparison.referenceRMSE),
        ])
    }
    if judgement.isPromoted {
      log.notice("promoting the candidate", metadata: ["version": .string(judgement.candidate)])
    }
    for objection in judgement.objections {
      log.warning("refusing the candidate", metadata: ["objection": .string(objection)])
    }
  }
}
