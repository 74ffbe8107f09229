import ArgumentParser
import Octavo
import Reports
import Support

/// Measures a model's error.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model's error on ratings.",
    discussion: """
      On the ratings that the model was trained from, its held-out test part counts. On any others all \
      of them do. Tables show where the errors lie: by true rating, by how many training ratings the \
      reader and the book have, and by prediction.
      """)

  @OptionGroup var model: ModelOption

  @Option(
    help: "Another model to compare with: its folder, or that of its run. (default: none)")
  var against: String?

  @OptionGroup var data: DataOptions
  @OptionGroup var ranking: RankingOptions
  @OptionGroup var threads: ThreadOptions

  @Flag(
    help:
      "Measure also whether ratings lie as far from predictions as `predict --uncertainty` says.")
  var uncertainty = false

  @Option(help: "How the result is printed.")
  var format = PlainFormat.text

  func run() throws {
    let recommender = try model.read()
    let other = try against.map { try ModelFolder.read(ModelFolder.located($0)) }
    let tests = try TestRatings(
      of: try data.dataset(threads: threads.count), for: [recommender] + [other].compactMap(\.self),
      threads: threads.count)
    var evaluation = try asUsageOfModel("--uncertainty") {
      try recommender.evaluation(
        on: tests, withUncertainty: uncertainty, threads: threads.count)
    }
    tellOfKnown(evaluation)
    if ranking.ranking {
      evaluation.lists = try ranking.measure(recommender, on: tests, threads: threads.count)
    }
    if let other, let against {
      let names = ModelNames.short([against, model.model])
      evaluation.against = try ModelComparison(
        [(names[0], other), (names[1], recommender)], on: tests, threads: threads.count)
    }
    try StandardStream.writeOutput(
      format == .json ? try jsonLine(evaluation) + "\n" : evaluation.text(of: data.place))
  }

  /// Says how many ratings the model has met: their errors tell little about new ones.
  private func tellOfKnown(_ evaluation: TestEvaluation) {
    guard evaluation.known > 0 else { return }
    printError(
      "octavo: \(evaluation.known.grouped) of \(evaluation.errors.count.grouped) ratings are of books that "
        + "the model knows its readers to have rated; their errors are lower than those of new ratings"
    )
  }
}
