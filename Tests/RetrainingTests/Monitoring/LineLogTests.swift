import Foundation
import Logging
import Retraining
import Support
import Synchronization
import Testing

@Suite struct LineLogTests {
  /// Lines that were logged.
  private final class Lines: Sendable {
    private let text = Mutex("")

    func add(_ line: String) { text.withLock { $0 += line } }

    var all: [String] { text.withLock { $0.split(separator: "\n").map(String.init) } }
  }

  private let lines = Lines()

  private func logger(_ format: LogFormat, level: Logger.Level = .info) -> Logger {
    let lines = lines
    return Logger(label: "test") { _ in LineLog(format, level: level) { lines.add($0) } }
  }

  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func anEventIsAnObjectOnALine() throws {
    let log = logger(.json)
    log.info(
      "read \"ratings\"\n\u{1}",
      metadata: [
        "rows": .stringConvertible(298_176), "mean": .stringConvertible(3.25),
        "warm": .stringConvertible(true), "file": "a/b\\c", "none": .stringConvertible(Double.nan),
        "names": ["a", "b"], "nested": ["x": .stringConvertible(UInt8(7))],
      ])
    log.error("second")
    #expect(lines.all.count == 2)
    let first = try object(lines.all[0])
    #expect(first["message"] as? String == "read \"ratings\"\n\u{1}")
    #expect(first["level"] as? String == "info")
    #expect(first["rows"] as? Int == 298_176 && first["mean"] as? Double == 3.25)
    #expect(first["warm"] as? Bool == true && first["none"] as? String == "nan")
    #expect(first["file"] as? String == "a/b\\c" && first["names"] as? [String] == ["a", "b"])
    #expect(first["nested"] as? [String: Int] == ["x": 7])
    let time = try #require(first["time"] as? String)
    #expect(
      time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil, "\(time)")
    #expect(try object(lines.all[1])["level"] as? String == "error")
  }

  @Test func metadataNeverHidesWhatEveryLineHas() throws {
    logger(.json).info("words", metadata: ["message": "other", "level": "x", "time": "y"])
    let line = try object(lines.all[0])
    #expect(line["message"] as? String == "words" && line["level"] as? String == "info")
  }

  @Test func textIsOneLineOfWords() throws {
    var log = logger(.text)
    log[metadataKey: "run"] = "7"
    log.warning(
      "data look\nwrong",
      metadata: ["rows": .stringConvertible(12), "why": "fewer \"rows\"", "b": "", "a": "x=y"])
    let line = try #require(lines.all.first)
    #expect(
      line.hasSuffix(
        " warning: data look wrong a=\"x=y\" b=\"\" rows=12 run=7 why=\"fewer \\\"rows\\\"\""),
      "\(line)")
    #expect(lines.all.count == 1)
  }

  @Test func theEventsOwnMetadataCountsBeforeTheLoggers() throws {
    var log = logger(.json)
    log[metadataKey: "night"] = "1"
    log.info("a", metadata: ["night": "2"])
    log.info("b")
    #expect(try object(lines.all[0])["night"] as? String == "2")
    #expect(try object(lines.all[1])["night"] as? String == "1")
  }

  @Test func whatIsBelowTheLevelIsPassedOver() {
    var log = logger(.text, level: .warning)
    log.info("no")
    log.error("yes")
    log.logLevel = .debug
    log.debug("this too")
    #expect(lines.all.count == 2)
  }
}
