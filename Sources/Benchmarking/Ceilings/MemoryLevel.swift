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
    let caches = Caches.present
    if bytes <= Double(caches.secondLevel * threads) { return .secondLevel }
    return bytes <= Double(caches.lastLevel(of: threads)) ? .lastLevel : .memory
  }
}

/// The vectors of the triad for one number of threads, as STREAM has them.
///
/// Each part is touched first by the thread that will read it, so that it lies in the memory nearest to it. Together
/// they are four times as large as all caches of the machine, so that nothing of a pass is still there when the next
/// one comes; on machines with little memory a sixteenth of it.
struct TriadWorkload {
  private let (a, b, result): (Matrix, Matrix, Matrix)
  private let pool: ThreadPool
  private let caches = Caches.present

  /// How many times the caches' size the vectors are.
  private static let timesCaches = 4

  init(threads: Int) {
    pool = ThreadPool(size: threads)
    let all = caches.allOfLastLevel + threads * caches.secondLevel
    let bytes = min(Self.timesCaches * all / 3, max(1 << 24, Machine.memory / 48))
    let count = bytes / MemoryLayout<Float>.size
    func vector() -> Matrix { Matrix(rows: 1, columns: count) }
    let (a, b, result) = (vector(), vector(), vector())
    let part = count / threads
    // A worker begins with the task of its number: what is touched here, and read by the triad.
    pool.run(threads) { _, worker in
      for place in worker * part..<worker * part + part {
        (a[0, place], b[0, place], result[0, place]) = (1, 2, 0)
      }
    }
    (self.a, self.b, self.result) = (a, b, result)
  }

  /// The billions of bytes a second that the threads move, each on a part that fits into `level`.
  func gigabytesPerSecond(_ level: MemoryLevel, lasting seconds: Double) -> Double {
    let threads = pool.size
    let part = a.count / threads
    let length = min(part, elements(level))
    // Many passes to a phase, so that waking up the threads does not count.
    let passes = max(1, (1 << 22) / length)
    func pass() {
      pool.run(threads) { _, worker in
        for _ in 0..<passes {
          triad(a, b, times: 3, into: result, range: worker * part..<worker * part + length)
        }
      }
    }
    // The first pass brings the data where they belong, and does not count.
    pass()
    let duration = secondsPerCall(lasting: seconds, pass)
    precondition(result[0, 0] == 7, "the triad gave \(result[0, 0]), expected 7")
    return Double(12 * length * passes * threads) / duration / 1e9
  }

  /// The elements of each vector that a thread works on: half of its share of a cache, since other things lie there, too.
  private func elements(_ level: MemoryLevel) -> Int {
    let bytes =
      switch level {
      case .secondLevel: caches.secondLevel / 2
      case .lastLevel:
        max(3 * caches.secondLevel / 2, caches.lastLevel(of: pool.size) / 2 / pool.size)
      case .memory: Int.max
      }
    return bytes / 12
  }
}
