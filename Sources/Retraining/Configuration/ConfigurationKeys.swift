import Features
import Training

/// All keys of the configuration, in the order of the example file.
enum ConfigurationKeys {
  static let all =
    data + checks + models + training + warmStart + holdOut + gate + smoke + lists + watching

  /// What the sections are for.
  static let sections = [
    ("data", "Where ratings come from."),
    (
      "checks",
      "When ratings look wrong: what they may differ in from those of the last run that accepted them."
    ),
    ("models", "Where models live."),
    ("training", "How a candidate is trained; auto is the architecture's own default."),
    (
      "warm_start",
      "A training starts from the model in service, unless it is time to begin afresh."
    ),
    ("holdout", "What no training learns from: to judge by, and to choose the best epoch by."),
    ("gate", "What a candidate must show to be promoted."),
    ("smoke_test", "What the candidate's folder must do when it is loaded afresh."),
    ("lists", "What is written for everyone after a promotion, whole or not at all."),
    ("metrics", "What others watch."),
  ]

  private static func share(
    _ name: String, _ place: Place<Double>, _ help: String
  ) -> ConfigurationKey {
    .number(name, place, "0 to 1000000", help) { $0 >= 0 && $0 <= 1e6 }
  }

  private static let data: [ConfigurationKey] = [
    .path(
      "data.folder", \.data.folder, example: "/var/lib/octavo/data",
      "The folder with ratings.csv, and books.csv and the other side files where there are any."),
    .text("data.user_column", \.data.userColumn, "The name of the column of readers."),
    .text("data.book_column", \.data.bookColumn, "The name of the column of books."),
    .text("data.rating_column", \.data.ratingColumn, "The name of the column of ratings."),
    ConfigurationKey(
      name: "data.separator", help: "What separates fields: one character, or tab.",
      expected: "one character other than a quote, or tab",
      take: { value, configuration in
        guard let text = value.text else { return false }
        let bytes = Array((text == "tab" ? "\t" : text).utf8)
        guard bytes.count == 1, !"\"\n\r".utf8.contains(bytes[0]) else { return false }
        configuration.data.separator = bytes[0]
        return true
      },
      show: { configuration in
        let separator = configuration.data.separator
        return separator == UInt8(ascii: "\t") ? "tab" : "\"\(Unicode.Scalar(separator))\""
      }),
    .flag(
      "data.skip_bad_rows", \.data.skipBadRows,
      "Whether bad rows are counted and passed over; else the first one ends the run with code 65."),
  ]

  private static let checks: [ConfigurationKey] = [
    .whole(
      "checks.minimum_rows", \.checks.minimumRows, 1...Int.max,
      "The fewest rows that a run works with, whatever the last one had."),
    share(
      "checks.fewer_rows", \.checks.fewerRows,
      "By which share there may be fewer rows than last time."),
    share(
      "checks.more_rows", \.checks.moreRows,
      "By which share there may be more rows than last time; 1 lets them double."),
    share(
      "checks.mean_shift", \.checks.meanShift,
      "How far the mean rating may move, in standard deviations of last time's ratings."),
    .flag(
      "checks.range_may_change", \.checks.rangeMayChange,
      "Whether the lowest and the highest rating may be others than last time."),
    share(
      "checks.new_books", \.checks.newBooks,
      "How many books may be new, as a share of last time's rated books."),
    share(
      "checks.missing_books", \.checks.missingBooks,
      "How many of last time's rated books may be missing, as a share."),
    share(
      "checks.new_readers", \.checks.newReaders,
      "How many readers may be new, as a share of last time's."),
    share(
      "checks.missing_readers", \.checks.missingReaders,
      "How many of last time's readers may be missing, as a share."),
    share(
      "checks.duplicates", \.checks.duplicates,
      "By how much the share of rows that repeat a reader and book may rise."),
    share(
      "checks.bad_rows", \.checks.badRows,
      "The greatest share of bad rows, where they are passed over."),
  ]

  private static let models: [ConfigurationKey] = [
    .path(
      "models.folder", \.models.folder, example: "/var/lib/octavo/models",
      "The folder of models; models/current is the one in service. The job keeps its own records there."
    ),
    .whole(
      "models.keep", \.models.keep, 1...10_000, "How many models are kept, the latest ones."),
  ]

  private static let training: [ConfigurationKey] = [
    .choice(
      "training.architecture", \.training.architecture,
      "What the network makes of a reader and a book: plain or hybrid."),
    .list(
      "training.without", \.training.without,
      "a list of \(BookPart.allCases.map(\.rawValue).joined(separator: ", "))",
      "What a hybrid network must not use of the side files.",
      parse: { BookPart(rawValue: $0) }, show: \.rawValue),
    .whole(
      "training.embedding_dimension", \.training.embeddingDimension, 1...4096, or: "auto",
      "The length of each embedding."),
    .list(
      "training.hidden", \.training.hidden, "a list of at most 16 whole numbers, 1 to 16384",
      "The widths of the dense layers.",
      parse: { Int($0).flatMap { (1...16_384).contains($0) ? $0 : nil } }, show: { "\($0)" }),
    .number(
      "training.dropout", \.training.dropout, "at least 0 and below 1", or: "auto",
      "The probability that a dense layer's output is dropped while training."
    ) { $0 >= 0 && $0 < 1 },
    .whole(
      "training.epochs", \.training.epochs, 1...100_000,
      "How often a training from scratch sees every rating."),
    .whole(
      "training.batch_size", \.training.batchSize, 1...1 << 22, or: "auto",
      "The number of ratings of a step."),
    .choice(
      "training.precision", \.training.precision,
      """
      How dense layers multiply: single; or bfloat16, which is faster on processors that have AVX512_BF16.
      """),
    .choice(
      "training.optimizer", \.training.optimizer, or: "auto",
      "The rule by which gradients change parameters."),
    .number(
      "training.learning_rate", \.training.learningRate, "above 0", or: "auto",
      "The first step size of the dense layers."
    ) { $0 > 0 },
    .number(
      "training.embedding_learning_rate", \.training.embeddingLearningRate, "above 0", or: "auto",
      "The first step size of the embeddings."
    ) { $0 > 0 },
    .number(
      "training.l2", \.training.l2, "0 or more", or: "auto",
      "The strength of the pull of weights and embeddings towards 0."
    ) { $0 >= 0 },
    .choice("training.schedule", \.training.schedule, "How step sizes fall."),
    .whole(
      "training.patience", \.training.patience, 1...100_000, or: "none",
      "After how many epochs in a row without a lower validation error a training ends."),
    .flag(
      "training.lists", \.training.lists,
      "Whether the weights that lists of books are ranked with are fitted."),
    .whole(
      "training.seed", \.training.seed, Int.min...Int.max,
      "What initial weights, the order of ratings and dropout depend on."),
    .whole(
      "training.threads", \.training.threads, 1...4096, or: "all",
      "How many threads work; results do not depend on it."),
  ]

  private static let warmStart: [ConfigurationKey] = [
    .whole(
      "warm_start.scratch_every", \.warmStart.scratchEvery, 1...Int.max,
      "Every so many runs one trains from scratch; 1 for all of them."),
    .whole(
      "warm_start.epochs", \.warmStart.epochs, 1...100_000,
      "How often a training that starts from the model in service sees every rating."),
    .number(
      "warm_start.rate_share", \.warmStart.rateShare, "above 0, at most 1",
      "What its step sizes are multiplied by."
    ) { $0 > 0 && $0 <= 1 },
  ]

  private static let holdOut: [ConfigurationKey] = [
    .choice(
      "holdout.kind", \.holdOut.kind,
      """
      Each reader's last ratings (chronological), or any (random). Either way a rating that is held out was
      never learned from before, as long as rows are only added and the seed stays.
      """),
    .number(
      "holdout.test_fraction", \.holdOut.testFraction, "above 0, below 1",
      "The share of ratings that candidate and model in service are judged by."
    ) { $0 > 0 && $0 < 1 },
    .number(
      "holdout.validation_fraction", \.holdOut.validationFraction, "0 to below 1",
      "The share of the others that the best epoch is chosen by."
    ) { $0 >= 0 && $0 < 1 },
    .whole(
      "holdout.seed", \.holdOut.seed, Int.min...Int.max, "What the choice depends on."),
  ]

  private static let gate: [ConfigurationKey] = [
    .choice(
      "gate.rule", \.gate.rule,
      """
      no-loss: the candidate's RMSE is not higher than that of the model in service by more than the margin.
      improvement: it is lower. Either way the bootstrap must be sure of it.
      """),
    share(
      "gate.margin", \.gate.margin,
      "The loss that is let pass, as a share of the RMSE of the model in service."),
    .number(
      "gate.confidence", \.gate.confidence, "at least 0.5 and below 1",
      "How sure the bootstrap must be."
    ) { $0 >= 0.5 && $0 < 1 },
    .whole(
      "gate.resamples", \.gate.resamples, 100...1_000_000,
      "How often the bootstrap draws readers anew."),
    .whole(
      "gate.seed", \.gate.seed, Int.min...Int.max, "What the draws depend on."),
    .whole(
      "gate.minimum_ratings", \.gate.minimumRatings, 1...Int.max,
      """
      How many held-out ratings a judgement takes. With fewer the candidate is refused; a slice with fewer is
      reported and does not count.
      """),
    .whole(
      "gate.minimum_readers", \.gate.minimumReaders, 2...Int.max,
      "How many readers they must come from."),
    .whole(
      "gate.cold_readers.below", \.gate.coldReadersBelow, 0...Int.max,
      "Readers with fewer training ratings are cold."),
    share(
      "gate.cold_readers.margin", \.gate.coldReadersMargin, "The loss that is let pass there."),
    .whole(
      "gate.rare_books.below", \.gate.rareBooksBelow, 0...Int.max,
      "Books with fewer training ratings are rare."),
    share("gate.rare_books.margin", \.gate.rareBooksMargin, "The loss that is let pass there."),
    .number(
      "gate.low_ratings.up_to", \.gate.lowRatingsUpTo, "any", or: "auto",
      "Ratings up to this are low; auto is a quarter up the scale: 2 of 1 to 5."
    ) { _ in true },
    share("gate.low_ratings.margin", \.gate.lowRatingsMargin, "The loss that is let pass there."),
  ]

  private static let smoke: [ConfigurationKey] = [
    .whole(
      "smoke_test.readers", \.smokeTest.readers, 1...1_000_000,
      "How many readers are given predictions and lists."),
    .number(
      "smoke_test.answer_seconds", \.smokeTest.answerSeconds, "above 0",
      "Within how many seconds each of them must have both."
    ) { $0 > 0 },
    .number(
      "smoke_test.load_seconds", \.smokeTest.loadSeconds, "above 0",
      "Within how many seconds the folder must be loaded."
    ) { $0 > 0 },
  ]

  private static let lists: [ConfigurationKey] = [
    .path(
      "lists.file", \.lists.file,
      "Where everyone's best books go; none writes none. It needs training.lists."),
    .whole("lists.top", \.lists.top, 1...100_000, "How many books everyone gets."),
    .choice(
      "lists.format", \.lists.format,
      "A table with a row for each book of each reader, or an object of JSON a line for each reader."
    ),
  ]

  private static let watching: [ConfigurationKey] = [
    .path(
      "metrics.file", \.metricsFile,
      "A file for the textfile collector of Prometheus' node exporter, such as octavo.prom; none writes none."
    )
  ]
}
