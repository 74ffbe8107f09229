import Kernels
import Networks
import Support

/// What a later training on other ratings can start from: a network's weights with their optimizer state.
///
/// Unlike a ``TrainingCheckpoint`` it knows nothing of the place in an epoch. Every row is up to date.
package struct TrainingState: Sendable, Equatable {
  /// The number of steps that led here, those before warm starts included: what Adam's corrections depend on.
  package let step: Int
  /// The readers' rows.
  package let readers: TableState
  /// The books' rows.
  package let books: TableState
  /// The dense layers' weights and biases.
  package let parameters: [Float]
  /// The dense layers' optimizer state, [slots × parameters].
  package let parameterState: [Float]

  /// The rows of an embedding table, each with its optimizer state.
  package struct TableState: Sendable, Equatable {
    /// The number of rows.
    package let rows: Int
    /// The elements of a row: dimension × (1 + slots).
    package let rowLength: Int
    /// All elements, [rows × row length].
    package let contents: [Float]

    /// The elements of one row.
    package subscript(row: Int) -> ArraySlice<Float> {
      contents[row * rowLength..<(row + 1) * rowLength]
    }
  }
}

extension TrainingRun {
  /// The state to start another training from, right after an epoch.
  ///
  /// Weights are those that predict ratings, whatever the scale of the training; the optimizer's state is that
  /// of the training. Traps within an epoch, when rows may be asleep.
  package var state: TrainingState {
    precondition(progress.position == 0, "a state within an epoch, expected one after it")
    let state = TrainingState(
      step: step.step, readers: TrainingState.TableState(network.readers),
      books: TrainingState.TableState(network.books), parameters: network.parameters.values,
      parameterState: network.state.values)
    return state.mapped(in: network, by: scale.unit, adding: scale.center)
  }
}

extension TrainingState {
  /// The state of a network of the same shape that predicts factor · p + constant in place of p; the
  /// optimizer's state stays.
  func mapped(in network: RatingNetwork, by factor: Float, adding constant: Float) -> TrainingState
  {
    let isPlain = network.configuration.architecture == .plain
    var parameters = parameters
    network.stack.mapOutput(of: &parameters, by: factor, adding: isPlain ? constant : 0)
    return TrainingState(
      step: step,
      readers: isPlain || factor == 1
        ? readers : readers.mapped(dimension: network.configuration.embeddingDimension, by: factor),
      books: books, parameters: parameters, parameterState: parameterState)
  }
}

extension TrainingState.TableState {
  /// The rows with weights of `dimension` times `factor`; the optimizer's state behind them stays.
  fileprivate func mapped(dimension: Int, by factor: Float) -> Self {
    var contents = contents
    for start in stride(from: 0, to: contents.count, by: rowLength) {
      for i in start..<start + dimension { contents[i] *= factor }
    }
    return Self(rows: rows, rowLength: rowLength, contents: contents)
  }

  init(_ table: EmbeddingTable) {
    self.init(rows: table.rows, rowLength: table.rowLength, contents: table.contents)
  }
}

// MARK: - Files

extension TrainingState {
  private enum Name {
    static let step = "training.step"
    static let readers = "tables.readers"
    static let books = "tables.books"
    static let parameters = "dense.parameters"
    static let parameterState = "dense.state"
  }

  /// The state as tensors: `tables.readers`, `tables.books`, `dense.parameters`, `dense.state` and
  /// `training.step`.
  package var tensors: [NamedTensor] {
    [
      NamedTensor(name: Name.step, shape: [1], values: [UInt32(step)]),
      NamedTensor(
        name: Name.readers, shape: [readers.rows, readers.rowLength], values: readers.contents),
      NamedTensor(name: Name.books, shape: [books.rows, books.rowLength], values: books.contents),
      NamedTensor(name: Name.parameters, shape: [parameters.count], values: parameters),
      NamedTensor(name: Name.parameterState, shape: [parameterState.count], values: parameterState),
    ]
  }

  /// Reads ``tensors`` of a training with these options from a file.
  ///
  /// - Parameters:
  ///   - configuration: The options of the training that the state is from.
  ///   - readers: The number of readers.
  ///   - books: The number of books.
  ///   - featureCount: The number of dense features of a pair; 0 for a plain network.
  /// - Throws: `CheckpointError` for a missing tensor, another shape, or a number that is not finite.
  package init(
    _ file: TensorFile, configuration: TrainingConfiguration, readers: Int, books: Int,
    featureCount: Int
  ) throws(CheckpointError) {
    let slots = configuration.optimizer.slots
    let rowLength = configuration.network.embeddingDimension * (1 + slots)
    let parameterCount = configuration.network.parameterCount(featureCount: featureCount)
    func floats(_ name: String, _ shape: [Int]) throws(CheckpointError) -> [Float] {
      let values = try file.floats(name, shape: shape)
      guard values.allSatisfy(\.isFinite) else {
        throw .invalidHeader(
          path: file.path, offset: 0, reason: "expected finite numbers in \(name)")
      }
      return values
    }
    let steps = try file.integers(Name.step, shape: [1])[0]
    // Far from the end of 32 bits, which count the steps of rows.
    guard steps < 1 << 31 else {
      throw .invalidHeader(path: file.path, offset: 0, reason: "expected fewer than 2³¹ steps")
    }
    step = Int(steps)
    self.readers = TableState(
      rows: readers, rowLength: rowLength,
      contents: try floats(Name.readers, [readers, rowLength]))
    self.books = TableState(
      rows: books, rowLength: rowLength, contents: try floats(Name.books, [books, rowLength]))
    parameters = try floats(Name.parameters, [parameterCount])
    parameterState = try floats(Name.parameterState, [slots * parameterCount])
  }
}
