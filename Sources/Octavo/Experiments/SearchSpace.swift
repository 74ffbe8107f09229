import Networks
import Training

/// The options that a search tries, around those that it begins with.
package struct SearchSpace: Sendable {
  /// What the search begins with; the number of epochs, where nothing is asked for, is that for little data.
  package let base: TrainingConfiguration
  /// The options, in the order of the coordinates of a point.
  let dimensions: [SearchDimension]

  /// The options that matter to `base`, without those that must stay as they are.
  ///
  /// - Parameter fixed: Keys of the table of options.
  package init(around base: TrainingConfiguration, without fixed: Set<String>) {
    let base = base.completed(forRatings: 0)
    self.base = base
    dimensions = Self.all(base).filter { !fixed.contains($0.name) }
  }

  /// The keys of the options that are tried.
  package var names: [String] { dimensions.map(\.name) }

  /// The point of ``base``.
  var start: [Double] { dimensions.map(\.start) }

  /// The values of the options at `point`, by their keys.
  func words(at point: [Double]) -> [(name: String, word: String)] {
    zip(dimensions, point).map { ($0.name, $0.word($1)) }
  }

  /// The options of the training at `point`; those of ``base`` at nil.
  ///
  /// - Parameter share: Of the epochs. The default is all.
  func configuration(at point: [Double]?, share: Double = 1) -> TrainingConfiguration {
    var result = base
    for (name, word) in words(at: point ?? start) where point != nil {
      guard let option = TrainingConfiguration.options.first(where: { $0.name == name }),
        let setting = option.setting(ConfigurationValue(word: word))
      else { preconditionFailure("\(name) cannot be \(word)") }
      setting.apply(&result)
    }
    result.epochs = max(1, Int((Double(result.epochs(forRatings: 0)) * share).rounded()))
    return result
  }

  /// All options that matter; a network of embeddings alone has one step size for both.
  private static func all(_ base: TrainingConfiguration) -> [SearchDimension] {
    let (network, optimizer) = (base.network, base.optimizer)
    let rates: [SearchDimension] = [.factor("learning_rate", optimizer.denseRate, by: 10)]
    let embeddingRates: [SearchDimension] =
      optimizer.embeddingLearningRate.map {
        [.factor("embedding_learning_rate", $0, by: 30)]
      } ?? []
    return rates + embeddingRates + [
      .factor("l2", max(base.l2, 0.01), by: 30),
      .share("dropout", Double(network.dropout), 0...0.6),
      .whole("embedding_dimension", network.embeddingDimension, 4...64, multipleOf: 4),
      .choice(
        "hidden", network.hidden.map(String.init).joined(separator: ","),
        of: ["32", "64,32", "128,64", "256,128"]),
      .whole("batch_size", base.batchSize, 256...4096, multipleOf: 64),
      .whole("epochs", base.epochs(forRatings: 0), 4...48, multipleOf: 1),
    ]
  }
}
