import Foundation
import Synchronization

/// Hidden names beside a destination, for what is on its way there or is being removed:
/// `.NAME.PROCESS.NUMBER.partial` and `….old`.
///
/// They say whose they are, so that those of killed processes can be removed and nothing else is.
enum HiddenName {
  /// What is on its way to its destination, or on its way out.
  enum Purpose: String {
    case partial, old
  }

  /// More bytes of the destination's name would make hidden names longer than a file system takes.
  private static let stemLimit = 220

  /// The numbers in this process' names: in a container the process before may have had the same id.
  private static let own = Mutex<Set<UInt32>>([])

  /// A hidden name beside `path` that nothing has yet.
  static func neighbour(of path: String, _ purpose: Purpose) -> String {
    let number = UInt32.random(in: 0 ... .max)
    own.withLock { _ = $0.insert(number) }
    let name = "\(prefix(of: path))\(getpid()).\(number).\(purpose.rawValue)"
    return URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(name).path
  }

  /// What all hidden names of `path` begin with.
  static func prefix(of path: String) -> String {
    var stem = URL(fileURLWithPath: path).lastPathComponent
    while stem.utf8.count > stemLimit { stem.removeLast() }
    return ".\(stem)."
  }

  /// Whether `name` is one that a process gave which is no longer alive.
  static func isLeftover(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard name.hasPrefix("."), parts.count >= 5, Purpose(rawValue: String(parts.last ?? "")) != nil,
      let number = UInt32(parts[parts.count - 2]), let process = Int32(parts[parts.count - 3]),
      process > 0
    else { return false }
    if process == getpid() { return !own.withLock { $0.contains(number) } }
    return kill(process, 0) != 0 && errno == ESRCH
  }
}
