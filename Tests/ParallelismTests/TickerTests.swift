import Foundation
import Parallelism
import Testing

@Suite struct TickerTests {
  /// Counts what another thread did; each tick makes a file longer, so that nothing is shared but the disk.
  @Test func ticksAtOnceAndNeverAfterwards() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    let file = try #require(FileHandle(forWritingAtPath: path))
    func count() throws -> Int { try Data(contentsOf: URL(fileURLWithPath: path)).count }
    func work() -> Int {
      Thread.sleep(forTimeInterval: 0.05)
      return 7
    }
    let result = Ticker.during(every: 1, tick: { file.write(Data([1])) }, work)
    let ticks = try count()
    #expect(result == 7 && ticks > 1)
    Thread.sleep(forTimeInterval: 0.02)
    #expect(try count() == ticks)
    struct Failure: Error {}
    func failing() throws { throw Failure() }
    #expect(throws: Failure.self) { try Ticker.during(every: 1, tick: {}, failing) }
  }
}
