import Foundation
import Synchronization

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
  /// How many processes that work together share them, this one included.
  public let sharers: Int

  /// So many processors.
  public init(online: Int, allowed: Int? = nil, quota: Double? = nil, sharers: Int = 1) {
    (self.online, self.allowed, self.quota) = (online, allowed, quota)
    self.sharers = sharers
  }

  /// How many threads are worth while: at least 1.
  public var count: Int { max(1, ofAllSharers / sharers) }

  private var ofAllSharers: Int {
    max(1, min(online, allowed ?? online, Int(min(quota ?? .infinity, 1e6))))
  }

  /// Why not all that are online, in a few words; nil where it is all.
  public var reason: String? {
    guard count < online else { return nil }
    if sharers > 1 { return "\(sharers) ranks share \(ofAllSharers) processors of this host" }
    if let quota, Int(quota) < min(online, allowed ?? online) {
      let share = quota == quota.rounded() ? "\(Int(quota))" : String(format: "%.2g", quota)
      return "a quota of \(share) of \(online) processors"
    }
    return "allowed on \(count) of \(online) processors"
  }

  /// What the system says at the first call, and how many processes share it.
  public static var current: UsableProcessors {
    UsableProcessors(
      online: system.online, allowed: system.allowed, quota: system.quota,
      sharers: sharers.load(ordering: .relaxed))
  }

  private static let system = UsableProcessors(root: "")
  private static let sharers = Atomic(1)

  /// Says that `count` processes of this host work together on the same processors, this one included.
  public static func share(among count: Int) { sharers.store(max(1, count), ordering: .relaxed) }

  /// The processors that this process is allowed on, as Linux lists them; nil where the system does not say.
  public static var mask: String? {
    Self.mask(lines(of: "/proc/self/status")).map(String.init)
  }

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
    mask(status).flatMap(ProcessorList.init)?.count
  }

  private static func mask(_ status: [Substring]) -> Substring? {
    let name = "Cpus_allowed_list:"
    return status.first { $0.hasPrefix(name) }?.dropFirst(name.count)
  }
}

/// Processors as Linux lists them: `0-3,8`.
public struct ProcessorList: Sendable, Equatable {
  private let ranges: [ClosedRange<Int>]

  /// The processors that `text` lists; nil where it is no such list.
  public init?(_ text: some StringProtocol) {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").map { Int(Substring($0).trimmed) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, last >= first else {
        return nil
      }
      ranges.append(first...last)
    }
    guard !ranges.isEmpty else { return nil }
    self.ranges = ranges
  }

  /// How many there are, at least one.
  public var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// Whether a processor is on both lists.
  public func overlaps(_ other: ProcessorList) -> Bool {
    ranges.contains { range in other.ranges.contains { $0.overlaps(range) } }
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
