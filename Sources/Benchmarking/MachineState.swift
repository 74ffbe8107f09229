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
    let cpus = Self.numbered(root + "/sys/devices/system/cpu", "cpu")
    let topologies = cpus.map { $0 + "/topology/" }
    let information = Self.text(root + "/proc/cpuinfo") ?? ""
    coreTypeVariable = environment["OPENBLAS_CORETYPE"]
    loopBits = Machine.loopWidth
    self.processorLimit = processorLimit
    sockets = Self.distinct(topologies.map { $0 + "physical_package_id" })
    let nodes = Self.numbered(root + "/sys/devices/system/node", "node")
    memoryNodes = nodes.isEmpty ? nil : nodes.count
    let siblings = topologies.first.flatMap { Self.text($0 + "thread_siblings_list") }
    threadsPerCore = siblings.flatMap { ProcessorList($0)?.count }
    lastLevelCaches = Self.lastLevelCaches(cpus)
    isVirtual = information.contains(" hypervisor")
    governor = cpus.first.flatMap { Self.text($0 + "/cpufreq/scaling_governor") }
    megahertz = Self.field("cpu MHz", of: information).flatMap { Double($0) }
    load = Self.text(root + "/proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) }
  }

  /// The caches of the highest level, each counted once whoever shares it.
  private static func lastLevelCaches(_ cpus: [String]) -> Int? {
    var sizes: [String: Int] = [:]
    for cpu in cpus {
      let caches = numbered(cpu + "/cache", "index")
      let levels = caches.map { text($0 + "/level").flatMap { Int($0) } ?? 0 }
      guard let highest = levels.max(), let place = levels.lastIndex(of: highest),
        let shared = text(caches[place] + "/shared_cpu_list"),
        let size = text(caches[place] + "/size").flatMap({ Int($0.dropLast()) })
      else { return nil }
      sizes[shared] = size << 10
    }
    return sizes.isEmpty ? nil : sizes.values.reduce(0, +)
  }

  /// The folders `name0`, `name1` … of a folder, in the order of their numbers.
  private static func numbered(_ folder: String, _ name: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { $0.hasPrefix(name) ? Int($0.dropFirst(name.count)) : nil }.sorted()
      .map { "\(folder)/\(name)\($0)" }
  }

  private static func distinct(_ files: [String]) -> Int? {
    let values = Set(files.compactMap(text))
    return values.isEmpty ? nil : values.count
  }

  static func field(_ name: String, of text: String) -> Substring? {
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    let value = line?.split(separator: ":", maxSplits: 1).last
    return value.map { $0.drop { $0 == " " } }
  }

  /// A file's text without blanks around it; nil where it cannot be read.
  static func text(_ path: String) -> String? {
    (try? String(contentsOfFile: path, encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines)
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
