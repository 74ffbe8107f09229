/// A held-out rating, what both models say of it, and what groups it belongs to.
struct HeldOutRating: Sendable, Equatable {
  /// The reader's number.
  var reader: UInt32
  /// The rating.
  var value: Float
  /// What the candidate predicts.
  var candidate: Float
  /// What the reference predicts: the model in service, or where there is none the mean.
  var reference: Float
  /// How many ratings of the reader the candidate learned from.
  var readerCount: Int
  /// How many ratings of the book the candidate learned from.
  var bookCount: Int
}

extension [HeldOutRating] {
  /// The sums of squared errors by reader, in the order of their first ratings.
  var clusters: [PairedBootstrap.Cluster] {
    var places: [UInt32: Int] = [:]
    var clusters: [PairedBootstrap.Cluster] = []
    for row in self {
      let place = places[row.reader, default: clusters.count]
      if place == clusters.count {
        places[row.reader] = place
        clusters.append(PairedBootstrap.Cluster(count: 0, candidate: 0, reference: 0))
      }
      clusters[place].count += 1
      clusters[place].candidate += squared(row.candidate, row.value)
      clusters[place].reference += squared(row.reference, row.value)
    }
    return clusters
  }

  /// The root mean squared error of one of the predictions.
  func rmse(_ prediction: (HeldOutRating) -> Float) -> Double {
    (reduce(0) { $0 + squared(prediction($1), $1.value) } / Double(Swift.max(1, count)))
      .squareRoot()
  }

  private func squared(_ prediction: Float, _ value: Float) -> Double {
    let error = Double(prediction) - Double(value)
    return error * error
  }
}
