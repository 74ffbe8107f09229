import Support
import Testing

@testable import Workloads

@Suite struct WorkloadsTests {
  @Test(arguments: (Workload.kernels + Workload.training).map(\.name))
  func everyWorkloadPassesItsCheckAndRuns(name: String) throws {
    let workload = try #require(
      (Workload.kernels + Workload.training).first { $0.name == name })
    let body = try workload.prepare()
    body()
    body()
  }

  @Test func namesAreDifferent() {
    let names = (Workload.kernels + Workload.training).map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func checksTellWhatIsWrong() {
    #expect(
      throws: WrongResultError(
        what: "a sum", found: "a difference of 0.5", expected: "at most 0.25")
    ) {
      try require([1, 2.5], equal: [1, 2], within: 0.25, "a sum")
    }
    #expect(throws: WrongResultError.self) {
      try require([.nan], equal: [1], within: 1e9, "a number that is none")
    }
    #expect(throws: WrongResultError.self) { try require([1], equal: [1, 2], within: 1, "counts") }
    #expect(
      throws: WrongResultError(
        what: "lengths", found: "a difference of 0.5", expected: "at most 0.25")
    ) {
      try require([1, 2], near: [0, 2], within: 0.25, "lengths")
    }
    #expect(throws: WrongResultError.self) {
      try require([.nan], near: [1], within: 1e9, "a number that is none")
    }
    #expect(throws: Never.self) { try require([1, 2], equal: [1, 2.1], within: 0.2, "a sum") }
  }
}
