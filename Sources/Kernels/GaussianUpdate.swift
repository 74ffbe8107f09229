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
  /// The bytes of others' beliefs that have their turn at once, where there are more than two turns of them.
  ///
  /// The default is 8 MB, about a quarter of a last-level cache.
  var bytesPerTurn = 8 << 20

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
    let moments = othersPerTurn.map { momentsInTurns(of: $0, threads: threads) }
    let results = Parallel.mapWithWorker(blocks, threads: workers) { worker, block in
      let first = block * Self.lanes
      let entities = first..<min(first + Self.lanes, rows.rows)
      return update(entities, rows, moments, scratch[worker])
    }
    let covariance = results.reduce(into: [Double](repeating: 0, count: rows.packed)) {
      for (place, value) in $1.covariance.enumerated() { $0[place] += Double(value) }
    }
    return (results.flatMap(\.squaredErrors), covariance)
  }

  /// How many entities are solved at once.
  static let lanes = 16

  private func update(
    _ entities: Range<Int>, _ rows: GaussianRows, _ moments: Moments?, _ scratch: Scratch
  ) -> (squaredErrors: [Double], covariance: [Float]) {
    let (sums, first) = (moments ?? scratch.moments, moments == nil ? 0 : entities.lowerBound)
    if moments == nil {
      sums.clear()
      for (lane, entity) in entities.enumerated() { add(ratings[entity], to: sums, at: lane) }
    }
    scratch.fillLanes(with: self, entities, sums, from: first)
    unsafe octavo_solve_lanes(rows.order, scratch.matrices, scratch.vectors, scratch.diagonal)
    scratch.read(entities, into: rows)
    let errors = entities.enumerated().map { lane, entity in
      // Without any noise rounding is all there is, on either side of 0.
      max(0, sums.squaredError(first + lane, rows, entity) + Double(sums.squares(first + lane)))
    }
    return (errors, scratch.covariance(of: entities.map { !ratings[$0].isEmpty }))
  }

  /// How many of the others have their turn at once; nil where all have it.
  ///
  /// By sizes alone, so that the order of sums is the same on every machine.
  var othersPerTurn: Int? {
    let perTurn = bytesPerTurn / (others.table.columns * MemoryLayout<Float>.stride)
    let turns = (others.rows + perTurn - 1) / perTurn
    // The sums of all entities come from memory in each turn, and must be less than what stays away.
    let pays =
      turns > 2 && ratings.rows <= others.rows
      && ratings.indices.count > 4 * turns * ratings.rows
    return pays && ratings.rowsRise ? perTurn : nil
  }

  /// The moments of all entities, some others at a time, which stay in a cache meanwhile.
  ///
  /// A table of more others than a cache holds would come from memory anew for each rating.
  private func momentsInTurns(of perTurn: Int, threads: Int) -> Moments {
    let moments = Moments(entities: ratings.rows, order: others.order)
    let tasks = (ratings.rows + Self.lanes - 1) / Self.lanes
    Parallel.forEach(tasks, threads: threads) { task in
      moments.clear(task * Self.lanes..<min((task + 1) * Self.lanes, ratings.rows))
    }
    for end in stride(from: perTurn, to: others.rows + perTurn, by: perTurn) {
      Parallel.forEach(tasks, threads: threads) { task in
        for entity in task * Self.lanes..<min((task + 1) * Self.lanes, ratings.rows) {
          let places = moments.take(upTo: end, of: ratings, entity)
          add(places, to: moments, at: entity)
        }
      }
    }
    return moments
  }

  /// Adds Σ β E[u uᵀ] and Σ β x E[u] of some ratings, and Σ β x².
  private func add(_ places: Range<Int>, to moments: Moments, at place: Int) {
    guard !places.isEmpty else { return }
    unsafe ratings.indices.withUnsafeBufferPointer { indices in
      unsafe ratings.values.withUnsafeBufferPointer { values in
        unsafe otherPrecisions.withUnsafeBufferPointer { weights in
          guard let indices = indices.baseAddress, let values = values.baseAddress,
            let weights = weights.baseAddress
          else { return }
          unsafe octavo_add_moments(
            places.count, indices + places.lowerBound, values + places.lowerBound, weights,
            others.table.base, others.packed, others.order, moments.sums(place),
            moments.squaresBase + place)
        }
      }
    }
  }
}

extension SparseRows {
  /// Whether the columns of every row rise.
  fileprivate var rowsRise: Bool {
    (0..<rows).allSatisfy { row in
      self[row].dropFirst().allSatisfy { indices[$0 - 1] < indices[$0] }
    }
  }
}

/// Room for the systems of sixteen entities, and for their sums; one worker at a time uses it.
///
/// `@unchecked Sendable` holds because each worker has its own.
@safe private final class Scratch: @unchecked Sendable {
  typealias Lanes = SIMD16<Float>
  let order: Int
  let matrices: UnsafeMutablePointer<Lanes>
  let vectors: UnsafeMutablePointer<Lanes>
  let diagonal: UnsafeMutablePointer<Lanes>
  let moments: Moments
  private var packed: Int { packedCount(order) }
  private var stride: Int { packed + order }

  init(order: Int) {
    self.order = order
    unsafe matrices = allocateAligned(packedCount(order), of: Lanes.self)
    unsafe vectors = allocateAligned(order, of: Lanes.self)
    unsafe diagonal = allocateAligned(order, of: Lanes.self)
    moments = Moments(entities: GaussianUpdate.lanes, order: order)
  }

  deinit {
    unsafe matrices.deallocate()
    unsafe vectors.deallocate()
    unsafe diagonal.deallocate()
  }

  /// Makes the systems of `entities` from their sums; lanes beyond are systems with Λ alone.
  ///
  /// - Parameter first: The place of the first one's sums.
  func fillLanes(
    with update: GaussianUpdate, _ entities: Range<Int>, _ moments: Moments, from first: Int
  ) {
    for i in 0..<order {
      for j in 0...i {
        unsafe matrices[packedCount(i) + j] = Lanes(repeating: update.priorPrecision[i, j])
      }
      unsafe vectors[i] = .zero
    }
    for entity in entities {
      let lane = entity - entities.lowerBound
      let factor = update.precision * update.precisions[entity]
      let (sums, prior) = unsafe (
        moments.sums(first + lane), update.priorTerms.base + entity * order
      )
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

  /// The sum of the covariances of the lanes that count.
  func covariance(of counts: [Bool]) -> [Float] {
    var mask = Lanes.zero
    for (lane, isCounted) in counts.enumerated() where isCounted { mask[lane] = 1 }
    return (0..<packed).map { unsafe (matrices[$0] * mask).sum() }
  }
}
