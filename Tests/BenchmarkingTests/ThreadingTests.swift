import Kernels
import Parallelism
import Testing

@testable import Benchmarking

@Suite struct ThreadingTests {
  private let good = ThreadingFacts(
    build: .pthreads, threadsPerCall: 1, callerLimit: 128, callers: 8, helperShare: 0.01,
    products: 1000, wrongProducts: 0, speedUp: 7.5, differingThreads: [])

  private func findings(_ change: (inout ThreadingFacts) -> Void) -> [ThreadingFinding] {
    var facts = good
    change(&facts)
    return facts.findings
  }

  @Test func nothingIsFoundWhereAllIsWell() {
    #expect(good.findings == [])
    #expect(findings { $0.build = .serial } == [])
    #expect(findings { ($0.speedUp, $0.differingThreads) = (nil, nil) } == [])
  }

  @Test func anOpenMPBuildThatIgnoresTheRequestIsFound() {
    let found = findings { ($0.build, $0.helperShare) = (.openMP, 0.9) }
    #expect(found == [.helpers(.openMP, share: 0.9)])
    #expect(found.first?.description.contains("OMP_NUM_THREADS=1") == true)
  }

  @Test func severalThreadsPerCallAreFoundOnce() {
    let found = findings { ($0.threadsPerCall, $0.helperShare) = (4, 2) }
    #expect(found == [.severalThreadsPerCall(4)])
  }

  @Test func aSerialBuildWithoutLocksIsFound() {
    let found = findings { ($0.build, $0.wrongProducts) = (.serial, 3) }
    #expect(found == [.wrongProducts(.serial, wrong: 3, of: 1000)])
    #expect(found.first?.description.contains("libopenblas0-pthread") == true)
    #expect(found.first?.description.contains("OMP_NUM_THREADS") == false)
  }

  @Test func moreCallersThanTheBuildAllowsAreFound() {
    #expect(
      findings {
        $0.callers = 128
        $0.speedUp = 100
      } == [])
    #expect(
      findings {
        $0.callers = 129
        $0.speedUp = 100
      } == [.tooManyCallers(129, limit: 128)])
  }

  @Test func whoeverIsKeptFromWorkingIsToldWhy() {
    let serial = ThreadingFinding.fewerThreads(1, of: 8, .serial).description
    #expect(serial.contains("1 of 8 threads") && serial.contains("libopenblas0-pthread"))
    let many = ThreadingFinding.fewerThreads(128, of: 200, .pthreads).description
    #expect(many.contains("128 of 200 threads") && !many.contains("libopenblas0-pthread"))
  }

  @Test func aMissingSpeedUpIsFound() {
    #expect(findings { $0.speedUp = 3.1 } == [.noSpeedUp(3.1, callers: 8)])
    #expect(findings { $0.speedUp = 3.3 } == [])
    #expect(findings { ($0.callers, $0.speedUp) = (1, 0.1) } == [])
  }

  @Test func differentModelsAreFoundAndTheGravestComesFirst() {
    let found = findings {
      ($0.wrongProducts, $0.differingThreads, $0.callers) = (1, [2, 3], 200)
      $0.speedUp = 150
    }
    #expect(
      found == [
        .wrongProducts(.pthreads, wrong: 1, of: 1000), .differentModels([2, 3]),
        .tooManyCallers(200, limit: 128),
      ])
  }

  @Test func thisMachineIsLookedAt() {
    let facts = ThreadingFacts.measured(threads: 2, lasting: 0.005)
    #expect(facts.threadsPerCall == 1)
    #expect(facts.products > 0)
    #expect(facts.callers == min(2, Parallel.processorCount))
    #expect(facts.callerLimit >= 50)
    #expect(BLAS.version.contains("."))
  }

  @Test(.enabled(if: BLAS.build == .pthreads))
  func callersOfTheBuildWithPOSIXThreadsGetRightProducts() {
    #expect(ThreadingFacts.measured(threads: 2, lasting: 0.005).wrongProducts == 0)
  }
}
