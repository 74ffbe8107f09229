/// What dense Adam would have done to a row during the steps in which no rating touched it.
///
/// A row last updated at step i has moments m and v. With zero gradients, step t > i changes its weights by
///
///     w ← (1 − ηλ) · w − c(t) · β1^(t−i) · m / (β2^((t−i)/2) · √v + ε(t)),
///     c(t) = η · √(1 − β2^t) / (1 − β1^t),   ε(t) = ε · √(1 − β2^t)
///
/// (Kingma and Ba, "Adam", ICLR 2015, section 2; decoupled decay λ: Loshchilov and Hutter, ICLR 2019). Only
/// m and √v differ between elements, so a run of skipped steps is one multiple of m / (√v + ε(i + 1)):
///
///     w ← decay(i) · w − displacement(i) · m / (√v + ε(i + 1)).
///
/// The one liberty: ε shrinks with √v while a row sleeps. The steps that carry weight are the first few
/// dozen, in which √v shrinks by a percent or two, so the liberty is at most that share of ε / (√v̂ + ε).
///
/// The recurrences cost one short loop a step and no work for any row.
///
/// `@unchecked Sendable` holds because one thread advances it, between the parallel phases that read it.
@safe public final class AdamCatchUp: @unchecked Sendable {
  /// Adam's constants.
  public struct Constants: Sendable, Codable, Equatable {
    /// The decay of the mean of gradients, β1.
    public var firstDecay = 0.9
    /// The decay of the mean of squared gradients, β2.
    public var secondDecay = 0.999
    /// The term that keeps the divisor from 0, ε.
    public var epsilon = 1e-8

    /// Kingma and Ba's constants: 0.9, 0.999 and 1e-8.
    public init() {}

    /// Adam's step size and divisor term at step `step`, counted from 1: c(t) and ε(t).
    public func rates(
      atStep step: Int, learningRate: Double
    ) -> (rate: Double, epsilon: Double) {
      let root = (1 - power(secondDecay, step)).squareRoot()
      return (learningRate * root / (1 - power(firstDecay, step)), epsilon * root)
    }
  }

  /// How many steps the tables span; afterwards every row must be brought up to date.
  public let span: Int
  /// The step after which the tables were last restarted.
  public internal(set) var base = 0
  /// The last step taken.
  public internal(set) var step = 0

  /// β1^k and β2^k for k = 0 … span.
  let firstPowers: UnsafeMutablePointer<Float>
  let secondPowers: UnsafeMutablePointer<Float>
  private let constants: Constants
  private let ratioPowers: [Double]
  let decayProducts: UnsafeMutablePointer<Double>
  let sums: UnsafeMutablePointer<Double>
  let epsilons: UnsafeMutablePointer<Float>

  /// The smallest product of decays kept before a restart: far from the end of double precision.
  private static let smallestProduct = 1e-30
  /// Terms below this share of the first change no single-precision weight.
  private static let negligible = 1e-12

  /// Tables for up to `span` steps between restarts.
  ///
  /// The default is 65,536.
  public init(constants: Constants, span: Int = 65_536) {
    precondition(span > 0, "a span of \(span) steps")
    self.span = span
    self.constants = constants
    unsafe firstPowers = Self.table(of: constants.firstDecay, count: span + 1)
    unsafe secondPowers = Self.table(of: constants.secondDecay, count: span + 1)
    let ratio = constants.firstDecay / constants.secondDecay.squareRoot()
    ratioPowers = Self.powers(of: ratio, count: span + 1).prefix { $0 > Self.negligible }.map { $0 }
    unsafe decayProducts = allocateAligned(span + 1, of: Double.self)
    unsafe sums = allocateAligned(span + 1, of: Double.self)
    unsafe epsilons = allocateAligned(span + 1, of: Float.self)
    restart()
  }

  deinit {
    unsafe firstPowers.deallocate()
    unsafe secondPowers.deallocate()
    unsafe decayProducts.deallocate()
    unsafe sums.deallocate()
    unsafe epsilons.deallocate()
  }

  /// Whether the tables must be restarted before another step.
  public var isFull: Bool {
    unsafe step - base >= span || decayProducts[step - base] < Self.smallestProduct
  }

  /// Records that step `step + 1` was taken.
  public func advance(learningRate: Double, decay: Double) {
    precondition(!isFull, "the catch-up tables span \(span) steps")
    step += 1
    let now = step - base
    unsafe decayProducts[now] = decayProducts[now - 1] * (1 - learningRate * decay)
    let rate = constants.rates(atStep: step, learningRate: learningRate).rate
    let scaled = unsafe rate / decayProducts[now]
    for past in max(0, now - ratioPowers.count + 1)..<now {
      unsafe sums[past] += scaled * ratioPowers[now - past]
    }
    unsafe sums[now] = 0
    unsafe epsilons[now] = firstMissedEpsilon
  }

  /// Begins the tables anew after every row was brought up to date.
  public func restart() {
    base = step
    unsafe decayProducts[0] = 1
    unsafe sums[0] = 0
    unsafe epsilons[0] = firstMissedEpsilon
  }

  /// What a row last updated at `lastStep` must undergo to stand where dense Adam has it now.
  @inline(__always)
  func coefficients(since lastStep: UInt32) -> (decay: Float, displacement: Float, epsilon: Float) {
    let past = Int(lastStep) - base
    let product = unsafe decayProducts[step - base]
    return unsafe (
      Float(product / decayProducts[past]), Float(sums[past] * product), epsilons[past]
    )
  }

  /// ε(t) at the first step that a row updated now can miss.
  private var firstMissedEpsilon: Float {
    Float(constants.rates(atStep: step + 1, learningRate: 0).epsilon)
  }

  private static func table(of base: Double, count: Int) -> UnsafeMutablePointer<Float> {
    let table = unsafe allocateAligned(count, of: Float.self)
    for (k, power) in powers(of: base, count: count).enumerated() {
      unsafe table[k] = Float(power)
    }
    return unsafe table
  }

  private static func powers(of base: Double, count: Int) -> [Double] {
    var power = 1.0
    return (0..<count).map { _ in
      defer { power *= base }
      // Subnormal numbers are slow and mean nothing here.
      return power < 1e-37 ? 0 : power
    }
  }
}

/// base^exponent by squaring: the same on every machine, unlike a mathematics library's `pow`.
func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
