import BookData

/// What the training part says about itself before any learning.
struct TrainingFacts: Sendable {
  let mean: Float
  let range: RatingRange
  /// What the network learns in the place of ratings.
  let scale: RatingScale
  /// The mean of what it learns.
  let standardizedMean: Float
  let isReaderTrained: [Bool]
  let isBookTrained: [Bool]

  init(_ ratings: Ratings, in training: Range<Int>) {
    var sum = 0.0
    var isReaderTrained = [Bool](repeating: false, count: ratings.readers.count)
    var isBookTrained = [Bool](repeating: false, count: ratings.books.count)
    for row in ratings.rows[training] {
      sum += Double(row.value)
      isReaderTrained[Int(row.reader)] = true
      isBookTrained[Int(row.book)] = true
    }
    mean = Float(sum / Double(training.count))
    range = RatingRange(of: ratings.rows[training])
    let scale = RatingScale(of: ratings.rows[training])
    self.scale = scale
    standardizedMean = Float(
      ratings.rows[training].reduce(0.0) { $0 + Double(scale.standardized($1.value)) }
        / Double(training.count))
    (self.isReaderTrained, self.isBookTrained) = (isReaderTrained, isBookTrained)
  }
}
