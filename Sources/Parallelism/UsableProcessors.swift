import Foundation

/// How many processors this process may use, and why not more.
///
/// Neither the number of processors online nor Foundation's number knows of a container's quota, and a thread
/// that the quota stops holds up all others.
public struct UsableProcessors: Sendable, Equatable {
  /// The number of processors that are online.
  public let online: Int
  /// The number of processors in the process's affinity mask (`taskset`, a set of processors of a container);
  /// nil where the system does not say.
  public let allowed: Int?
  /// How many processors' time a control group grants; nil without a quota.
  public let quota: Double?

  /// So many processors.
  public init(online: Int, allowed: Int? = nil, quota: Double? = nil) {
    (self.online, self.allowed, self.quota) = (online, allowed, quota)
  }

  /// How many threads are worth while: at least 1.
  public var count: Int {
    max(1, min(online, allowed ?? online, Int(min(quota ?? .infinity, 1e6))))
  }

  /// Why not all that are online, in a few words; nil where it is all.
  public var reason: String? {
    guard count < online else { return nil }
    if let quota, Int(quota) < min(online, allowed ?? online) {
      let share = quota == quota.rounded() ? "\(Int(quota))" : String(format: "%.2g", quota)
      return "a quota of \(share) of \(online) processors"
    }
    return "allowed on \(count) of \(online) processors"
  }

  /// What the system says at the first call.
  public static let current = UsableProcessors(root: "")

  /// What the files of Linux below `root` say.
  ///
  /// - Parameters:
  ///   - root: Where `/proc` and `/sys` lie; empty for the system's own.
  ///   - online: The number of processors online. The default is the system's.
  init(root: String, online: Int = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) {
    self.init(
      online: online, allowed: Self.allowed(lines(of: root + "/proc/self/status")),
      quota: ControlGroups(root: root).quota)
  }

  private static func allowed(_ status: [Substring]) -> Int? {
    let name = "Cpus_allowed_list:"
    guard let line = status.first(where: { $0.hasPrefix(name) }) else { return nil }
    return ProcessorList(line.dropFirst(name.count))?.count
  }
}

/// Processors as Linux lists them: `0-3,8`.
public struct ProcessorList: Sendable, Equatable {
  /// How many there are, at least one.
  public let count: Int

  /// The processors that `text` lists; nil where it is no such list.
  public init?(_ text: some StringProtocol) {
    var count = 0
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").map { Int(Substring($0).trimmed) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, last >= first else {
        return nil
      }
      count += last - first + 1
    }
    guard count > 0 else { return nil }
    self.count = count
  }
}

/// The control groups that a process is in.
private struct ControlGroups {
  private let root: String
  private let groups: [Substring]

  init(root: String) {
    self.root = root
    groups = lines(of: root + "/proc/self/cgroup")
  }

  /// The least quota on the way to the root, in processors.
  var quota: Double? { groups.compactMap(quota(ofGroup:)).min() }

  /// - Parameter line: `0::/path` of version 2, `4:cpu,cpuacct:/path` of version 1.
  private func quota(ofGroup line: Substring) -> Double? {
    let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard fields.count == 3 else { return nil }
    let folders = Self.ancestors(of: String(fields[2]))
    if fields[1].isEmpty {
      return folders.compactMap { quota(ofSecondVersion: "/sys/fs/cgroup" + $0) }.min()
    }
    guard fields[1].split(separator: ",").contains("cpu") else { return nil }
    return ["/sys/fs/cgroup/\(fields[1])", "/sys/fs/cgroup/cpu"].flatMap { mount in
      folders.compactMap { quota(ofFirstVersion: mount + $0) }
    }.min()
  }

  private func quota(ofSecondVersion folder: String) -> Double? {
    let words = lines(of: root + folder + "/cpu.max").first?.split(separator: " ") ?? []
    return words.count == 2 ? Self.quota(words[0], of: words[1]) : nil
  }

  private func quota(ofFirstVersion folder: String) -> Double? {
    guard let time = lines(of: root + folder + "/cpu.cfs_quota_us").first,
      let period = lines(of: root + folder + "/cpu.cfs_period_us").first
    else { return nil }
    return Self.quota(time, of: period)
  }

  /// Nil for `max` and for −1, which mean no quota.
  private static func quota(_ time: Substring, of period: Substring) -> Double? {
    guard let time = Double(time.trimmed), let period = Double(period.trimmed), time > 0, period > 0
    else { return nil }
    return time / period
  }

  /// "/a/b" gives "/a/b", "/a" and ""; a container sees its own group at the root.
  private static func ancestors(of path: String) -> [String] {
    let parts = path.split(separator: "/")
    return (0...parts.count).map { count in parts.prefix(count).map { "/" + $0 }.joined() }
  }
}

/// The lines of a file; none where it cannot be read.
private func lines(of path: String) -> [Substring] {
  ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
}

extension Substring {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
