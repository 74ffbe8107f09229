import Kernels
import Parallelism

/// The parts of the memory system that data may fit into.
public enum MemoryLevel: String, Sendable, Codable, CaseIterable {
  /// A core's own second-level cache.
  case secondLevel = "L2"
  /// The last-level cache that cores share.
  case lastLevel = "L3"
  /// Main memory.
  case memory

  /// The name in one word.
  public var name: String { rawValue }

  /// The smallest level that holds `bytes`, of which every one of `threads` works on its part.
  public static func holding(_ bytes: Double, threads: Int) -> MemoryLevel {
    if bytes <= Double(Machine.secondLevelCache * threads) { return .secondLevel }
    return bytes <= Double(Machine.lastLevelCache) ? .lastLevel : .memory
  }
}

/// The vectors of the triad: one set for all levels and numbers of threads.
///
/// They are touched first by the thread that makes them, as embedding tables are; on a machine with several
/// memory nodes that is what training meets.
struct TriadWorkload {
  private let (a, b, result): (Matrix, Matrix, Matrix)

  init() {
    // The three of them together are four times as large as the last cache, so that little of a pass is still there
    // when the next one comes.
    let bytes = min(4 * Machine.lastLevelCache / 3, max(1 << 24, Machine.memory / 16))
    let count = max(bytes, 1 << 24) / MemoryLayout<Float>.size
    func vector(_ value: Float) -> Matrix {
      let vector = Matrix(rows: 1, columns: count)
      vector.fill(value)
      return vector
    }
    (a, b, result) = (vector(1), vector(2), vector(0))
  }

  /// The billions of bytes a second that `threads` move, each on a part that fits into `level`.
  func gigabytesPerSecond(_ level: MemoryLevel, threads: Int, lasting seconds: Double) -> Double {
    let part = a.count / threads
    let length = min(part, elements(level, threads: threads))
    // Many passes to a phase, so that waking up the threads does not count.
    let passes = max(1, (1 << 22) / length)
    let duration = secondsPerCall(lasting: seconds) {
      Parallel.forEach(threads, threads: threads) { worker in
        for _ in 0..<passes {
          triad(a, b, times: 3, into: result, range: worker * part..<worker * part + length)
        }
      }
    }
    precondition(result[0, 0] == 7, "the triad gave \(result[0, 0]), expected 7")
    return Double(12 * length * passes * threads) / duration / 1e9
  }

  /// The elements of each vector that a thread works on.
  private func elements(_ level: MemoryLevel, threads: Int) -> Int {
    let bytes =
      switch level {
      case .secondLevel: Machine.secondLevelCache / 2
      case .lastLevel:
        max(3 * Machine.secondLevelCache / 2, Machine.lastLevelCache / 2 / threads)
      case .memory: Int.max
      }
    return bytes / 12
  }
}
