import BookData

/// A rating that two models did not learn from, what both say of it, and what groups it belongs to.
package struct HeldOutRating: Sendable, Equatable {
  /// The reader's number.
  package var reader: UInt32
  /// The rating.
  package var value: Float
  /// What the candidate predicts.
  package var candidate: Float
  /// What the reference predicts: another model, or where there is none the mean.
  package var reference: Float
  /// How many ratings of the reader the candidate learned from.
  package var readerCount: Int
  /// How many ratings of the book the candidate learned from.
  package var bookCount: Int

  /// A rating of these parts.
  package init(
    reader: UInt32, value: Float, candidate: Float, reference: Float, readerCount: Int,
    bookCount: Int
  ) {
    (self.reader, self.value) = (reader, value)
    (self.candidate, self.reference) = (candidate, reference)
    (self.readerCount, self.bookCount) = (readerCount, bookCount)
  }
}

extension [HeldOutRating] {
  /// The sums of squared errors by reader, in the order of their first ratings.
  package var clusters: [PairedBootstrap.Cluster] {
    [PairedBootstrap.Cluster](
      map { row in
        (
          row.reader,
          PairedBootstrap.Cluster(
            count: 1, candidate: squared(row.candidate, row.value),
            reference: squared(row.reference, row.value))
        )
      })
  }

  /// The root mean squared error of one of the predictions.
  package func rmse(_ prediction: (HeldOutRating) -> Float) -> Double {
    (reduce(0) { $0 + squared(prediction($1), $1.value) } / Double(Swift.max(1, count)))
      .squareRoot()
  }

  private func squared(_ prediction: Float, _ value: Float) -> Double {
    let error = Double(prediction) - Double(value)
    return error * error
  }
}

extension [PairedBootstrap.Cluster] {
  /// The sums of ratings by reader, in the order of their first ratings.
  package init(_ ratings: some Sequence<(reader: UInt32, errors: PairedBootstrap.Cluster)>) {
    var places: [UInt32: Int] = [:]
    self = []
    for (reader, errors) in ratings {
      if let place = places[reader] {
        self[place].add(errors)
      } else {
        places[reader] = count
        append(errors)
      }
    }
  }
}
