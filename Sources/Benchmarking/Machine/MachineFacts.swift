import Foundation
public import Kernels
import Parallelism

/// What numbers of a benchmark depend on beside the program.
public struct MachineFacts: Sendable, Codable, Equatable {
  /// The processor's name.
  public var processor: String
  /// How many processors are online.
  public var processors: Int
  /// The bytes of memory.
  public var memory: Int
  /// OpenBLAS's version.
  public var blasVersion: String
  /// The kernels that OpenBLAS chose.
  public var blasKernel: String
  /// How OpenBLAS was built to use threads.
  public var blasBuild: BLAS.Build

  /// Of this machine, now.
  public static var present: MachineFacts {
    MachineFacts(
      processor: processorName ?? "unknown processor", processors: Parallel.processorCount,
      memory: Machine.memory, blasVersion: BLAS.version, blasKernel: BLAS.kernel,
      blasBuild: BLAS.build)
  }

  /// By Linux's own words; processors other than x86-64's have no name there.
  private static var processorName: String? {
    LinuxFiles.text("/proc/cpuinfo").flatMap { LinuxFiles.field("model name", of: $0) }
      .map(String.init)
  }
}

/// How busy other programs kept the machine since this was made.
struct BusyProcessors {
  private let watch = Stopwatch()
  private let own = ProcessorTime.ofProcess
  private let all = Self.busySeconds

  /// The mean number of processors that other programs, and other machines on the same hardware, kept busy;
  /// nil where the system does not say.
  var byOthers: Double? {
    guard let all, let now = Self.busySeconds else { return nil }
    return max(0, now - all - (ProcessorTime.ofProcess - own)) / watch.seconds
  }

  /// The processor time of everybody since the system began, in seconds.
  private static var busySeconds: Double? {
    guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8),
      let line = text.split(separator: "\n").first, line.hasPrefix("cpu ")
    else { return nil }
    // user, nice, system, idle, iowait, irq, softirq, steal; in hundredths of a second.
    let ticks = line.split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
    guard ticks.count == 8 else { return nil }
    return (ticks.sum - ticks[3] - ticks[4]) / 100
  }
}
