import BookData
import Foundation
import Kernels
import Networks
import OctavoTestSupport
import Support
import Testing

@testable import Training

/// Notes the network as the first step finds it.
private final class Beginning: TrainingCallback {
  private(set) var contents: [[Float]] = []
  private(set) var lastSteps: [[UInt32]] = []
  private(set) var dense: [[Float]] = []

  func trainingBegins(_ run: TrainingRun) {
    contents = run.network.namedTables.map(\.table.contents)
    lastSteps = run.network.namedTables.map(\.table.lastSteps)
    dense = run.network.namedMatrices.map(\.matrix.values)
  }
}

@Suite struct WarmStartTests {
  /// The whole board, and the part of it that was there the night before.
  private let after = checkerboard(readers: 30, books: 20)
  private let before: Ratings

  private static let lateReaders: Set<UInt32> = [0, 7, 29]
  private static let lateBooks: Set<UInt32> = [3, 19]
  /// Somebody who was there the night before and is gone.
  private static let goneReader: Int64 = 1000

  init() {
    let rows = after.rows.filter {
      !Self.lateReaders.contains($0.reader) && !Self.lateBooks.contains($0.book)
    }
    let readers = Vocabulary(
      integers: (0..<30).filter { !Self.lateReaders.contains(UInt32($0)) } + [Self.goneReader])
    let books = Vocabulary(integers: (0..<20).filter { !Self.lateBooks.contains(UInt32($0)) })
    let old = Ratings(rows: rows, readers: after.readers, books: after.books)
    var all = old.rows(readers: readers, books: books)
    all.append(Rating(reader: UInt32(readers.count - 1), book: 0, value: 1))
    before = Ratings(rows: all, readers: readers, books: books)
  }

  private func training(
    _ ratings: Ratings, _ kind: OptimizerConfiguration.Kind, threads: Int = 1, epochs: Int = 3
  ) -> SmallTraining {
    var training = SmallTraining {
      $0.optimizer.kind = kind
      $0.optimizer.learningRate = 0.02
      $0.epochs = epochs
    }
    training.ratings = ratings
    training.threads = threads
    return training
  }

  private func run(
    _ training: SmallTraining, from start: WarmStart? = nil,
    watching callbacks: [any TrainingCallback] = []
  ) throws -> (result: TrainingResult, state: TrainingState) {
    let keeper = StateKeeper()
    let result = try Trainer(training.configuration, threads: training.threads).train(
      training.ratings, training: 0..<training.end,
      validation: training.end..<training.ratings.rows.count, callbacks: [keeper] + callbacks,
      startingFrom: start)
    return (result, try #require(keeper.state))
  }

  private func start(_ kind: OptimizerConfiguration.Kind) throws -> WarmStart {
    let state = try run(training(before, kind, epochs: 20)).state
    return WarmStart(
      state, rows: KnownRows(of: after, inReaders: before.readers, books: before.books))
  }

  @Test(arguments: OptimizerConfiguration.Kind.allCases)
  func knownRowsKeepEveryBitAndUnknownOnesAreFresh(kind: OptimizerConfiguration.Kind) throws {
    let start = try start(kind)
    let (warm, fresh) = (Beginning(), Beginning())
    _ = try run(training(after, kind), from: start, watching: [warm])
    _ = try run(training(after, kind), watching: [fresh])
    #expect(start.rows.unknown == (3, 2))
    let state = start.state
    let sides = [
      (state.readers, before.readers, after.readers), (state.books, before.books, after.books),
    ]
    for (side, (table, oldIds, newIds)) in sides.enumerated() {
      let length = table.rowLength
      for row in 0..<newIds.count {
        let now = warm.contents[side][row * length..<(row + 1) * length]
        if let old = oldIds.index(of: newIds.text(at: UInt32(row))) {
          #expect(now.map(\.bitPattern) == table[Int(old)].map(\.bitPattern), "row \(row)")
        } else {
          let unknown = fresh.contents[side][row * length..<(row + 1) * length]
          #expect(now.map(\.bitPattern) == unknown.map(\.bitPattern), "row \(row)")
          #expect(now.dropFirst(4).allSatisfy { $0 == 0 }, "optimizer state of an unknown row")
          #expect(now.prefix(4).contains { $0 != 0 })
        }
      }
      #expect(warm.lastSteps[side].allSatisfy { $0 == UInt32(state.step) })
    }
    // The last bias alone knows of the scale: the lowest rating, 1, is 0 to the network.
    var parameters = state.parameters
    parameters[parameters.count - 1] -= 1
    #expect(warm.dense == [parameters, state.parameterState])
    #expect(kind == .sgd || state.parameterState.contains { $0 != 0 })
  }

  @Test(arguments: OptimizerConfiguration.Kind.allCases)
  func theSameBytesForAnyNumberOfThreads(kind: OptimizerConfiguration.Kind) throws {
    let start = try start(kind)
    let one = try run(training(after, kind), from: start)
    for threads in 2...4 {
      let many = try run(training(after, kind, threads: threads), from: start)
      #expect(numbers(many.result.model) == numbers(one.result.model), "\(threads) threads")
      #expect(many.state == one.state)
    }
  }

  @Test func stepsGoOnWhileTheScheduleBeginsAnew() throws {
    let start = try start(.adam)
    let recorder = Recorder()
    let (result, state) = try run(
      training(after, .adam, epochs: 2), from: start, watching: [recorder])
    #expect(recorder.rates.first == 1)
    #expect(abs(try #require(recorder.rates.last) - 0.01) < 1e-9)
    let epochs = try #require(result.model).bestEpoch
    #expect(state.step == start.state.step + recorder.rates.count / 2 * epochs)
  }

  @Test func whatWasLearnedIsNotLearnedAnew() throws {
    let (warm, fresh) = (Recorder(), Recorder())
    _ = try run(training(after, .adam, epochs: 1), from: try start(.adam), watching: [warm])
    _ = try run(training(after, .adam, epochs: 1), watching: [fresh])
    let (first, scratch) = (
      try #require(warm.reports.first).trainMSE, try #require(fresh.reports.first).trainMSE
    )
    #expect(first < 0.95 * scratch, "\(first) after a warm start, \(scratch) from scratch")
  }

  @Test func theStateIsThatOfTheBestEpoch() throws {
    var training = training(after, .adam, epochs: 8)
    training.configuration.optimizer.learningRate = 0.05
    let (result, state) = try run(training)
    let model = try #require(result.model)
    #expect(state.parameters == model.network.parameters.values)
    // The model's rows, without the optimizer state and the row for unknown ones.
    for row in 0..<state.books.rows {
      #expect(Array(state.books[row].prefix(4)) == model.network.books.vector(row: row))
    }
  }

  // MARK: Files

  private func written(_ tensors: [NamedTensor]) throws -> TensorFile {
    let scratch = try Scratch()
    try TensorFile.write(tensors, to: scratch.path + "/training.safetensors")
    return try TensorFile.read(scratch.path + "/training.safetensors")
  }

  private func read(
    _ tensors: [NamedTensor], readers: Int? = nil
  ) throws -> TrainingState {
    try TrainingState(
      try written(tensors), configuration: training(before, .adam).configuration,
      readers: readers ?? before.readers.count, books: before.books.count, featureCount: 0)
  }

  @Test(arguments: OptimizerConfiguration.Kind.allCases)
  func aStateIsReadAsItWasWritten(kind: OptimizerConfiguration.Kind) throws {
    let training = training(before, kind)
    let state = try run(training).state
    let read = try TrainingState(
      try written(state.tensors), configuration: training.configuration,
      readers: before.readers.count, books: before.books.count, featureCount: 0)
    #expect(read == state)
  }

  @Test func statesOfOtherShapesAreRefused() throws {
    let tensors = try run(training(before, .adam)).state.tensors
    #expect(throws: CheckpointError.self) { try read(tensors, readers: 5) }
    for missing in tensors {
      #expect(throws: CheckpointError.self, "without \(missing.name)") {
        try read(tensors.filter { $0.name != missing.name })
      }
    }
  }

  @Test func numbersThatAreNotFiniteAndAbsurdStepsAreRefused() throws {
    let tensors = try run(training(before, .adam)).state.tensors
    for index in tensors.indices {
      var damaged = tensors
      let tensor = tensors[index]
      switch tensor.values {
      case .float32(var values):
        values[values.count / 2] = .nan
        damaged[index] = NamedTensor(name: tensor.name, shape: tensor.shape, values: values)
      case .uint32:
        damaged[index] = NamedTensor(name: tensor.name, shape: [1], values: [UInt32.max])
      }
      #expect(throws: CheckpointError.self, "\(tensor.name)") { try read(damaged) }
    }
  }

  // MARK: Obstacles

  @Test func otherShapesAndOptimizersAreObstaclesRatesAreNot() {
    let base = TrainingConfiguration(.hybrid)
    func obstacle(_ change: (inout TrainingConfiguration) -> Void) -> String? {
      var other = base
      change(&other)
      return other.obstacle(toStartFrom: base)
    }
    #expect(obstacle { _ in } == nil)
    #expect(
      obstacle {
        ($0.epochs, $0.batchSize, $0.l2, $0.seed) = (1, 7, 3, 9)
        $0.network.dropout = 0.5
        $0.optimizer.learningRate = 0.5
      } == nil)
    #expect(
      obstacle { $0.network.hidden = [64] }
        == "the widths of dense layers was [128, 64], is [64]")
    #expect(obstacle { $0.network.embeddingDimension = 8 }?.contains("16, is 8") == true)
    #expect(obstacle { $0.network.architecture = .plain } != nil)
    #expect(obstacle { $0.optimizer.kind = .sgd } != nil)
    #expect(obstacle { $0.optimizer.adam.epsilon = 1 } != nil)
    #expect(obstacle { $0.bookParts.removeLast() } != nil)
  }
}
