import ArgumentParser
import Octavo

/// Several trainings in the place of one.
struct RepeatOptions: ParsableArguments {
  static let folds = "--folds"
  static let seeds = "--seeds"
  static let givenFolds = "--given-folds"

  @Option(\.folds) var folds: Given<RepeatNumbers>?
  @Option(\.seeds) var seeds: Given<RepeatNumbers>?

  @Option(
    help: ArgumentHelp(
      """
      Train once for each NAME, on NAME.base in the folder of data, and test on NAME.test: u1,u2,u3,u4,u5 of \
      MovieLens 100K. (default: none)
      """, valueName: "names"))
  var givenFolds: String?

  /// The numbers, those that ``validate()`` let pass.
  private var numbers: RepeatNumbers { (try? RepeatNumbers([folds, seeds])) ?? RepeatNumbers() }

  /// What is asked for; nil for one training.
  var repetition: Repetition? {
    if let folds = numbers.folds { return .folds(folds) }
    if let seeds = numbers.seeds { return .seeds(seeds) }
    return givenFolds.map { .given($0.split(separator: ",").map(String.init)) }
  }

  /// Refuses two answers to what is tested on.
  ///
  /// - Throws: `ValidationError`.
  func check(with split: SplitOptions) throws {
    let name: String
    switch repetition {
    case .folds: name = Self.folds
    case .given: name = Self.givenFolds
    case .seeds, nil: return
    }
    guard split.testRatings != nil || split.fold != nil else { return }
    throw ValidationError(
      "\(name): found with --test-ratings or --fold, expected one of them")
  }

  func validate() throws {
    let numbers = try asUsage { try RepeatNumbers([folds, seeds]) }
    let names = [
      numbers.folds == nil ? nil : Self.folds, numbers.seeds == nil ? nil : Self.seeds,
      givenFolds == nil ? nil : Self.givenFolds,
    ].compactMap(\.self)
    guard names.count < 2 else {
      throw ValidationError("\(names[1]): found with \(names[0]), expected one of them")
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
        let trainFile = "\(data)/\(name).base"
        part.trainFiles = [trainFile]
        part.testFile = "\(data)/\(name).test"
        part.arguments += Resumption.paths([
          (RatingsFiles.names[0], trainFile), ("--test-ratings", part.testFile),
        ])
        return (name, part)
      }
    }
  }
}
