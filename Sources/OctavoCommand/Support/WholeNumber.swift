import ArgumentParser

/// What reads a whole number of an option, and says which ones it may be; what begins with a dash is found, too, where
/// the option parses its value unconditionally.
func wholeNumber(_ range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
  { word in
    guard let number = Int(word), range.contains(number) else {
      let most = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
      throw ValidationError("expected a whole number, \(range.lowerBound) \(most)")
    }
    return number
  }
}
