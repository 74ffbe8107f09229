import ArgumentParser
import Octavo

/// Several trainings in the place of one.
struct RepeatOptions: ParsableArguments {
  static let folds = "--folds"
  static let seeds = "--seeds"
  static let givenFolds = "--given-folds"

  @Option(
    help: ArgumentHelp(
      """
      Cross-validate: divide the ratings, or with --split readers the readers, in so many parts, and train once \
      for each part to test on. (2 to 100; default: none)
      """, valueName: "count"))
  var folds: Int?

  @Option(
    help: ArgumentHelp(
      """
      Train so many times, with --seed and the numbers after it, to see how far chance moves the errors. \
      (2 to 100; default: none)
      """, valueName: "count"))
  var seeds: Int?

  @Option(
    help: ArgumentHelp(
      """
      Train once for each NAME, on NAME.base in the folder of data, and test on NAME.test: u1,u2,u3,u4,u5 of \
      MovieLens 100K. (default: none)
      """, valueName: "names"))
  var givenFolds: String?

  /// What is asked for; nil for one training.
  var repetition: Repetition? {
    if let folds { return .folds(folds) }
    if let seeds { return .seeds(seeds) }
    return givenFolds.map { .given($0.split(separator: ",").map(String.init)) }
  }

  func validate() throws {
    let given = [folds.map { _ in Self.folds }, seeds.map { _ in Self.seeds }]
    let names = (given + [givenFolds.map { _ in Self.givenFolds }]).compactMap(\.self)
    guard names.count < 2 else {
      throw ValidationError("\(names[1]): found with \(names[0]), expected one of them")
    }
    for (name, count) in [(Self.folds, folds), (Self.seeds, seeds)] {
      guard let count, !Fold.counts.contains(count) else { continue }
      let range = "\(Fold.counts.lowerBound) to \(Fold.counts.upperBound)"
      throw ValidationError("\(name): found \(count), expected \(range)")
    }
    guard let givenFolds else { return }
    let words = givenFolds.split(separator: ",", omittingEmptySubsequences: false)
    let isFine = words.allSatisfy { !$0.isEmpty && !$0.contains("/") && !$0.hasPrefix(".") }
    guard isFine, Set(words).count == words.count else {
      throw ValidationError(
        "\(Self.givenFolds): found '\(givenFolds)', expected names such as u1,u2, none twice")
    }
  }
}

/// What several trainings differ in.
enum Repetition {
  case folds(Int)
  case seeds(Int)
  case given([String])

  /// What it is in a record of the trainings.
  var kind: RepeatedRun.Kind {
    switch self {
    case .folds: .folds
    case .seeds: .seeds
    case .given: .givenFolds
    }
  }

  /// The trainings, each with a name for its folder, as changes of `session`.
  func parts(
    of session: TrainingSession, data: String
  ) -> [(name: String, session: TrainingSession)] {
    switch self {
    case .folds(let count):
      (1...count).map { number in
        var part = session
        part.split.fold = Fold(number, of: count)
        part.arguments += ["--fold", "\(number)/\(count)"]
        return ("fold-\(number)", part)
      }
    case .seeds(let count):
      (0..<UInt64(count)).map { offset in
        var part = session
        let seed = session.configuration.seed &+ offset
        (part.configuration.seed, part.split.seed) = (seed, seed)
        part.arguments += ["--seed", "\(seed)"]
        return ("seed-\(seed)", part)
      }
    case .given(let names):
      names.map { name in
        var part = session
        part.split.testFraction = 0
        part.trainFile = "\(data)/\(name).base"
        part.testFile = "\(data)/\(name).test"
        part.arguments += Resumption.paths([
          ("--train-ratings", part.trainFile), ("--test-ratings", part.testFile),
        ])
        return (name, part)
      }
    }
  }
}
