import Foundation
import Octavo
import Support

/// One line on a terminal that tells how far a training has come.
///
/// It is drawn at most ten times a second and wiped before anything else is printed, so a log file never
/// holds a trace of it: where standard error is no terminal it is not made at all. It never fills a
/// terminal's line: one that wraps could not be wiped.
final class ProgressBar: TrainingCallback {
  private let terminal: FileHandle
  private let name: String
  private var begunAt = ContinuousClock.now
  private var drawnAt = ContinuousClock.now
  private var firstStep = 0
  private var ratings = 0
  private var isVisible = false

  private static let interval = Duration.milliseconds(100)
  private static let widths = 4...20
  /// What stays free at a line's end: room for the `^C` that a terminal shows.
  private static let margin = 3

  /// A bar on standard error; nil where that is no terminal.
  ///
  /// - Parameter name: What the line begins with. The default is "epoch".
  static func onTerminal(_ name: String = "epoch") -> ProgressBar? {
    isatty(STDERR_FILENO) == 1 ? ProgressBar(on: .standardError, name) : nil
  }

  init(on terminal: FileHandle, _ name: String = "epoch") {
    (self.terminal, self.name) = (terminal, name)
  }

  func trainingBegins(_ run: TrainingRun) {
    (begunAt, drawnAt, firstStep) = (.now, .now, run.stepCount)
  }

  func stepEnds(_ run: TrainingRun) -> Verdict {
    ratings += run.lastStepCount
    let now = ContinuousClock.now
    if now - drawnAt >= Self.interval {
      draw(run, seconds: (now - begunAt).seconds)
      drawnAt = now
    }
    return .continue
  }

  func epochEnds(_ report: Epoch, _ run: TrainingRun) -> Verdict {
    wipe()
    return .continue
  }

  func trainingEnds(_ run: TrainingRun) { wipe() }

  /// Removes the line.
  func wipe() {
    guard isVisible else { return }
    write("\r\u{1B}[K")
    isVisible = false
  }

  private func draw(_ run: TrainingRun, seconds: Double) {
    let line = Self.line(
      name, epoch: run.epoch, epochs: run.epochs,
      share: Double(run.progress.position) / Double(run.ratingCount),
      ratingsPerSecond: Double(ratings) / seconds,
      secondsLeft: seconds * Double(run.totalSteps - run.stepCount)
        / Double(run.stepCount - firstStep), mse: run.epochMSE, columns: columns)
    write("\r\(line)\u{1B}[K")
    isVisible = true
  }

  /// A terminal that is gone is no reason to end a training.
  private func write(_ text: String) { try? terminal.write(contentsOf: Data(text.utf8)) }

  /// The width of the terminal now: it may change on the way.
  private var columns: Int {
    var size = winsize()
    guard ioctl(terminal.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  /// `epoch 3/20 [=====>    ]  45 %  812,345 ratings/s  0:12 left  MSE 0.7712`, in fewer than `columns`.
  ///
  /// A narrow terminal has a shorter bar, a narrower one none, and the end of what still does not fit is
  /// cut off.
  static func line(
    _ name: String = "epoch", epoch: Int, epochs: Int, share: Double, ratingsPerSecond: Double,
    secondsLeft: Double,
    mse: Double, columns: Int
  ) -> String {
    let head = "\(name) \(epoch)/\(epochs) "
    let tail =
      String(format: "%3d", Int(share * 100)) + " %  \(Int(ratingsPerSecond).grouped) ratings/s  "
      + "\(clock(secondsLeft)) left  MSE \(fixed(mse, 4))"
    let room = columns - margin - head.count - tail.count - "[] ".count
    let bar = room < widths.lowerBound ? "" : bar(share, width: min(room, widths.upperBound)) + " "
    return String((head + bar + tail).prefix(max(0, columns - margin)))
  }

  /// `[=====>    ]` with `width` characters between the brackets.
  private static func bar(_ share: Double, width: Int) -> String {
    let filled = Int(share * Double(width))
    let head = filled < width ? ">" : ""
    return "["
      + (String(repeating: "=", count: filled) + head).padding(
        toLength: width, withPad: " ", startingAt: 0) + "]"
  }

  /// `0:12` or `1:00:12`.
  private static func clock(_ seconds: Double) -> String {
    let left = Int(seconds.rounded(.up))
    return left >= 3600
      ? String(format: "%d:%02d:%02d", left / 3600, left / 60 % 60, left % 60)
      : String(format: "%d:%02d", left / 60, left % 60)
  }
}
