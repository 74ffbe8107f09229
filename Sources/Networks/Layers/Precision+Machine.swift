public import Kernels
import Support

extension Precision {
  /// Throws a sentence if this processor cannot multiply so.
  ///
  /// - Throws: ``ConfigurationError``.
  public func validateForThisMachine() throws(ConfigurationError) {
    try require(
      isAvailable, "precision", rawValue,
      "single: this processor lacks the instructions AVX512_BF16")
  }
}
