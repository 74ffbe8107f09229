import Foundation
import Kernels
import Networks
import Support

/// The names of tensors in `state.safetensors` that belong to no table or matrix.
private enum Name {
  static let best = "best."
  static let lastSteps = ".last_steps"
  static let decayProducts = "catch_up.decay_products"
  static let sums = "catch_up.sums"
  static let epsilons = "catch_up.epsilons"
}

// MARK: - Writing

extension TrainingRun {
  /// All tensors of a checkpoint.
  ///
  /// - Throws: ``DivergenceError`` when a weight is not finite: what cannot go on is not saved; what other ranks throw.
  func tensors() throws -> [NamedTensor] {
    try collect()
    var tensors = network.tensors(prefix: "")
    for (name, table) in network.namedTables {
      tensors.append(
        NamedTensor(name: name + Name.lastSteps, shape: [table.rows], values: table.lastSteps))
    }
    try checkFinite(tensors)
    if let state = step.catchUp?.state { tensors += Self.tensors(of: state) }
    return tensors + (best?.network.tensors(prefix: Name.best) ?? [])
  }

  /// The memories of callbacks by their names, as JSON.
  func callbackStates() throws -> [String: String] {
    var states: [String: String] = [:]
    for case let callback as any StatefulCallback in callbacks {
      states[callback.name] = String(decoding: try callback.encodedState(), as: UTF8.self)
    }
    return states
  }

  private func checkFinite(_ tensors: [NamedTensor]) throws(DivergenceError) {
    for tensor in tensors {
      guard case .float32(let values) = tensor.values,
        let found = values.first(where: { !$0.isFinite })
      else { continue }
      throw DivergenceError(
        step: stepCount, epoch: epoch, found: "\(found) in \(tensor.name)",
        limit: divergenceLimit, learningRate: learningRate)
    }
  }

  private static func tensors(of state: AdamCatchUp.State) -> [NamedTensor] {
    func doubles(_ name: String, _ values: [Double]) -> NamedTensor {
      NamedTensor(name: name, shape: [values.count, 2], values: values.flatMap(\.words))
    }
    return [
      doubles(Name.decayProducts, state.decayProducts), doubles(Name.sums, state.sums),
      NamedTensor(name: Name.epsilons, shape: [state.count], values: state.epsilons),
    ]
  }
}

extension RatingNetwork {
  fileprivate func tensors(prefix: String) -> [NamedTensor] {
    namedTables.map { name, table in
      NamedTensor(
        name: prefix + name, shape: [table.rows, table.rowLength], values: table.contents)
    }
      + namedMatrices.map { name, matrix in
        NamedTensor(
          name: prefix + name, shape: [matrix.rows, matrix.columns], values: matrix.values)
      }
  }
}

// MARK: - Reading

extension TrainingRun {
  /// Goes on from `checkpoint`, also from the end of the same training with fewer epochs.
  ///
  /// - Throws: `CheckpointError` when it is not one of this network.
  func restore(_ checkpoint: TrainingCheckpoint) throws {
    let (manifest, file) = (checkpoint.manifest, checkpoint.tensors)
    let isLengthened = manifest.isLengthened(by: configuration)
    guard manifest.training == configuration || isLengthened,
      manifest.progress.position <= ratingCount
    else {
      throw CheckpointError.invalidJSON(
        path: checkpoint.path, reason: "it is of a training with other options or ratings")
    }
    try network.restore(file, prefix: "")
    if manifest.isStandardized == nil {
      network.mapPredictions(by: 1 / scale.unit, adding: -scale.center / scale.unit)
    }
    for (name, table) in network.namedTables {
      let lastSteps = try file.integers(name + Name.lastSteps, shape: [table.rows])
      guard lastSteps.allSatisfy({ $0 <= manifest.step && $0 >= manifest.catchUpBase ?? 0 }) else {
        throw CheckpointError.invalidJSON(
          path: file.path, reason: "\(name) has rows of steps that were not taken")
      }
      table.restore(contents: table.contents, lastSteps: lastSteps)
    }
    step.restore(step: manifest.step, catchUp: try catchUp(manifest, file))
    if let report = manifest.best { best = (try bestNetwork(file), report) }
    for case let callback as any StatefulCallback in callbacks {
      guard let state = manifest.callbacks[callback.name] else { continue }
      do {
        try callback.restore(Data(state.utf8))
      } catch {
        throw CheckpointError.invalidJSON(
          path: checkpoint.path, reason: "the state of \(callback.name) cannot be read")
      }
    }
    progress = manifest.progress
    if isLengthened { beginAgain() }
    beginEpoch()
  }

  /// Lets a training that was over go on.
  private func beginAgain() {
    progress.isStoppedEarly = false
    for case let callback as EarlyStopping in callbacks { callback.state.rest() }
  }

  private func catchUp(
    _ manifest: CheckpointManifest, _ file: TensorFile
  ) throws(CheckpointError) -> AdamCatchUp.State? {
    guard let catchUp = step.catchUp else { return nil }
    let count = manifest.step - (manifest.catchUpBase ?? 0) + 1
    guard count <= catchUp.span + 1 else {
      throw .wrongShape(
        path: file.path, tensor: Name.sums, expected: [catchUp.span + 1, 2], found: [count, 2])
    }
    func doubles(_ name: String) throws(CheckpointError) -> [Double] {
      let words = try file.integers(name, shape: [count, 2])
      return (0..<count).map { Double(words: words[2 * $0], words[2 * $0 + 1]) }
    }
    return AdamCatchUp.State(
      base: manifest.catchUpBase ?? 0, step: manifest.step,
      decayProducts: try doubles(Name.decayProducts), sums: try doubles(Name.sums),
      epsilons: try file.floats(Name.epsilons, shape: [count]))
  }

  private func bestNetwork(_ file: TensorFile) throws(CheckpointError) -> RatingNetwork {
    let best = RatingNetwork(
      network.configuration, readers: network.readers.rows + 1, books: network.books.rows + 1,
      featureCount: network.featureCount)
    try best.restore(file, prefix: Name.best)
    return best
  }
}

extension RatingNetwork {
  fileprivate func restore(_ file: TensorFile, prefix: String) throws(CheckpointError) {
    for (name, table) in namedTables {
      table.restore(
        contents: try file.floats(prefix + name, shape: [table.rows, table.rowLength]),
        lastSteps: table.lastSteps)
    }
    for (name, matrix) in namedMatrices {
      matrix.copy(from: try file.floats(prefix + name, shape: [matrix.rows, matrix.columns]))
    }
  }
}

// MARK: - Double precision in a file of 32-bit words

extension Double {
  fileprivate var words: [UInt32] {
    [UInt32(truncatingIfNeeded: bitPattern), UInt32(truncatingIfNeeded: bitPattern >> 32)]
  }

  fileprivate init(words low: UInt32, _ high: UInt32) {
    self.init(bitPattern: UInt64(high) << 32 | UInt64(low))
  }
}
