import Foundation
import Support

extension NightRecord {
  /// Writes the metrics of the night to `path`; counters and times go on from what stands there.
  ///
  /// - Parameters:
  ///   - models: The folder of the store: the label of every metric.
  ///   - service: What serves, and since when.
  ///   - isNew: Whether the night counts as a run: not where the metrics of an old one are only renewed.
  ///     The default is true.
  /// - Throws: `FileError`.
  func writeMetrics(
    to path: String, models: String, _ service: ServiceState, isNew: Bool = true
  ) throws(FileError) {
    let before = try PrometheusTextfile.samples(at: path)
    let metrics = NightMetrics(models: models, night: self, service: service, isNew: isNew)
    try PrometheusTextfile.write(metrics.families(after: before), to: path)
  }
}

/// What serves: the model, and what was made from it.
struct ServiceState: Sendable, Equatable {
  /// The version in service; nil where none is.
  var model: ModelVersion?
  /// The version that everyone's lists are of; nil where none were written.
  var lists: ModelVersion?
  /// Whether a pin keeps the version in service.
  var isPinned = false
}

/// The metrics of a night.
struct NightMetrics {
  let models: String
  let night: NightRecord
  let service: ServiceState
  let isNew: Bool

  /// The metrics, after those of the nights before.
  func families(after before: [String: Double]) -> [MetricFamily] {
    run(before) + serviceFamilies + data + comparison
  }

  private func run(_ before: [String: Double]) -> [MetricFamily] {
    let seconds = night.seconds ?? 0
    let finished = (night.date.timeIntervalSince1970 + seconds).rounded()
    let outcome = night.outcome
    return [
      gauge("last_run_timestamp_seconds", "When the last run ended, in Unix time.", finished),
      kept(
        "last_success_timestamp_seconds",
        "When the last run ended that promoted or refused a candidate, in Unix time.",
        outcome == .failed ? nil : finished, before),
      kept(
        "last_promotion_timestamp_seconds",
        "When the last run ended that promoted a candidate, in Unix time.",
        outcome == .promoted ? finished : nil, before),
      gauge("duration_seconds", "How long the last run took.", seconds),
      gauge("exit_code", "The exit code of the last run.", Double(night.exitCode ?? 0)),
      MetricFamily(
        Self.name("last_result"), help: "1 for how the last run ended, 0 for other ends.",
        NightRecord.Outcome.allCases.map {
          (["models": models, "result": $0.rawValue], $0 == outcome ? 1 : 0)
        }),
      total(before),
      night.peakMemory.map {
        gauge("peak_memory_bytes", "The most memory that the last run held at once.", Double($0))
      },
    ].compactMap(\.self)
  }

  private func total(_ before: [String: Double]) -> MetricFamily {
    let outcomes = NightRecord.Outcome.allCases
    func family(_ values: [Double]) -> MetricFamily {
      MetricFamily(
        Self.name("runs_total"), .counter, help: "How many runs ended so.",
        zip(outcomes, values).map { (["models": models, "result": $0.rawValue], $1) })
    }
    let keys = family([0, 0, 0]).samples.map { $0.key(of: Self.name("runs_total")) }
    return family(
      zip(outcomes, keys).map { (before[$1] ?? 0) + (isNew && $0 == night.outcome ? 1 : 0) })
  }

  private var serviceFamilies: [MetricFamily] {
    [
      MetricFamily(
        Self.name("model_in_service"), help: "1 for the version in service.",
        service.model.map { [(["models": models, "version": $0.name], 1)] } ?? []),
      service.model.map {
        gauge(
          "model_created_timestamp_seconds", "When the model in service was made, in Unix time.",
          $0.created.timeIntervalSince1970)
      },
      service.lists.map {
        gauge(
          "lists_model_created_timestamp_seconds",
          "When the model was made that everyone's lists are of, in Unix time.",
          $0.created.timeIntervalSince1970)
      },
      gauge(
        "pinned", "1 while a pin keeps the model in service, else 0.", service.isPinned ? 1 : 0),
    ].compactMap(\.self)
  }

  private var data: [MetricFamily] {
    guard let data = night.data else { return [] }
    return [
      gauge("ratings", "Ratings that the last run read.", Double(data.ratings)),
      gauge("readers", "Readers that have ratings.", Double(data.readers)),
      gauge("books", "Books that have ratings.", Double(data.books)),
      gauge("bad_rows", "Rows passed over because they were bad.", Double(data.badRows)),
      gauge(
        "duplicate_ratings", "Ratings that repeat a reader and book.", Double(data.duplicates)),
      gauge("mean_rating", "The mean of the ratings.", data.mean),
      gauge("rating_deviation", "The standard deviation of the ratings.", data.deviation),
    ]
  }

  private var comparison: [MetricFamily] {
    guard let judgement = night.judgement, let all = judgement.comparisons.first else { return [] }
    return [
      gauge(
        "candidate_rmse", "Root mean squared error of the candidate on held-out ratings.",
        all.candidateRMSE),
      judgement.current.map { _ in
        gauge(
          "current_rmse",
          "Root mean squared error on held-out ratings of the model in service before the run.",
          all.referenceRMSE)
      },
      gauge(
        "held_out_ratings", "Ratings that the errors were measured on.", Double(all.ratings)),
      gauge(
        "known_held_out_ratings",
        "Held-out ratings that did not count because they were learned from before.",
        Double(judgement.holdOut.known)),
      judgement.milestone?.comparison.change.map {
        gauge(
          "milestone_change",
          "The candidate's error against that of a model of up to a month ago on the same ratings, as a share.",
          $0)
      },
    ].compactMap(\.self)
  }

  private static func name(_ name: String) -> String { "octavo_retrain_" + name }

  private func gauge(_ name: String, _ help: String, _ value: Double) -> MetricFamily {
    MetricFamily(Self.name(name), help: help, [(["models": models], value)])
  }

  /// A gauge that keeps its value where the run has none for it.
  private func kept(
    _ name: String, _ help: String, _ value: Double?, _ before: [String: Double]
  ) -> MetricFamily? {
    let family = gauge(name, help, value ?? 0)
    guard value == nil else { return family }
    return before[family.samples[0].key(of: family.name)].map { gauge(name, help, $0) }
  }
}
