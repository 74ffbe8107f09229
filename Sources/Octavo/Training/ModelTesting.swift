import BookData
import Features
import Kernels
import Training

/// The last look at a training: its errors, and those of simpler ways to predict.
package struct ModelTesting {
  private let model: TrainedModel
  /// What a hybrid network was told of the ratings before the test part.
  private let inputs: SideFeatures?
  private let material: DividedDataset
  private let threads: Int

  /// A test of a model that was trained on `material`.
  ///
  /// - Parameter encoding: What a hybrid network was told of the ratings; nil for a plain one.
  package init(
    _ model: TrainedModel, on material: DividedDataset, encoding: PairEncoding?, threads: Int
  ) {
    self.model = model
    inputs = encoding?.inputs
    self.material = material
    self.threads = threads
  }

  /// What a training is judged by.
  package struct Outcome: Sendable {
    /// The model's errors by the name of the part; empty parts are left out.
    package var metrics: [String: ErrorMetrics]
    /// The test errors of simpler ways to predict, worst first; none without test ratings.
    package var baselines: [Baseline] = []
  }

  /// Measures all parts.
  ///
  /// ``compare(_:with:)`` adds the plain network.
  package func outcome() -> Outcome {
    var outcome = Outcome(metrics: knownParts)
    guard let test = material.testRows else { return outcome }
    let (predictions, offsets) = predicted(by: model, test)
    outcome.metrics["test"] = errors(of: predictions, test)
    outcome.baselines = averages(test)
    if !offsets.isEmpty {
      outcome.baselines.append(Baseline(name: Self.histories, errors: errors(of: offsets, test)))
    }
    return outcome
  }

  /// Adds the test error of the plain network to an outcome with test ratings, before that of histories.
  package func compare(_ outcome: inout Outcome, with plain: TrainedModel) {
    guard let test = material.testRows else { return }
    let place = outcome.baselines.firstIndex { $0.name == Self.histories }
    outcome.baselines.insert(
      Baseline(
        name: "the plain network", errors: errors(of: predicted(by: plain, test).predictions, test)),
      at: place ?? outcome.baselines.endIndex)
  }

  private static let histories = "the readers' histories alone"

  private var ratings: Ratings { material.ratings }
  private var parts: Split { material.parts }

  private var knownParts: [String: ErrorMetrics] {
    if let errors = model.knownErrors { return errors }
    // A model that was not trained anew has learned from all of them, and keeps no features of theirs.
    guard model.encoder == nil || inputs != nil else { return [:] }
    return ["train": parts.train, "validation": parts.validation]
      .filter { !$0.value.isEmpty }
      .mapValues { range in
        ErrorMetrics.measured(
          model.network, inputs: inputs, clippedTo: model.range, on: ratings.rows, in: range,
          threads: threads)
      }
  }

  private func averages(_ test: ArraySlice<Rating>) -> [Baseline] {
    let averages = AveragesBaseline(
      parts.told(of: ratings.rows), readers: ratings.readers.count, books: ratings.books.count)
    let clip = model.range
    return [
      Baseline(
        name: "guessing the mean",
        errors: errors(of: test.map { _ in clip.clip(averages.mean) }, test)),
      Baseline(
        name: "reader + book averages",
        errors: errors(
          of: test.map { clip.clip(averages.prediction(reader: $0.reader, book: $0.book)) }, test)
      ),
    ]
  }

  private func predicted(
    by model: TrainedModel, _ test: ArraySlice<Rating>
  ) -> (predictions: [Float], offsets: [Float]) {
    model.predictionsWithOffsets(
      test.map { ($0.reader, $0.book) }, readers: ratings.readers.count,
      books: ratings.books.count, threads: threads)
  }

  private func errors(of predictions: [Float], _ test: ArraySlice<Rating>) -> ErrorMetrics {
    let rows = Array(test)
    return .measured(on: rows, in: rows.indices, threads: threads) { Array(predictions[$0]) }
  }
}
