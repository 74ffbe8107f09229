import Training

/// A simpler way to predict, and its test error.
package struct Baseline: Codable, Sendable, Equatable {
  /// What it does, for people.
  package var name: String
  /// Its errors on the model's test ratings.
  package var errors: ErrorMetrics

  /// A way to predict with these errors.
  package init(name: String, errors: ErrorMetrics) { (self.name, self.errors) = (name, errors) }
}
