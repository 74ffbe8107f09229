import ArgumentParser
import Octavo
import Reports
import Support

/// Compares trained models on the same test ratings.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare runs on the same test ratings, with intervals.",
    discussion: """
      Differences are from the first run. Whole readers are drawn anew, as often as the interval needs, so that \
      a difference counts for what it is worth: the nightly job judges its candidates in the same way. Of runs \
      with different test parts, the ratings count that all of them held out.
      """)

  @Argument(help: "The folders of two or more runs, or of their models.")
  var runs: [String]

  @OptionGroup var data: RunDataOptions

  @Option(help: ArgumentHelp("Write a page with charts, too.", valueName: "FILE.html"))
  var report: String?

  @OptionGroup var threads: ThreadOptions

  @Option(help: "How the result is printed.")
  var format = PlainFormat.text

  func validate() throws {
    guard runs.count > 1 else {
      throw ValidationError("found \(runs.count) run, expected two or more to compare")
    }
  }

  func run() throws {
    let models = try runs.map { try ModelFolder.read(ModelFolder.located($0)) }
    let tests = try TestRatings(
      of: try data.dataset(ofRun: runs[0], threads: threads.count), for: models,
      threads: threads.count)
    let comparison = try ModelComparison(
      zip(ModelNames.short(runs), models).map { ($0, $1) }, on: tests,
      withUncertainty: report != nil, threads: threads.count)
    if let report {
      try AtomicFile.write(try comparison.html().utf8, to: report)
      printError("\(report): a page of the comparison")
    }
    try StandardStream.writeOutput(
      format == .json ? try jsonLine(comparison) + "\n" : comparison.text)
  }
}

/// What models are called: by the last parts of their paths that tell them apart.
enum ModelNames {
  static func short(_ paths: [String]) -> [String] {
    let parts = paths.map { path in
      path.split(separator: "/").filter { $0 != "." }.map(String.init)
    }
    let most = parts.map(\.count).max() ?? 1
    let enough = (1...max(1, most)).first { count in
      Set(parts.map { $0.suffix(count) }).count == Set(parts).count
    }
    let names = parts.map { $0.suffix(enough ?? most).joined(separator: "/") }
    return names.enumerated().map { place, name in
      names.firstIndex(of: name) == place ? name : "\(name) (\(place + 1))"
    }
  }
}
