import Foundation

/// How learning rates change from the first step to the last.
///
/// A schedule gives a factor in (0, 1] for every step, with which both learning rates are multiplied. It
/// knows nothing but step numbers, so a resumed training meets the same rates.
public struct LearningRateSchedule: Sendable, Codable, Equatable {
  /// The shape of the curve.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// 1 all along.
    case constant
    /// A line from 1 to ``finalShare``.
    case linear
    /// Multiplied by ``decay`` after every ``interval`` epochs.
    case step
    /// Half a cosine from 1 to ``finalShare``: Loshchilov and Hutter, "SGDR", ICLR 2017, without restarts.
    case cosine
    /// Multiplied by ``decay`` whenever ``interval`` epochs in a row brought no lower validation error.
    case plateau
  }

  /// The shape of the curve.
  ///
  /// The default is a line.
  public var kind = Kind.linear
  /// The number of steps over which rates first rise from near 0 to 1, evenly; then the shape begins.
  ///
  /// The default is 0.
  public var warmUp = 0
  /// The factor at the last step of a line or a cosine.
  ///
  /// The default is 0.01.
  public var finalShare = 0.01
  /// What `step` and `plateau` multiply rates by.
  ///
  /// The default is 0.5.
  public var decay = 0.5
  /// The number of epochs after which `step`, and of idle epochs after which `plateau`, lowers rates.
  ///
  /// The default is 3.
  public var interval = 3

  /// The defaults.
  public init() {}

  /// The factor on the learning rates at step `step`, counted from 0.
  ///
  /// - Parameters:
  ///   - step: The number of steps taken before.
  ///   - total: The number of steps of the whole training.
  ///   - stepsPerEpoch: The number of steps of an epoch.
  ///   - reductions: How often a plateau was met. The default is 0.
  /// - Returns: The rise, to 1 at the last step of the warm-up; after it the shape, from 1 there to its end at the
  ///   last step of the training. A number from 0 to 1; 0 only at the end of a curve whose ``finalShare`` is 0.
  package func factor(
    atStep step: Int, of total: Int, stepsPerEpoch: Int, reductions: Int = 0
  ) -> Double {
    guard step >= warmUp else { return Double(step + 1) / Double(warmUp) }
    // The step at which the shape is 1: the first, or the last of the warm-up.
    let start = max(0, warmUp - 1)
    let (done, last) = (Double(step - start), Double(max(1, total - 1 - start)))
    return switch kind {
    case .constant: 1
    case .linear: 1 + (finalShare - 1) * done / last
    case .step: pow(decay, Double((step - warmUp) / (stepsPerEpoch * interval)))
    case .cosine: finalShare + (1 - finalShare) * (1 + cos(.pi * done / last)) / 2
    case .plateau: pow(decay, Double(reductions))
    }
  }
}
