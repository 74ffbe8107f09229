import Kernels
import Ranks

extension SideFeatures {
  /// What a rank gets of the inputs that rank 0 has.
  ///
  /// - Parameters:
  ///   - whole: The inputs on rank 0; nil elsewhere.
  ///   - rows: The rows of `whole` that each rank gets; none elsewhere than on rank 0.
  ///   - standardize: What the network sees in the place of an offset. The default is the offset.
  ///   - columns: The number of features.
  /// - Throws: What the ranks throw.
  static func exchanged(
    _ whole: SideFeatures?, rows: [[Int]], standardizedBy standardize: (Float) -> Float = { $0 },
    columns: Int, _ ranks: any Ranks
  ) throws -> SideFeatures {
    let features = rows.map { whole?.features.packed($0) ?? [] }
    let offsets = rows.map { rows in
      whole.map { whole in rows.map { standardize(whole.offsets[$0, 0]) } } ?? []
    }
    let ownFeatures = try ranks.exchange(Parts(features)).values
    let ownOffsets = try ranks.exchange(Parts(offsets)).values
    return SideFeatures(
      features: FeatureRows(packed: ownFeatures[...], columns: columns),
      offsets: Matrix(rows: ownOffsets.count, columns: 1, values: ownOffsets))
  }
}
