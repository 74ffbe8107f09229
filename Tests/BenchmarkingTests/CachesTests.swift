import OctavoTestSupport
import Testing

@testable import Benchmarking

@Suite struct CachesTests {
  /// Eight processors with a second-level cache each and a last-level cache for every four.
  private static let files = (0..<8).reduce(into: [String: String]()) { files, cpu in
    let folder = "sys/devices/system/cpu/cpu\(cpu)/cache/"
    let shared = cpu < 4 ? "0-3" : "4-7"
    let caches = [
      (1, "Data", "32K", "\(cpu)"), (1, "Instruction", "64K", "\(cpu)"),
      (2, "Unified", "1024K", "\(cpu)"), (3, "Unified", "32768K", shared),
    ]
    for (index, (level, kind, size, sharers)) in caches.enumerated() {
      files["\(folder)index\(index)/level"] = "\(level)\n"
      files["\(folder)index\(index)/type"] = "\(kind)\n"
      files["\(folder)index\(index)/size"] = "\(size)\n"
      files["\(folder)index\(index)/shared_cpu_list"] = "\(sharers)\n"
    }
  }

  @Test func whatLinuxSaysIsRead() throws {
    let caches = try withMadeUpFiles(Self.files) { Caches(root: $0) }
    #expect(
      caches
        == Caches(
          secondLevel: 1 << 20, lastLevel: 32 << 20, processorsEach: 4, lastLevelCount: 2))
    #expect(caches?.allOfLastLevel == 64 << 20)
  }

  @Test(arguments: [(1, 1), (4, 1), (5, 2), (8, 2), (99, 2)])
  func threadsHaveTheCachesOfTheirProcessors(threads: Int, caches: Int) {
    let machine = Caches(
      secondLevel: 1 << 20, lastLevel: 32 << 20, processorsEach: 4, lastLevelCount: 2)
    #expect(machine.lastLevel(of: threads) == caches * 32 << 20)
  }

  @Test func nothingIsKnownWhereLinuxSaysNothing() throws {
    #expect(try withMadeUpFiles([:]) { Caches(root: $0) } == nil)
    #expect(Caches.present.lastLevel > 0 && Caches.present.secondLevel > 0)
  }
}
