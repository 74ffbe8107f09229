import Foundation
import Octavo
import Parallelism
import Support

/// One line that tells how much of a piece of work is done: on a terminal alone, and wiped in the end.
struct WorkProgress {
  private let word: String
  private let isVisible = isatty(STDERR_FILENO) == 1

  /// A line that begins with `word`.
  init(_ word: String) { self.word = word }

  /// Shows `share`, from 0 to 1.
  func show(_ share: Double) {
    write("\r\(word) … \(Int(100 * share)) %\u{1B}[K")
  }

  /// Shows for how long the work has been done.
  private func show(seconds: Double) { write("\r\(word) … \(Int(seconds)) s\u{1B}[K") }

  /// Removes the line.
  func clear() { write("\r\u{1B}[K") }

  private func write(_ text: String) {
    if isVisible { StandardStream.writeError(text, isOwn: true) }
  }
}

extension WorkProgress {
  /// Does `work`, and meanwhile shows for how long: for work of which nobody knows how much is left.
  ///
  /// Whatever `work` prints would stand behind the line.
  static func watching<Result>(_ word: String, _ work: () throws -> Result) rethrows -> Result {
    let progress = WorkProgress(word)
    guard progress.isVisible else { return try work() }
    defer { progress.clear() }
    let start = ContinuousClock.now
    return try Ticker.during(
      every: 200, tick: { progress.show(seconds: (ContinuousClock.now - start).seconds) }, work)
  }
}
