import Kernels
import Networks
import Testing

/// What every optimizer obeys, on dense parameters and on rows of a table alike.
@Suite struct OptimizerLawTests {
  private static let kinds = OptimizerConfiguration.Kind.allCases
  private let count = 5

  private func optimizer(_ kind: OptimizerConfiguration.Kind) -> OptimizerConfiguration {
    var optimizer = OptimizerConfiguration()
    optimizer.kind = kind
    optimizer.learningRate = 0.1
    return optimizer
  }

  /// The parameters after every step of dense updates by the gradients that `gradient` gives.
  private func dense(
    _ optimizer: OptimizerConfiguration, steps: Int, from start: [Float], decay: Float = 1,
    gradient: ([Float]) -> [Float]
  ) -> [[Float]] {
    let parameters = Matrix(rows: 1, columns: count, values: start)
    let state = Matrix(rows: optimizer.slots, columns: count)
    return (1...steps).map { step in
      updateDense(
        parameters, state: state,
        gradients: [Matrix(rows: 1, columns: count, values: gradient(parameters.values))],
        tree: GradientTree(units: 1), range: 0..<count,
        rule: optimizer.rule(atStep: step, learningRate: optimizer.denseRate), decay: decay)
      return parameters.values
    }
  }

  /// The same for the one row of a table.
  private func sparse(
    _ optimizer: OptimizerConfiguration, steps: Int, from start: [Float],
    gradient: ([Float]) -> [Float]
  ) -> [[Float]] {
    let table = EmbeddingTable(rows: 1, dimension: count, slots: optimizer.slots)
    table.setVector(row: 0, to: start)
    let catchUp = optimizer.needsCatchUp ? AdamCatchUp(constants: optimizer.adam) : nil
    let batch = Batch(capacity: 1)
    batch.count = 1
    batch.set(0, reader: 0, book: 0, target: 0)
    let inputs = Matrix(rows: 1, columns: count)
    return (1...steps).map { step in
      table.gather(batch.slots(.reader), range: 0..<1, into: inputs, column: 0, catchUp: catchUp)
      table.update(
        batch.slots(.reader), worker: 0, of: 1, scratch: OwnerScratch(capacity: 1), inputs: inputs,
        gradients: Matrix(rows: 1, columns: count, values: gradient(inputs.values)), column: 0,
        step: step, rule: optimizer.rule(atStep: step, learningRate: optimizer.embeddingRate),
        decay: 1, catchUp: catchUp)
      catchUp?.advance(learningRate: optimizer.embeddingRate, decay: 0)
      return table.vector(row: 0)
    }
  }

  @Test(arguments: kinds)
  func noGradientMovesNothing(kind: OptimizerConfiguration.Kind) {
    let start: [Float] = [1, -2, 3, 0, 0.5]
    let zeros = [Float](repeating: 0, count: count)
    #expect(dense(optimizer(kind), steps: 3, from: start) { _ in zeros }[2] == start)
    #expect(sparse(optimizer(kind), steps: 3, from: start) { _ in zeros }[2] == start)
  }

  @Test(arguments: kinds)
  func theFirstStepGoesAgainstTheGradient(kind: OptimizerConfiguration.Kind) {
    let gradient: [Float] = [1, -2, 1e-3, -1e3, 5]
    let moved = dense(
      optimizer(kind), steps: 1, from: [Float](repeating: 0, count: count)
    ) { _ in gradient }[0]
    for (w, g) in zip(moved, gradient) { #expect(w * g < 0) }
  }

  @Test(arguments: kinds)
  func aBowlIsDescendedToItsBottom(kind: OptimizerConfiguration.Kind) {
    let bottom: [Float] = [3, -1, 0, 2, 0.5]
    func slope(_ w: [Float]) -> [Float] { zip(w, bottom).map { 2 * ($0 - $1) } }
    for path in [{ dense($0, steps: $1, from: $2, gradient: $3) }, sparse] as [Descent] {
      let end = path(
        optimizer(kind), 3000, [Float](repeating: 0, count: count), slope)[2999]
      for (a, b) in zip(end, bottom) { #expect(abs(a - b) < 0.02, "\(kind): \(end)") }
    }
  }

  @Test(arguments: kinds)
  func rowsAndDenseParametersTakeTheSameSteps(kind: OptimizerConfiguration.Kind) {
    func slope(_ w: [Float]) -> [Float] { w.map { $0 * $0 - 2 } }
    let start: [Float] = [1, -0.5, 0.25, 0, 0.75]
    #expect(
      dense(optimizer(kind), steps: 20, from: start, gradient: slope)
        == sparse(optimizer(kind), steps: 20, from: start, gradient: slope))
  }

  @Test(arguments: kinds)
  func decayMultipliesWeightsWithoutAGradient(kind: OptimizerConfiguration.Kind) {
    let zeros = [Float](repeating: 0, count: count)
    let start: [Float] = [1, -2, 4, 0, 8]
    let end = dense(optimizer(kind), steps: 2, from: start, decay: 0.5) { _ in zeros }[1]
    #expect(end == start.map { $0 / 4 })
  }

  @Test(arguments: kinds)
  func aRateOfZeroMovesNothingAndHalfARateHalfAsFar(kind: OptimizerConfiguration.Kind) {
    func firstMove(rate: Double) -> [Float] {
      var optimizer = optimizer(kind)
      optimizer.learningRate = rate
      return dense(optimizer, steps: 1, from: [Float](repeating: 0, count: count)) { _ in
        [1, -2, 3, -4, 5]
      }[0]
    }
    #expect(firstMove(rate: 0).allSatisfy { $0 == 0 })
    for (half, whole) in zip(firstMove(rate: 0.05), firstMove(rate: 0.1)) {
      #expect(abs(2 * half - whole) <= abs(whole) * 1e-6)
    }
  }

  @Test(arguments: kinds)
  func notANumberIsPassedOn(kind: OptimizerConfiguration.Kind) {
    let end = dense(optimizer(kind), steps: 1, from: [1, 1, 1, 1, 1]) { _ in [.nan, 1, 1, 1, 1] }[0]
    #expect(end[0].isNaN && end.dropFirst().allSatisfy(\.isFinite))
  }

  private typealias Descent = (
    OptimizerConfiguration, Int, [Float], ([Float]) -> [Float]
  ) -> [[Float]]
}
