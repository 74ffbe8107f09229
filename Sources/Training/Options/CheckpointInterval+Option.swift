extension OptionKind<ModelCheckpoint.Interval> {
  /// `500`, `30s` or `5m`.
  package static var interval: Self {
    Self(
      expected: "steps, seconds or minutes, such as 500, 30s or 5m",
      read: { $0.word.flatMap { ModelCheckpoint.Interval(word: $0) } },
      show: { .init(word: $0.word) })
  }
}

extension ModelCheckpoint.Interval {
  fileprivate init?(word: String) {
    if let steps = Int(word) {
      guard steps >= 1 else { return nil }
      self = .steps(steps)
      return
    }
    let seconds = ["s": 1.0, "m": 60.0]
    guard let unit = word.last.flatMap({ seconds[String($0)] }),
      let number = Double(word.dropLast()), number > 0, number.isFinite
    else { return nil }
    self = .seconds(number * unit)
  }

  fileprivate var word: String {
    switch self {
    case .steps(let steps): "\(steps)"
    case .seconds(let seconds) where seconds.truncatingRemainder(dividingBy: 60) == 0:
      "\(Int(seconds / 60))m"
    case .seconds(let seconds): "\(seconds)s"
    }
  }
}
