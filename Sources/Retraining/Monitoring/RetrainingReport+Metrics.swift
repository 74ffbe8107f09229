import Foundation
public import Support

extension RetrainingReport {
  /// Writes the metrics of the run to `path`; counters and times go on from what stands there.
  ///
  /// - Throws: `FileError`.
  public func writeMetrics(to path: String) throws(FileError) {
    let before = try PrometheusTextfile.samples(at: path)
    try PrometheusTextfile.write(metrics(after: before), to: path)
  }

  /// The metrics of the run, after those of the runs before it.
  func metrics(after before: [String: Double]) -> [MetricFamily] {
    run(before) + service + data + comparison
  }

  /// Every result that a run can have.
  private static let results = ["promoted", "refused", "failed"]

  private var result: String {
    switch outcome {
    case .promoted: "promoted"
    case .refused: "refused"
    case .failed: "failed"
    }
  }

  private func run(_ before: [String: Double]) -> [MetricFamily] {
    let finished = (started.timeIntervalSince1970 + seconds).rounded()
    let succeeded = result != "failed"
    return [
      gauge("last_run_timestamp_seconds", "When the last run ended, in Unix time.", finished),
      kept(
        "last_success_timestamp_seconds",
        "When the last run ended that promoted or refused a candidate, in Unix time.",
        succeeded ? finished : nil, before),
      kept(
        "last_promotion_timestamp_seconds",
        "When the last run ended that promoted a candidate, in Unix time.",
        result == "promoted" ? finished : nil, before),
      gauge("duration_seconds", "How long the last run took.", seconds),
      gauge("exit_code", "The exit code of the last run.", Double(exitCode)),
      MetricFamily(
        Self.name("last_result"), help: "1 for how the last run ended, 0 for other ends.",
        Self.results.map { (["models": models, "result": $0], $0 == result ? 1 : 0) }),
      total(before),
    ].compactMap(\.self)
  }

  private func total(_ before: [String: Double]) -> MetricFamily {
    func family(_ values: [Double]) -> MetricFamily {
      MetricFamily(
        Self.name("runs_total"), .counter, help: "How many runs ended so.",
        zip(Self.results, values).map { (["models": models, "result": $0], $1) })
    }
    let keys = family([0, 0, 0]).samples.map { $0.key(of: Self.name("runs_total")) }
    return family(
      zip(Self.results, keys).map { (before[$1] ?? 0) + ($0 == result ? 1 : 0) })
  }

  private var service: [MetricFamily] {
    [
      MetricFamily(
        Self.name("model_in_service"), help: "1 for the version in service.",
        inService.map { [(["models": models, "version": $0], 1)] } ?? []),
      created.map {
        gauge(
          "model_created_timestamp_seconds", "When the model in service was made, in Unix time.",
          $0.timeIntervalSince1970)
      },
    ].compactMap(\.self)
  }

  private var data: [MetricFamily] {
    guard let ratings else { return [] }
    return [
      gauge("ratings", "Ratings that the last run read.", Double(ratings.count)),
      gauge("readers", "Readers that have ratings.", Double(ratings.readers)),
      gauge("books", "Books that have ratings.", Double(ratings.books)),
      gauge("bad_rows", "Rows passed over because they were bad.", Double(ratings.badRows)),
      gauge(
        "duplicate_ratings", "Ratings that repeat a reader and book.", Double(ratings.duplicates)),
    ]
  }

  private var comparison: [MetricFamily] {
    guard let gate else { return [] }
    return [
      gauge(
        "candidate_rmse", "Root mean squared error of the candidate on held-out ratings.",
        gate.candidateRMSE),
      gate.currentRMSE.map {
        gauge(
          "current_rmse",
          "Root mean squared error on held-out ratings of the model in service before the run.", $0)
      },
      gauge(
        "held_out_ratings", "Ratings that the errors were measured on.", Double(gate.heldOut)),
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
