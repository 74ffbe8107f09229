import ArgumentParser
import Features
import Kernels
import Networks
import Training

private let defaults = TrainingConfiguration(.hybrid)

/// The shape of the network.
struct NetworkOptions: ParsableArguments {
  @Option(
    help:
      "What the network makes of a reader and a book: hybrid or plain (embeddings and dense layers)."
  )
  var architecture = Architecture.hybrid

  @Option(
    help: ArgumentHelp(
      "What a hybrid network must not use of the side files, separated by commas: "
        + BookPart.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      valueName: "parts"))
  var without: BookParts?

  @Option(help: "The length of each embedding. (default: hybrid 16, plain 32)")
  var embeddingDimension: Int?

  @Option(
    help: ArgumentHelp(
      "The widths of the dense layers, separated by commas; 'none' for a linear model.",
      valueName: "widths"))
  var hidden = Widths(widths: defaults.network.hidden)

  @Option(
    help:
      "The probability that a dense layer's output is dropped while training. (default: hybrid 0.2, plain 0)"
  )
  var dropout: Float?

  func apply(to configuration: inout TrainingConfiguration) {
    if let without { configuration.bookParts.removeAll { without.parts.contains($0) } }
    apply(to: &configuration.network)
  }

  private func apply(to configuration: inout NetworkConfiguration) {
    configuration.hidden = hidden.widths
    if let embeddingDimension { configuration.embeddingDimension = embeddingDimension }
    if let dropout { configuration.dropout = dropout }
  }
}

/// How the network learns.
struct OptimizationOptions: ParsableArguments {
  @Option(help: "How often every rating is seen.")
  var epochs = defaults.epochs

  @Option(help: "The number of ratings of a step. (default: hybrid 1024, plain 512)")
  var batchSize: Int?

  @Option(
    help: """
      How dense layers multiply while training: single, or bfloat16, whose factors have eight \
      significant bits and which is faster on processors that have AVX512_BF16.
      """)
  var precision = Precision.single

  @Option(
    help:
      "The rule by which gradients change parameters: adam, adagrad or sgd. (default: hybrid adam, plain sgd)"
  )
  var optimizer: OptimizerConfiguration.Kind?

  @Option(
    help: "The first step size of the dense layers. (default: sgd 0.1, adam 0.001, adagrad 0.02)")
  var learningRate: Double?

  @Option(
    help:
      "The first step size of the embeddings. (default: hybrid 0.0001; plain: that of the dense layers, sgd 0.2 x batch size times that)"
  )
  var embeddingLearningRate: Double?

  @Option(
    help:
      "The strength of the pull of weights and embeddings towards 0. (default: hybrid 100, plain 0.42)"
  )
  var l2: Double?

  func apply(to configuration: inout TrainingConfiguration) {
    configuration.epochs = epochs
    if let batchSize { configuration.batchSize = batchSize }
    configuration.precision = precision
    if let optimizer { configuration.optimizer.kind = optimizer }
    configuration.optimizer.learningRate = learningRate
    if let embeddingLearningRate {
      configuration.optimizer.embeddingLearningRate = embeddingLearningRate
    }
    if let l2 { configuration.l2 = l2 }
  }
}

/// What is held out.
struct SplitOptions: ParsableArguments {
  @Option(
    help: """
      Which ratings are held out: random, or each reader's last (chronological); stable-random and \
      stable-chronological hold out the same ones when others have arrived.
      """)
  var split = SplitConfiguration().kind

  @Option(help: "The share of ratings in the test part.")
  var testFraction = SplitConfiguration().testFraction

  @Option(help: "The share of ratings that choose the best epoch.")
  var validationFraction = SplitConfiguration().validationFraction

  @Option(help: "A file of ratings to test on, in place of a part of the data.")
  var testRatings: String?

  func configuration(seed: UInt64) -> SplitConfiguration {
    var configuration = SplitConfiguration()
    configuration.kind = split
    configuration.testFraction = testRatings == nil ? testFraction : 0
    configuration.validationFraction = validationFraction
    configuration.seed = seed
    return configuration
  }
}

/// Parts of what is known about books as an argument.
struct BookParts: ExpressibleByArgument {
  let parts: [BookPart]

  init?(argument: String) {
    let names = argument.split(separator: ",")
    parts = names.compactMap { BookPart(rawValue: String($0)) }
    guard parts.count == names.count, !names.isEmpty else { return nil }
  }
}

/// A list of layer widths as an argument.
struct Widths: ExpressibleByArgument {
  var widths: [Int]

  init(widths: [Int]) { self.widths = widths }

  init?(argument: String) {
    let parts = argument == "none" ? [] : argument.split(separator: ",")
    let widths = parts.compactMap { Int($0) }
    guard widths.count == parts.count, argument == "none" || !widths.isEmpty else { return nil }
    self.widths = widths
  }

  var defaultValueDescription: String { widths.map(String.init).joined(separator: ",") }
}

extension OptimizerConfiguration.Kind: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension SplitConfiguration.Kind: ExpressibleByArgument {}
extension Architecture: ExpressibleByArgument {}
