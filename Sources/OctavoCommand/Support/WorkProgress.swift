import Foundation
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

  /// Removes the line.
  func clear() { write("\r\u{1B}[K") }

  private func write(_ text: String) {
    if isVisible { StandardStream.writeError(text, isOwn: true) }
  }
}
