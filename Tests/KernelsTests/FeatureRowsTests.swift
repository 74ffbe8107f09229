import Kernels
import Testing

@Suite struct FeatureRowsTests {
  @Test(arguments: [1, 7, 16, 33, 63])
  func featuresAreRoundedToATenThousandth(columns: Int) {
    let values = random(4, columns, seed: 3)
    let features = FeatureRows(rows: 4, columns: columns)
    for row in 0..<4 {
      features[row] = values.rows(from: row, count: 1).values.map { 6 * $0 }
    }
    for (found, wanted) in zip(features.values, values.values) {
      #expect(abs(found - 6 * wanted) <= 0.000_093)
    }
    // What was rounded once stays.
    let again = FeatureRows(rows: 4, columns: columns)
    for row in 0..<4 { again[row] = features[row] }
    #expect(again.values == features.values)
  }

  @Test func whatIsBeyondTheLimitIsHeldThere() {
    let features = FeatureRows(rows: 1, columns: 6)
    features[0] = [.infinity, -.infinity, .nan, 7, -7, 0]
    let limit = FeatureScaling.limit
    #expect(features[0] == [limit, -limit, 0, limit, -limit, 0])
  }

  @Test func manyFeaturesBeginAsZeros() {
    let features = FeatureRows(rows: 100_000, columns: 63)
    #expect(features[0].allSatisfy { $0 == 0 } && features[99_999].allSatisfy { $0 == 0 })
    features[99_999] = [Float](repeating: 1, count: 63)
    #expect(features[99_999].allSatisfy { abs($0 - 1) < 0.0001 })
  }

  @Test func scalingIsThatOfTheColumns() {
    let scaling = FeatureScaling(columns: 2) { [[[1], [3, 5]], [[4, 4], [4]]][$0] }
    #expect(scaling.means == [3, 4])
    #expect(abs(scaling.deviations[0] - 1.632_993) < 1e-5 && scaling.deviations[1] == 1)
    #expect(scaling.scaled([3, 100]) == [0, FeatureScaling.limit])
  }
}
