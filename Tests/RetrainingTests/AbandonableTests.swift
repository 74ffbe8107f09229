import Foundation
import Testing

@testable import Retraining

@Suite struct AbandonableTests {
  private struct Failure: Error {}

  @Test func aStepGivesItsResultOrItsError() throws {
    #expect(try abandonable("here") { 7 } == 7)
    #expect(throws: Failure.self) { try abandonable("here") { throw Failure() } }
  }

  @Test func aSignalEndsTheWaitForAStepThatGoesOn() {
    // The step goes on as long as the test holds this.
    let gate = NSLock()
    gate.lock()
    defer { gate.unlock() }
    #expect(throws: RetrainingInterrupted(signal: SIGTERM, place: "while it computed")) {
      try abandonable("while it computed", signal: { SIGTERM }, { gate.withLock {} })
    }
  }
}
