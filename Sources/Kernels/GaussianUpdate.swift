internal import CIntrinsics
import Parallelism

/// What is believed of the vectors of one side of a factorization, given those of the other side.
///
/// The rating of entity e by o is x = v_e · u_o + noise, the noise of variance 1 / (τ α_e β_o); v_e has the
/// prior mean m_e and the prior precision Λ. With the other side's beliefs held,
///
///     P_e = Λ + τ α_e Σ β_o E[u_o u_oᵀ],   E[v_e] = P_e⁻¹ (Λ m_e + τ α_e Σ β_o x E[u_o]),
///
/// and the covariance of v_e is P_e⁻¹ (variational Bayes: Lim and Teh, "Variational Bayesian Approach to
/// Movie Rating Prediction", KDD Cup 2007, section 3.2, here with full covariances).
public struct GaussianUpdate: Sendable {
  /// The ratings of each entity, [entities × others].
  public let ratings: SparseRows
  /// What is believed of the others.
  public let others: GaussianRows
  /// β, [others].
  public let otherPrecisions: [Float]
  /// α, [entities].
  public let precisions: [Float]
  /// τ.
  public let precision: Float
  /// Λ, [d × d].
  public let priorPrecision: Matrix
  /// Λ m_e of each entity, [entities × d].
  public let priorTerms: Matrix

  /// An update of these parts.
  public init(
    ratings: SparseRows, others: GaussianRows, otherPrecisions: [Float], precisions: [Float],
    precision: Float, priorPrecision: Matrix, priorTerms: Matrix
  ) {
    let order = others.order
    precondition(
      ratings.columns == others.rows && otherPrecisions.count == others.rows
        && precisions.count == ratings.rows && priorTerms.rows == ratings.rows
        && priorTerms.columns == order && priorPrecision.rows == order
        && priorPrecision.columns == order,
      "parts that do not fit \(ratings.rows) × \(ratings.columns) ratings of order \(order)")
    (self.ratings, self.others) = (ratings, others)
    (self.otherPrecisions, self.precisions, self.precision) = (
      otherPrecisions, precisions, precision
    )
    (self.priorPrecision, self.priorTerms) = (priorPrecision, priorTerms)
  }

  /// Replaces the beliefs `rows` about the entities.
  ///
  /// The same bits for any number of threads.
  ///
  /// - Returns: Of each entity the sum of β_o E[(x − v_e · u_o)²]; and the sum of the covariances of the
  ///   entities that have ratings, packed.
  public func run(
    into rows: GaussianRows, threads: Int
  ) -> (squaredErrors: [Double], covariance: [Double]) {
    precondition(
      rows.rows == ratings.rows && rows.order == others.order, "\(rows.rows) rows")
    let blocks = (rows.rows + Self.lanes - 1) / Self.lanes
    let workers = max(1, min(threads, blocks))
    let scratch = (0..<workers).map { _ in Scratch(order: rows.order) }
    let results = Parallel.mapWithWorker(blocks, threads: workers) { worker, block in
      let first = block * Self.lanes
      return update(first..<min(first + Self.lanes, rows.rows), rows, scratch[worker])
    }
    let covariance = results.reduce(into: [Double](repeating: 0, count: rows.packed)) {
      for (place, value) in $1.covariance.enumerated() { $0[place] += Double(value) }
    }
    return (results.flatMap(\.squaredErrors), covariance)
  }

  /// How many entities are solved at once.
  static let lanes = 16

  private func update(
    _ entities: Range<Int>, _ rows: GaussianRows, _ scratch: Scratch
  ) -> (squaredErrors: [Double], covariance: [Float]) {
    let squares = entities.map { entity in
      unsafe addMoments(of: entity, to: scratch.sums(entity - entities.lowerBound))
    }
    scratch.fillLanes(with: self, entities)
    unsafe octavo_solve_lanes(rows.order, scratch.matrices, scratch.vectors, scratch.diagonal)
    scratch.read(entities, into: rows)
    let errors = entities.map { entity in
      // Without any noise rounding is all there is, on either side of 0.
      max(
        0,
        scratch.squaredError(entity - entities.lowerBound, rows, entity)
          + Double(squares[entity - entities.lowerBound]))
    }
    return (errors, scratch.covariance(of: entities.map { !ratings[$0].isEmpty }))
  }

  /// Σ β E[u uᵀ] and Σ β x E[u] go to `sums`; returns Σ β x².
  private func addMoments(of entity: Int, to sums: UnsafeMutablePointer<Float>) -> Float {
    let places = ratings[entity]
    unsafe sums.update(repeating: 0, count: others.table.columns)
    var squares: Float = 0
    guard !places.isEmpty else { return squares }
    unsafe ratings.indices.withUnsafeBufferPointer { indices in
      unsafe ratings.values.withUnsafeBufferPointer { values in
        unsafe otherPrecisions.withUnsafeBufferPointer { weights in
          guard let indices = indices.baseAddress, let values = values.baseAddress,
            let weights = weights.baseAddress
          else { return }
          unsafe octavo_add_moments(
            places.count, indices + places.lowerBound, values + places.lowerBound, weights,
            others.table.base, others.packed, others.order, sums, &squares)
        }
      }
    }
    return squares
  }
}

/// Room for the sums and the systems of sixteen entities; one worker at a time uses it.
///
/// `@unchecked Sendable` holds because each worker has its own.
@safe private final class Scratch: @unchecked Sendable {
  typealias Lanes = SIMD16<Float>
  let order: Int
  let matrices: UnsafeMutablePointer<Lanes>
  let vectors: UnsafeMutablePointer<Lanes>
  let diagonal: UnsafeMutablePointer<Lanes>
  private let moments: UnsafeMutablePointer<Float>
  private var packed: Int { packedCount(order) }
  private var stride: Int { packed + order }

  init(order: Int) {
    self.order = order
    unsafe matrices = allocateAligned(packedCount(order), of: Lanes.self)
    unsafe vectors = allocateAligned(order, of: Lanes.self)
    unsafe diagonal = allocateAligned(order, of: Lanes.self)
    unsafe moments = allocateAligned(
      GaussianUpdate.lanes * (packedCount(order) + order), of: Float.self)
  }

  deinit {
    unsafe matrices.deallocate()
    unsafe vectors.deallocate()
    unsafe diagonal.deallocate()
    unsafe moments.deallocate()
  }

  /// The second moments and then the means of one lane.
  func sums(_ lane: Int) -> UnsafeMutablePointer<Float> { unsafe moments + lane * stride }

  /// Makes the systems of `entities` from their sums; lanes beyond are systems with Λ alone.
  func fillLanes(with update: GaussianUpdate, _ entities: Range<Int>) {
    for i in 0..<order {
      for j in 0...i {
        unsafe matrices[packedCount(i) + j] = Lanes(repeating: update.priorPrecision[i, j])
      }
      unsafe vectors[i] = .zero
    }
    for entity in entities {
      let lane = entity - entities.lowerBound
      let factor = update.precision * update.precisions[entity]
      let (sums, prior) = unsafe (sums(lane), update.priorTerms.base + entity * order)
      for place in 0..<packed { unsafe matrices[place][lane] += factor * sums[place] }
      for i in 0..<order { unsafe vectors[i][lane] = prior[i] + factor * sums[packed + i] }
    }
  }

  /// Writes the solved beliefs about `entities`.
  func read(_ entities: Range<Int>, into rows: GaussianRows) {
    for entity in entities {
      let lane = entity - entities.lowerBound
      let target = unsafe rows.table.base + entity * stride
      for i in 0..<order { unsafe target[packed + i] = vectors[i][lane] }
      for i in 0..<order {
        for j in 0...i {
          let place = packedCount(i) + j
          unsafe target[place] =
            matrices[place][lane] + target[packed + i] * target[packed + j]
        }
      }
    }
  }

  /// Σ β E[(v · u)² − 2 x v · u] of one lane's new beliefs.
  func squaredError(_ lane: Int, _ rows: GaussianRows, _ entity: Int) -> Double {
    let (sums, row) = unsafe (sums(lane), rows.table.base + entity * stride)
    var total = 0.0
    for i in 0..<order {
      // Elements off the diagonal stand for two.
      for j in 0..<i {
        unsafe total += 2 * Double(sums[packedCount(i) + j] * row[packedCount(i) + j])
      }
      unsafe total += Double(sums[packedCount(i) + i] * row[packedCount(i) + i])
      unsafe total -= 2 * Double(sums[packed + i] * row[packed + i])
    }
    return total
  }

  /// The sum of the covariances of the lanes that count.
  func covariance(of counts: [Bool]) -> [Float] {
    var mask = Lanes.zero
    for (lane, isCounted) in counts.enumerated() where isCounted { mask[lane] = 1 }
    return (0..<packed).map { unsafe (matrices[$0] * mask).sum() }
  }
}
