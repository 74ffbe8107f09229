import Octavo

/// The training was interrupted and saved.
struct Interrupted: Error, CustomStringConvertible {
  let signal: Int32
  let checkpoint: String?
  let runFolder: String

  var description: String {
    "stopped by \(Interruption.name(of: signal)), saved \(checkpoint ?? "nothing"); "
      + "`octavo train --resume \(runFolder)` goes on"
  }
}
