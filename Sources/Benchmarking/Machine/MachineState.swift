import Foundation
import Glibc
import Kernels
import Parallelism

/// What speeds depend on beside the processor's name; what the system does not say is nil.
public struct MachineState: Sendable, Codable, Equatable {
  /// What `OPENBLAS_CORETYPE` asks for; nil where OpenBLAS chooses its kernels.
  public var coreTypeVariable: String?
  /// The bits of a register of the elementwise loops.
  public var loopBits: Int
  /// Why not all processors may be used; nil where they may.
  public var processorLimit: String?
  /// The number of sockets.
  public var sockets: Int?
  /// The number of parts of memory, each nearer to some processors than to others.
  public var memoryNodes: Int?
  /// How many threads a core runs at once.
  public var threadsPerCore: Int?
  /// The bytes of all caches of the last level together.
  public var lastLevelCaches: Int?
  /// Whether the machine is a virtual one.
  public var isVirtual: Bool
  /// How the clock is governed.
  public var governor: String?
  /// The clock of the first processor, in MHz.
  public var megahertz: Double?
  /// The mean number of processes that ran or wanted to in the minute before.
  public var load: Double?

  /// Of this machine, now.
  public static var present: MachineState {
    MachineState(
      root: "", environment: ProcessInfo.processInfo.environment,
      processorLimit: UsableProcessors.current.reason)
  }

  /// What the files of Linux below `root` say.
  init(root: String, environment: [String: String], processorLimit: String?) {
    let cpus = LinuxFiles.numbered(root + "/sys/devices/system/cpu", "cpu")
    let topologies = cpus.map { $0 + "/topology/" }
    let information = LinuxFiles.text(root + "/proc/cpuinfo") ?? ""
    coreTypeVariable = environment["OPENBLAS_CORETYPE"]
    loopBits = Machine.loopWidth
    self.processorLimit = processorLimit
    sockets = Self.distinct(topologies.map { $0 + "physical_package_id" })
    let nodes = LinuxFiles.numbered(root + "/sys/devices/system/node", "node")
    memoryNodes = nodes.isEmpty ? nil : nodes.count
    let siblings = topologies.first.flatMap { LinuxFiles.text($0 + "thread_siblings_list") }
    threadsPerCore = siblings.flatMap { ProcessorList($0)?.count }
    lastLevelCaches = Caches(root: root)?.allOfLastLevel
    isVirtual = information.contains(" hypervisor")
    governor = cpus.first.flatMap { LinuxFiles.text($0 + "/cpufreq/scaling_governor") }
    megahertz = LinuxFiles.field("cpu MHz", of: information).flatMap { Double($0) }
    load = LinuxFiles.text(root + "/proc/loadavg")?.split(separator: " ").first.flatMap {
      Double($0)
    }
  }

  private static func distinct(_ files: [String]) -> Int? {
    let values = Set(files.compactMap(LinuxFiles.text))
    return values.isEmpty ? nil : values.count
  }
}

extension MachineState {
  /// All of it in a few words each.
  public var words: [String] {
    let caches = lastLevelCaches.map { "\($0 >> 20) MB of last-level caches" }
    let shape = [
      sockets.map { "\($0) \($0 == 1 ? "socket" : "sockets")" },
      memoryNodes.map { "\($0) memory \($0 == 1 ? "node" : "nodes")" },
      threadsPerCore.map { "\($0) \($0 == 1 ? "thread" : "threads") a core" }, caches,
      isVirtual ? "a virtual machine" : nil,
    ]
    let clock = [
      governor.map { "governor \($0)" }, megahertz.map { String(format: "%.0f MHz", $0) },
      load.map { String(format: "load %.2f before", $0) }, processorLimit,
    ]
    let core = coreTypeVariable.map { "OPENBLAS_CORETYPE=\($0)" } ?? "OPENBLAS_CORETYPE not set"
    return [
      shape.compactMap(\.self).joined(separator: ", "),
      "loops of \(loopBits) bits, \(core)", clock.compactMap(\.self).joined(separator: ", "),
    ].filter { !$0.isEmpty }
  }
}
