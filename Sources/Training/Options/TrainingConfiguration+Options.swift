import Features
import Kernels
import Networks

extension TrainingConfiguration: Configurable {
  package static var defaults: [(name: String, value: Self)] {
    [Architecture.hybrid, .plain].map { ($0.rawValue, Self($0)) }
  }

  package var standard: Self { Self(network.architecture) }

  /// The network's; setting it brings all defaults of that architecture.
  package var architecture: Architecture {
    get { network.architecture }
    set { self = Self(newValue) }
  }

  /// What a hybrid network must not use of the catalogue: all but ``bookParts``.
  package var without: [BookPart] {
    get { BookPart.allCases.filter { !bookParts.contains($0) } }
    set { bookParts = BookPart.allCases.filter { !newValue.contains($0) } }
  }

  package static let options: [ConfigurationOption<Self>] = [
    .init("architecture", \.architecture, .choice, comesFirst: true)
      .means(
        """
        What the network makes of a reader and a book: plain is embeddings through dense layers; hybrid adds \
        what is known of the pair.
        """),
    .init(
      "without", \.without,
      .list(
        "a list of \(BookPart.allCases.map(\.rawValue).joined(separator: ", "))",
        read: BookPart.init(rawValue:), show: \.rawValue), unit: "parts"
    )
    .means("What a hybrid network must not use of the side files."),
    .init(
      "without_columns", \.withoutColumns,
      .list("a list of names", read: { $0.isEmpty ? nil : $0 }, show: { $0 }), unit: "columns"
    )
    .means(
      "Which of the columns that data.yaml gives to books and readers a hybrid network must not use."
    ),
    .init("embedding_dimension", \.network.embeddingDimension, .whole(1...4096), isAutomatic: true)
      .means("The length of each embedding."),
    .init(
      "hidden", \.network.hidden,
      .list(
        "a list of at most 16 widths, 1 to 16384", read: { Int($0) },
        allows: { $0.count <= 16 && $0.allSatisfy((1...16_384).contains) }, show: { "\($0)" }),
      unit: "widths"
    )
    .means("The widths of the dense layers; none of them makes a linear model."),
    .init("dropout", \.network.dropout, .number(from: 0, below: 1), isAutomatic: true)
      .means("The probability that a dense layer's output is dropped while training."),
    .init("epochs", \.epochs, .optional(.whole(1...100_000), or: "auto"))
      .means(
        """
        How often every rating is seen. By itself 20 times; a hybrid network fewer from 450,000 training \
        ratings on, 9 million ratings in all, at least 4 times.
        """),
    .init("batch_size", \.batchSize, .whole(1...1 << 22), isAutomatic: true)
      .means("The number of ratings of a step."),
    .init("precision", \.precision, .choice)
      .means(
        """
        How dense layers multiply while training; bfloat16, whose factors have eight significant bits, is \
        faster on processors that have AVX512_BF16.
        """),
    .init("cut", \.cut, .choice)
      .means(
        """
        How a batch is divided among threads: by places, or by the readers of its ratings, as training over several \
        machines needs it. It changes the last bits of a model and nothing else.
        """),
    .init("optimizer", \.optimizer.kind, .choice, isAutomatic: true)
      .means("The rule by which gradients change parameters."),
    .init(
      "learning_rate", \.optimizer.learningRate,
      .optional(
        .number(above: 0),
        shownAs: OptimizerConfiguration.Kind.allCases.map { "\($0) \($0.denseRate)" }.joined(
          separator: ", ")), isAutomatic: true
    )
    .means("The first step size of the dense layers."),
    .init(
      "embedding_learning_rate", \.optimizer.embeddingLearningRate,
      .optional(
        .number(above: 0),
        shownAs: "that of the dense layers, with sgd times 0.2 and the batch size"),
      isAutomatic: true
    )
    .means("The first step size of the embeddings."),
    .init("l2", \.l2, .number(from: 0), isAutomatic: true)
      .means("The strength of the pull of weights and embeddings towards 0."),
    .init("schedule", \.schedule.kind, .choice)
      .means("How step sizes fall; step does it every few epochs, plateau when idle."),
    .init("warm_up", \.schedule.warmUp, .whole(0...Int.max), unit: "steps")
      .means("The number of steps over which step sizes first rise; then the schedule begins."),
    .init("final_rate_share", \.schedule.finalShare, .number(from: 0, to: 1))
      .means("The last step size as a share of the first, of a linear or cosine schedule."),
    .init("rate_decay", \.schedule.decay, .number(above: 0, to: 1))
      .means("What a step or plateau schedule multiplies step sizes by."),
    .init("rate_interval", \.schedule.interval, .whole(1...Int.max), unit: "epochs")
      .means(
        "The epochs between reductions of a step schedule; the idle epochs before one of plateau."),
    .init("patience", \.patience, .optional(.whole(1...Int.max), or: "none"), unit: "epochs")
      .means("After how many epochs in a row without a lower validation error a training ends."),
    .init("minimum_change", \.minimumChange, .number(from: 0))
      .means("How much lower the validation MSE must be to count for patience and plateau."),
    .init("oversample", \.ratingWeights.entries, RatingWeights.kind, unit: "rating=weight,...")
      .means(
        "How much ratings of some values count, as if they stood there so often; others count 1."),
    .init(
      "embedding_norm_limit", \.optimizer.embeddingNormLimit,
      .optional(.number(above: 0), or: "none"), unit: "length"
    )
    .means("The greatest length of an embedding."),
    .init("seed", \.seed, .seed)
      .means("What initial weights, the order of ratings and dropout depend on."),
  ]
}

extension RatingWeights {
  /// `1=3,2=2`: ratings of 1 count three times, ratings of 2 twice.
  fileprivate static let kind = OptionKind<[Entry]>.list(
    "a list such as 1=3,2=2: each rating once, weights above 0 and at most 1000",
    read: { word in
      let pair = word.split(separator: "=", omittingEmptySubsequences: false).map { Float($0) }
      guard pair.count == 2, let rating = pair[0], let weight = pair[1] else { return nil }
      return Entry(rating: rating, weight: weight)
    },
    allows: { entries in
      Set(entries.map(\.rating)).count == entries.count
        && entries.allSatisfy { $0.weight > 0 && $0.weight <= 1000 }
    }, show: { "\($0.rating)=\($0.weight)" })
}

extension TrainingConfiguration {
  /// What each option comes to, by its key: numbers as such, and step sizes those that are used.
  package var plainValues: [(name: String, word: String)] {
    let rates = [
      "learning_rate": optimizer.denseRate, "embedding_learning_rate": optimizer.embeddingRate,
    ]
    return Self.options.map { option in
      (option.name, rates[option.name].map { "\($0)" } ?? option.plainValue(self).argument)
    }
  }
}
