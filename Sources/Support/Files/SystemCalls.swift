import Foundation

/// The result of a call to the system, which is made again where a signal interrupted it.
///
/// Local file systems never let themselves be interrupted; those over a network do.
func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

/// Writes all of `bytes` to an open file.
///
/// - Returns: Whether that went well; where not, `errno` says why.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var rest = bytes
  while !rest.isEmpty {
    let count = rest.count
    let written = uninterrupted { write(descriptor, rest, count) }
    if written < 0 && errno == EAGAIN {
      // A terminal that another program set so that writing does not wait.
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = uninterrupted { poll(&request, 1, -1) }
    } else if written <= 0 {
      return false
    } else if written == count {
      return true
    } else {
      rest.removeFirst(written)
    }
  }
  return true
}
