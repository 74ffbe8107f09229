/// What rank 0 has every rank do next.
enum RankCommand: Equatable {
  /// The step of a batch of an epoch.
  case step(epoch: Int, batch: Int, count: Int, rateFactor: Double)
  /// Bringing every embedding up to the present step.
  case wake
  /// Bringing all rows together on rank 0.
  case collect
  /// Taking over rows from rank 0.
  case spread
  /// Predicting a part of the ratings with a network that comes from rank 0.
  case predict(RatedPart)
  /// Nothing more in this training.
  case end

  /// The command as numbers that travel.
  var words: [Int64] {
    switch self {
    case .end: [0, 0, 0, 0, 0]
    case .wake: [1, 0, 0, 0, 0]
    case .collect: [2, 0, 0, 0, 0]
    case .spread: [3, 0, 0, 0, 0]
    case .predict(let part): [5, part.rawValue, 0, 0, 0]
    case .step(let epoch, let batch, let count, let rateFactor):
      [
        4, Int64(epoch), Int64(batch), Int64(count), Int64(bitPattern: rateFactor.bitPattern),
      ]
    }
  }

  /// The command that ``words`` are of.
  init(words: [Int64]) {
    precondition(words.count == 5, "a command of \(words.count) words")
    switch words[0] {
    case 0: self = .end
    case 1: self = .wake
    case 2: self = .collect
    case 3: self = .spread
    case 4:
      self = .step(
        epoch: Int(words[1]), batch: Int(words[2]), count: Int(words[3]),
        rateFactor: Double(bitPattern: UInt64(bitPattern: words[4])))
    case 5:
      guard let part = RatedPart(rawValue: words[1]) else {
        preconditionFailure("part \(words[1])")
      }
      self = .predict(part)
    default: preconditionFailure("command \(words[0])")
    }
  }
}
