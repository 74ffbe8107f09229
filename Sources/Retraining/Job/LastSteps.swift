/// The steps after a decision, of which each is taken whatever became of the others.
struct LastSteps {
  private let tell: (any Error) -> Void
  private var first: (any Error)?

  /// Steps whose errors `tell` is told.
  init(_ tell: @escaping (any Error) -> Void) { self.tell = tell }

  /// Takes a step.
  mutating func take(_ step: () throws -> Void) {
    do {
      try step()
    } catch {
      tell(error)
      first = first ?? error
    }
  }

  /// Ends.
  ///
  /// - Throws: What the first step threw that failed.
  func finish() throws { if let first { throw first } }
}
