import Support
import Training

/// `repeats.json`: several trainings of the same options, and how far apart they are.
package struct RepeatedRun: Codable, Sendable, Equatable {
  /// What the trainings differ in.
  package enum Kind: String, Codable, Sendable {
    /// Each is tested on another part of the ratings.
    case folds
    /// Each has another seed.
    case seeds
    /// Each has files of its own to learn from and to be tested on.
    case givenFolds = "given-folds"
  }

  /// One of the trainings: its folder's name, and what it ended with.
  package struct Part: Codable, Sendable, Equatable {
    package var name: String
    package var result: FinishedRun

    package init(name: String, result: FinishedRun) { (self.name, self.result) = (name, result) }
  }

  /// The mean of numbers and their standard deviation, whose sum of squares is divided by n − 1; 0 of one number.
  package struct Spread: Codable, Sendable, Equatable {
    package var mean: Double
    package var deviation: Double

    enum CodingKeys: String, CodingKey {
      case mean
      case deviation = "standard_deviation"
    }

    /// - Parameter values: At least one.
    package init(_ values: [Double]) {
      precondition(!values.isEmpty, "the mean of nothing")
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      self.mean = mean
      deviation = (squares / Double(max(1, values.count - 1))).squareRoot()
    }
  }

  /// How the errors of one way to predict spread over the trainings.
  package struct Errors: Codable, Sendable, Equatable {
    package var name: String
    package var rmse: Spread
    package var mse: Spread
    package var mae: Spread

    init(_ name: String, _ errors: [ErrorMetrics]) {
      self.name = name
      (rmse, mse) = (Spread(errors.map(\.rmse)), Spread(errors.map(\.mse)))
      mae = Spread(errors.map(\.mae))
    }
  }

  package var event = "repeated"
  package var kind: Kind
  /// The trainings, in their order.
  package var parts: [Part]
  /// The test errors of the model and of simpler ways to predict that all trainings were compared with; none
  /// without test ratings.
  package var test: [Errors]

  /// The trainings `parts`, at least one.
  package init(_ kind: Kind, _ parts: [Part]) {
    (self.kind, self.parts) = (kind, parts)
    let own = parts.compactMap(\.result.test)
    let others = (parts.first?.result.baselines ?? []).map { baseline in
      (
        baseline.name,
        parts.compactMap { $0.result.baselines.first { $0.name == baseline.name }?.errors }
      )
    }
    test = ([("this model", own)] + others).filter { $0.1.count == parts.count }
      .map { Errors($0.0, $0.1) }
  }
}

extension RunFolder {
  /// Begins a run of several parts, or goes on with one, whose parts look after themselves.
  ///
  /// - Parameter run: The identity of the first part.
  /// - Throws: ``ResumeError`` when `run` is not the first part of the run of this folder; `FileError`.
  package func resumeParts(_ run: RunIdentity, arguments: [String]) throws {
    guard try FileStatus.exists(RunConfiguration.path(path)) else {
      return try begin(run, arguments: arguments)
    }
    let begun = try RunConfiguration.read(path).run
    guard run == begun || run.isLonger(than: begun) else {
      throw try ResumeError(place, begun: begun, now: run)
    }
    try JSONFile.write(
      RunConfiguration(arguments: arguments, run: run), to: RunConfiguration.path(path))
  }

  /// All parts are over: writes down how far apart they are, and puts the run into its place.
  ///
  /// - Throws: `FileError`.
  package func finish(_ repeated: RepeatedRun) throws {
    try JSONFile.write(repeated, to: path + "/repeats.json")
    try putIntoPlace()
  }
}
