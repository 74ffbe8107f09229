import BookData

/// What the training part says about itself before any learning.
struct TrainingFacts: Sendable {
  let mean: Float
  let range: RatingRange
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
    (self.isReaderTrained, self.isBookTrained) = (isReaderTrained, isBookTrained)
  }
}
