import Parallelism
import Testing

@testable import Kernels

/// Random ratings and beliefs, with the update worked out one entity at a time in double precision.
private struct Situation {
  let order: Int
  let update: GaussianUpdate
  let means: [[Double]]
  let moments: [[[Double]]]

  init(entities: Int, others: Int, order: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    func random() -> Float { Float(2 * generator.uniform() - 1) }
    self.order = order
    let rows = GaussianRows(rows: others, order: order)
    var (means, moments) = ([[Double]](), [[[Double]]]())
    for other in 0..<others {
      let mean = (0..<order).map { _ in random() }
      let root = (0..<order).map { _ in (0..<order).map { _ in 0.3 * random() } }
      var moment = [[Double]](repeating: [Double](repeating: 0, count: order), count: order)
      for i in 0..<order {
        for j in 0..<order {
          let covariance = (0..<order).reduce(Float(0)) { $0 + root[i][$1] * root[j][$1] }
          moment[i][j] = Double(covariance + mean[i] * mean[j])
        }
      }
      let packed = (0..<order).flatMap { i in (0...i).map { Float(moment[i][$0]) } }
      rows.table.rows(from: other, count: 1).copy(from: packed + mean)
      means.append(mean.map(Double.init))
      moments.append(moment)
    }
    (self.means, self.moments) = (means, moments)
    let elements = (0..<entities).flatMap { entity in
      // The first has no ratings, the others up to all.
      (0..<others).compactMap { other -> (row: UInt32, column: UInt32, value: Float)? in
        entity > 0 && Int(generator.next() % UInt64(entities)) < entity
          ? (UInt32(entity), UInt32(other), random()) : nil
      }
    }
    let prior = Matrix(rows: order, columns: order)
    for i in 0..<order {
      prior[i, i] = 2 + random()
      for j in 0..<i {
        prior[i, j] = 0.1 * random()
        prior[j, i] = prior[i, j]
      }
    }
    update = GaussianUpdate(
      ratings: SparseRows(rows: entities, columns: others, elements: elements), others: rows,
      otherPrecisions: (0..<others).map { _ in 1.5 + random() },
      precisions: (0..<entities).map { _ in 1.5 + random() }, precision: 1.7, priorPrecision: prior,
      priorTerms: Matrix(
        rows: entities, columns: order, values: (0..<entities * order).map { _ in random() }))
  }

  /// The mean, the covariance and Σ β E[(x − v · u)²] of one entity.
  func expected(_ entity: Int) -> (mean: [Double], covariance: [Double], error: Double) {
    let places = update.ratings[entity]
    let factor = Double(update.precision) * Double(update.precisions[entity])
    var system = (0..<order * order).map {
      Double(update.priorPrecision[$0 / order, $0 % order])
    }
    var right = (0..<order).map { Double(update.priorTerms[entity, $0]) }
    for place in places {
      let other = Int(update.ratings.indices[place])
      let (beta, x) = (
        Double(update.otherPrecisions[other]), Double(update.ratings.values[place])
      )
      for i in 0..<order {
        right[i] += factor * beta * x * means[other][i]
        for j in 0..<order { system[i * order + j] += factor * beta * moments[other][i][j] }
      }
    }
    let covariance = Reference.inverse(system, n: order)
    let mean = (0..<order).map { i in
      (0..<order).reduce(0.0) { $0 + covariance[i * order + $1] * right[$1] }
    }
    var error = 0.0
    for place in places {
      let other = Int(update.ratings.indices[place])
      let x = Double(update.ratings.values[place])
      var square = x * x
      for i in 0..<order {
        square -= 2 * x * mean[i] * means[other][i]
        for j in 0..<order {
          square += (covariance[i * order + j] + mean[i] * mean[j]) * moments[other][i][j]
        }
      }
      error += Double(update.otherPrecisions[other]) * square
    }
    return (mean, covariance, error)
  }
}

@Suite struct GaussianUpdateTests {
  @Test(arguments: [(1, 1, 1), (3, 5, 2), (16, 9, 3), (17, 40, 7), (50, 30, 18), (33, 25, 34)])
  func beliefsAreThoseOfOneSystemForEachEntity(entities: Int, others: Int, order: Int) {
    let situation = Situation(
      entities: entities, others: others, order: order, seed: UInt64(entities + order))
    checkBeliefs(situation.update, of: situation)
  }

  @Test func othersMayHaveTheirTurnsOneAfterTheOther() {
    let situation = Situation(entities: 40, others: 60, order: 6, seed: 5)
    checkBeliefs(inTurns(situation.update), of: situation)
  }

  /// The same in turns of 25 others.
  private func inTurns(_ update: GaussianUpdate) -> GaussianUpdate {
    var update = update
    update.bytesPerTurn = 25 * 4 * update.others.table.columns
    #expect(update.othersPerTurn == 25)
    return update
  }

  private func checkBeliefs(_ update: GaussianUpdate, of situation: Situation) {
    let (entities, order) = (update.ratings.rows, situation.order)
    let rows = GaussianRows(rows: entities, order: order)
    let sums = update.run(into: rows, threads: 2)
    var covariances = [Double](repeating: 0, count: order * order)
    for entity in 0..<entities {
      let expected = situation.expected(entity)
      for i in 0..<order {
        #expect(abs(Double(rows.means[entity, i]) - expected.mean[i]) < 2e-4)
      }
      let packed = (0..<order).flatMap { i in (0...i).map { expected.covariance[i * order + $0] } }
      #expect(
        zip(rows.covariance(entity), packed).allSatisfy { abs(Double($0) - $1) < 2e-4 })
      #expect(abs(sums.squaredErrors[entity] - expected.error) < 1e-3 * max(1, expected.error))
      guard !situation.update.ratings[entity].isEmpty else { continue }
      for place in covariances.indices { covariances[place] += expected.covariance[place] }
    }
    let packed = (0..<order).flatMap { i in (0...i).map { covariances[i * order + $0] } }
    #expect(zip(sums.covariance, packed).allSatisfy { abs($0 - $1) < 1e-3 * max(1, abs($1)) })
  }

  @Test func theSameBitsForAnyNumberOfThreads() {
    let updates = [
      Situation(entities: 101, others: 60, order: 6, seed: 3).update,
      inTurns(Situation(entities: 40, others: 60, order: 6, seed: 5).update),
    ]
    for update in updates {
      let results = [1, 2, 3, 7].map { threads in
        let rows = GaussianRows(rows: update.ratings.rows, order: 6)
        let sums = update.run(into: rows, threads: threads)
        return (rows.table.values, sums.squaredErrors, sums.covariance)
      }
      for result in results {
        #expect(result.0 == results[0].0)
        #expect(result.1 == results[0].1)
        #expect(result.2 == results[0].2)
      }
    }
  }

  @Test func certainRowsHaveNoCovariance() {
    let rows = GaussianRows(rows: 2, order: 3)
    rows.copy(certain: Matrix(rows: 2, columns: 3, values: [1, 2, 3, -1, 0.5, 4]))
    #expect(rows.means.values == [1, 2, 3, -1, 0.5, 4])
    #expect(rows.covariance(1) == [0, 0, 0, 0, 0, 0])
  }
}
