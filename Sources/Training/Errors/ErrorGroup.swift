import BookData
import Support

/// The error on the ratings of one group.
package struct ErrorGroup: Sendable, Equatable {
  /// What the ratings are grouped by; nil for all ratings.
  package var kind: RatingSlice.Kind?
  /// The least value that belongs to the group.
  package var from: Double
  /// The greatest value that belongs to the group, of whole numbers and single values; of intervals their
  /// end; nil without end.
  package var to: Double?
  /// How far predictions are from ratings.
  package var errors: ErrorMetrics
  /// Between what bounds the RMSE lies in 95 of 100 draws of readers.
  package var rmse: PairedBootstrap.Estimate
  /// The mean prediction.
  package var predicted: Double
  /// The mean rating.
  package var actual: Double

  /// The error of predictions on some of the ratings.
  ///
  /// Traps without members.
  init(
    _ slice: RatingSlice?, _ members: [Int], predictions: [Float], rows: [Rating], threads: Int
  ) {
    let errors = members.map { Double(predictions[$0]) - Double(rows[$0].value) }
    let count = Double(members.count)
    (kind, from, to) = (slice?.kind, slice?.from ?? 0, slice?.to)
    // The sums of the training's own last look, to the bit.
    self.errors = .measured(
      on: members.map { rows[$0] }, in: members.indices, threads: threads
    ) { part in part.map { predictions[members[$0]] } }
    predicted = members.reduce(0) { $0 + Double(predictions[$1]) } / count
    actual = members.reduce(0) { $0 + Double(rows[$1].value) } / count
    let squares = zip(members, errors).map { place, error in
      (
        rows[place].reader,
        PairedBootstrap.Cluster(count: 1, candidate: error * error, reference: 0)
      )
    }
    rmse = PairedBootstrap.shown.rmse([PairedBootstrap.Cluster](squares), threads: threads)
  }
}

extension ErrorGroup {
  /// What the group is called: `4`, `3.5 to 4`, `5–9`, `1,000 or more`.
  package var name: String { RatingSlice.name(kind, from: from, to: to) }
}

extension RatingSlice {
  /// What the slice is called: `4`, `3.5 to 4`, `5–9`, `1,000 or more`.
  package var name: String { Self.name(kind, from: from, to: to) }

  fileprivate static func name(_ kind: Kind?, from: Double, to: Double?) -> String {
    switch kind {
    case nil: "all"
    case .rating, .prediction: interval(from, to)
    case .reader, .book: counts(Int(from), to.map { Int($0) - 1 })
    }
  }

  private static func interval(_ from: Double, _ to: Double?) -> String {
    from == to
      ? from.brief : from.brief + (to.map { " to " + $0.brief } ?? " or more")
  }

  private static func counts(_ from: Int, _ last: Int?) -> String {
    guard let last else { return "\(from.grouped) or more" }
    return from == last ? "\(from)" : "\(from.grouped)–\(last.grouped)"
  }
}

extension ErrorGroup: Encodable {
  private enum CodingKeys: String, CodingKey {
    case from, to, predicted, actual
    case lower = "rmse_lower"
    case upper = "rmse_upper"
  }

  /// All of it in one flat object.
  package func encode(to encoder: any Encoder) throws {
    try errors.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    if kind != nil {
      try container.encode(from, forKey: .from)
      try container.encodeIfPresent(to, forKey: .to)
    }
    try container.encode(predicted, forKey: .predicted)
    try container.encode(actual, forKey: .actual)
    try container.encode(rmse.lower, forKey: .lower)
    try container.encode(rmse.upper, forKey: .upper)
  }
}
