internal import CIntrinsics

/// What the factors of a dense layer's products are, while training; sums are always of single precision.
public enum Precision: String, Sendable, Codable, CaseIterable {
  /// Numbers of 24 significant bits, multiplied by OpenBLAS.
  case single
  /// Numbers rounded to eight significant bits as they are multiplied: Kalamkar and others, "A Study of
  /// BFLOAT16 for Deep Learning Training", 2019.
  case bfloat16

  /// Whether this processor has the instructions.
  public var isAvailable: Bool {
    switch self {
    case .single: true
    case .bfloat16: octavo_has_bfloat16() != 0
    }
  }
}
