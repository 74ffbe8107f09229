import Benchmarking
import Support

extension BenchmarkRecord {
  /// The accounts of the most threads, in rising order of batch size.
  private var widest: [StepAccount] { accounts.filter { $0.threads == threads } }

  /// Where the time goes.
  var shareLines: [String] {
    guard let first = widest.first else { return [] }
    var table = TextTable(["batch"] + widest.map(\.title))
    for (index, part) in first.parts.enumerated() {
      table.append([part.name] + widest.map { fixed(100 * $0.parts[index].share, 1) })
    }
    table.append(["all parts"] + widest.map { fixed(100 * $0.coverage, 1) })
    table.append(["a step, µs"] + widest.map { Int(1e6 * $0.seconds).grouped })
    return ["Where the time of a step goes on \(threads.counted("thread")), %:"] + table.lines()
  }

  /// How near the parts come to what bounds them.
  var boundLines: [String] {
    guard let last = widest.last else { return [] }
    var table = TextTable(["batch"] + widest.map(\.title) + ["% of"])
    for (index, part) in last.parts.enumerated() where part.bound != nil {
      let shares = widest.map { $0.parts[index].shareOfBound.map { fixed(100 * $0, 0) } ?? "-" }
      table.append([part.name] + shares + [bounds(of: index)])
    }
    return [
      "How near each part comes to its ceiling, %. Over 100 it found a way around some",
      "of the plain algorithm's work, or its data nearer than expected:",
    ] + table.lines()
  }

  /// What bounds a part: the same for every batch size, or that of the smallest and the largest.
  private func bounds(of index: Int) -> String {
    let bounds = widest.compactMap { $0.parts[index].bound }
    guard let first = bounds.first, let last = bounds.last, first != last else {
      return bounds.first ?? ""
    }
    return "\(first)…\(last)"
  }

  /// How steps scale.
  var scalingLines: [String] {
    let models = scalings.filter { $0.model != nil }
    guard let first = models.first else { return [] }
    let measured = first.measured.map(\.threads).filter { $0 > 1 }
    var table = TextTable(
      ["batch"] + measured.suffix(4).map { "on \($0)" } + ["serial"]
        + first.predicted.map { "for \($0.threads)" })
    for scaling in models {
      table.append(
        [scaling.title]
          + scaling.measured.filter { $0.threads > 1 }.suffix(4).map { fixed($0.speedUp, 2) }
          + [(scaling.model?.serialShare ?? 0).percent]
          + scaling.predicted.map { fixed($0.speedUp, 1) })
    }
    return [
      "Times as fast as one thread: measured; and, no measurement, predicted for more",
      "cores like these, from the share that is serial on one thread, the units of work",
      "of a batch, and the time to share phases among threads, measured here:",
    ] + table.lines()
  }
}

extension StepAccount {
  /// The batch size, marked where the network is the hybrid one.
  var title: String { Reports.title(ofBatch: batchSize, isHybrid) }
}

extension Scaling {
  /// The batch size, marked where the network is the hybrid one.
  fileprivate var title: String { Reports.title(ofBatch: batchSize, isHybrid) }
}

private func title(ofBatch size: Int, _ isHybrid: Bool?) -> String {
  size.grouped + (isHybrid == true ? " hybrid" : "")
}

extension ThreadingFacts {
  /// What was found about OpenBLAS and threads.
  var textLines: [String] {
    let checks = [
      "the \(build.rawValue) build, \(threadsPerCall.counted("thread")) a call, up to "
        + "\(callerLimit.counted("caller")) at once",
      "\(wrongProducts.grouped) of \(products.grouped) products by \(callers.counted("caller")) "
        + "at once are wrong",
    ]
    let speedUps = speedUp.map { ["all callers are \(fixed($0, 2)) times as fast as one"] } ?? []
    let bytes = differingThreads.map { threads in
      threads.isEmpty
        ? ["a training gives the same bytes on every number of threads"] : []
    }
    let findings = findings.isEmpty ? ["All is well."] : findings.map { "\($0)" }
    return ["OpenBLAS and threads:"]
      + (checks + speedUps + (bytes ?? []) + findings).flatMap { $0.wrapped(indent: "  ") }
  }
}

extension RecordComparison {
  /// The comparison for a terminal of 80 columns.
  public func text() -> String {
    var table = TextTable(["figure", "on", "earlier", "now", "speed-up", ""], left: [0, 5])
    for change in changes {
      table.append([
        "\(change.name)", "\(change.threads)", change.earlier.median.rounded3,
        change.later.median.rounded3, fixed(change.speedUp, 2),
        change.verdict == .same ? "" : change.verdict.rawValue,
      ])
    }
    func count(_ verdict: Verdict) -> Int { changes.count { $0.verdict == verdict } }
    let machine =
      isSameMachine ? [] : ["Processor or OpenBLAS are not the same: differences may be theirs."]
    let rest =
      unmatched.isEmpty ? [] : ["In one record alone: " + unmatched.joined(separator: "; ")]
    let lines =
      ["Since \(earlierDate), by threads; units as above:"] + table.lines() + [
        "\(count(.better)) better, \(count(.worse)) worse, \(count(.same)) the same: medians at least "
          + "3 % apart with 95 % intervals apart count."
      ] + machine + rest
    return lines.flatMap { $0.count <= 80 ? [$0] : $0.wrapped(indent: "") }
      .joined(separator: "\n") + "\n"
  }
}

extension Double {
  /// The number with three digits that matter, whole above 100.
  fileprivate var rounded3: String {
    self >= 100 ? Int(rounded()).grouped : fixed(self, self < 10 ? 2 : 1)
  }
}

extension String {
  /// Lines of up to 80 characters, the first begun with `indent` and the others with two spaces more.
  func wrapped(indent: String) -> [String] {
    var lines: [String] = []
    var line = indent
    for word in split(separator: " ") {
      if line.count + 1 + word.count > 80, !line.allSatisfy({ $0 == " " }) {
        lines.append(line)
        line = indent + "  "
      }
      line += (line.allSatisfy { $0 == " " } ? "" : " ") + word
    }
    return lines + [line]
  }
}
