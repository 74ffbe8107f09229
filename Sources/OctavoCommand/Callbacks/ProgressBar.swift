import Foundation
import Reports
import Training

/// One line on a terminal that tells how far a training has come.
///
/// It is drawn at most ten times a second and wiped before anything else is printed, so a log file never
/// holds a trace of it: where standard error is no terminal it is not made at all.
final class ProgressBar: TrainingCallback {
  private let terminal: FileHandle
  private var begunAt = ContinuousClock.now
  private var drawnAt = ContinuousClock.now
  private var firstStep = 0
  private var ratings = 0
  private var isVisible = false

  private static let interval = Duration.milliseconds(100)
  private static let width = 20

  /// A bar on standard error; nil where that is no terminal.
  static var onTerminal: ProgressBar? {
    isatty(STDERR_FILENO) == 1 ? ProgressBar(on: .standardError) : nil
  }

  init(on terminal: FileHandle) { self.terminal = terminal }

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
    return .goOn
  }

  func epochEnds(_ report: EpochReport, _ run: TrainingRun) -> Verdict {
    wipe()
    return .goOn
  }

  func trainingEnds(_ run: TrainingRun) { wipe() }

  /// Removes the line.
  func wipe() {
    guard isVisible else { return }
    terminal.write(Data("\r\u{1B}[K".utf8))
    isVisible = false
  }

  private func draw(_ run: TrainingRun, seconds: Double) {
    let line = Self.line(
      epoch: run.epoch, epochs: run.configuration.epochs,
      share: Double(run.progress.position) / Double(run.ratingCount),
      ratingsPerSecond: Double(ratings) / seconds,
      secondsLeft: seconds * Double(run.totalSteps - run.stepCount)
        / Double(run.stepCount - firstStep), mse: run.epochMSE)
    terminal.write(Data("\r\(line)\u{1B}[K".utf8))
    isVisible = true
  }

  /// `epoch 3/20 [=====>    ]  45 %  812,345 ratings/s  0:12 left  MSE 0.7712`.
  static func line(
    epoch: Int, epochs: Int, share: Double, ratingsPerSecond: Double, secondsLeft: Double,
    mse: Double
  ) -> String {
    let filled = Int(share * Double(width))
    let bar =
      String(repeating: "=", count: filled) + (filled < width ? ">" : "")
      + String(repeating: " ", count: max(0, width - filled - 1))
    let left = Int(secondsLeft.rounded(.up))
    let percent = String(format: "%3d", Int(share * 100))
    let clock =
      left >= 3600
      ? String(format: "%d:%02d:%02d", left / 3600, left / 60 % 60, left % 60)
      : String(format: "%d:%02d", left / 60, left % 60)
    return "epoch \(epoch)/\(epochs) [\(bar)] \(percent) %  \(Int(ratingsPerSecond).grouped) "
      + "ratings/s  \(clock) left  MSE \(fixed(mse, 4))"
  }
}
