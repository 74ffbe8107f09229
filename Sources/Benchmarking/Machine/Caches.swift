import Kernels
import Parallelism

/// The caches of a machine, as Linux describes them to each processor.
///
/// `sysconf` is asked only where Linux says nothing: on virtual machines it may give the last-level caches of all
/// sockets of the host as one.
public struct Caches: Sendable, Equatable {
  /// The bytes of a core's own second-level cache.
  public var secondLevel: Int
  /// The bytes of one cache of the last level.
  public var lastLevel: Int
  /// How many processors share one cache of the last level.
  public var processorsEach: Int
  /// How many caches of the last level there are.
  public var lastLevelCount: Int

  /// The caches of this machine.
  public static let present =
    Caches(root: "")
    ?? Caches(
      secondLevel: Machine.secondLevelCache, lastLevel: Machine.lastLevelCache,
      processorsEach: Int.max, lastLevelCount: 1)

  /// Caches of these sizes.
  init(secondLevel: Int, lastLevel: Int, processorsEach: Int, lastLevelCount: Int) {
    (self.secondLevel, self.lastLevel) = (secondLevel, lastLevel)
    (self.processorsEach, self.lastLevelCount) = (processorsEach, lastLevelCount)
  }

  /// What the files of Linux below `root` say; nil where they do not.
  init?(root: String) {
    let cpus = LinuxFiles.numbered(root + "/sys/devices/system/cpu", "cpu")
    guard let first = cpus.first.map(Self.caches), let last = first.max(by: { $0.level < $1.level })
    else { return nil }
    secondLevel = first.first { $0.level == 2 }?.size ?? last.size
    lastLevel = last.size
    processorsEach = ProcessorList(last.sharedBy)?.count ?? 1
    let everyone = cpus.compactMap { cpu in
      Self.caches(cpu).max { $0.level < $1.level }?.sharedBy
    }
    lastLevelCount = Set(everyone).count
  }

  private static func caches(_ cpu: String) -> [(level: Int, size: Int, sharedBy: String)] {
    LinuxFiles.numbered(cpu + "/cache", "index").compactMap { cache in
      guard let level = LinuxFiles.text(cache + "/level").flatMap({ Int($0) }),
        LinuxFiles.text(cache + "/type") != "Instruction",
        let size = LinuxFiles.text(cache + "/size").flatMap({ Int($0.dropLast()) }),
        let sharedBy = LinuxFiles.text(cache + "/shared_cpu_list")
      else { return nil }
      return (level, size << 10, sharedBy)
    }
  }

  /// The bytes of all caches of the last level together.
  public var allOfLastLevel: Int { lastLevel * lastLevelCount }

  /// The bytes of the last level that `threads` have, each on a processor of its own, neighbours first.
  public func lastLevel(of threads: Int) -> Int {
    lastLevel * min(lastLevelCount, (threads - 1) / processorsEach + 1)
  }
}
