import Foundation
public import Kernels

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
  /// The mean number of programs that wanted a processor in the minute before; nil if unknown.
  public var load: Double?

  /// Of this machine, now.
  public static var present: MachineFacts {
    MachineFacts(
      processor: processorName ?? "unknown processor", processors: Parallel.processorCount,
      memory: Machine.memory, blasVersion: BLAS.version, blasKernel: BLAS.kernel,
      blasBuild: BLAS.build, load: Machine.load)
  }

  /// Whether figures of the two may be compared as those of one machine.
  public func isSameMachine(as other: MachineFacts) -> Bool {
    var other = other
    other.load = load
    return self == other
  }

  /// By Linux's own words; processors other than x86-64's have no name there.
  private static var processorName: String? {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
      return nil
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
  }
}
