import OctavoTestSupport
import Testing

@testable import Parallelism

/// Made-up files of Linux: what decides how many threads work.
@Suite struct UsableProcessorsTests {
  private func usable(_ files: [String: String], online: Int = 64) throws -> UsableProcessors {
    try withMadeUpFiles(files) { UsableProcessors(root: $0, online: online) }
  }

  @Test func withoutLimitsItIsAllThatAreOnline() throws {
    let all = try usable([:])
    #expect(all.count == 64)
    #expect(all.reason == nil)
  }

  @Test func theAffinityMaskCounts() throws {
    let masked = try usable([
      "proc/self/status": "Name:\toctavo\nCpus_allowed:\tff\nCpus_allowed_list:\t0-3,8,10-11\n"
    ])
    #expect(masked.count == 7)
    #expect(masked.reason == "allowed on 7 of 64 processors")
  }

  @Test func theLeastQuotaOnTheWayToTheRootCounts() throws {
    let groups = [
      "proc/self/cgroup": "0::/system.slice/octavo.service\n",
      "sys/fs/cgroup/system.slice/octavo.service/cpu.max": "600000 100000\n",
      "sys/fs/cgroup/system.slice/cpu.max": "450000 100000\n",
    ]
    let limited = try usable(groups)
    #expect(limited.count == 4)
    #expect(limited.reason == "a quota of 4.5 of 64 processors")
  }

  @Test func quotasOfTheFirstVersionCount() throws {
    let limited = try usable([
      "proc/self/cgroup": "5:memory:/job\n4:cpu,cpuacct:/job\n",
      "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us": "200000\n",
      "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us": "100000\n",
    ])
    #expect(limited.count == 2)
    let unlimited = try usable([
      "proc/self/cgroup": "4:cpu:/\n", "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
      "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    ])
    #expect(unlimited.count == 64)
  }

  @Test func halfAProcessorIsOneThread() throws {
    let limited = try usable([
      "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "50000 100000\n",
    ])
    #expect(limited.count == 1)
    #expect(limited.reason == "a quota of 0.5 of 64 processors")
  }

  @Test(arguments: [
    "", "Cpus_allowed_list:\n", "Cpus_allowed_list:\tx-3\n", "Cpus_allowed_list:\t3-1\n",
  ])
  func whatCannotBeReadLimitsNothing(status: String) throws {
    let found = try usable([
      "proc/self/status": status, "proc/self/cgroup": "nonsense\n0::/a\n",
      "sys/fs/cgroup/a/cpu.max": "many few\n",
    ])
    #expect(found.count == 64)
  }

  @Test func processesThatWorkTogetherDivideThem() {
    let shared = UsableProcessors(online: 64, allowed: 16, quota: 12, sharers: 4)
    #expect(shared.count == 3)
    #expect(shared.reason == "4 ranks share 12 processors of this host")
    #expect(UsableProcessors(online: 2, sharers: 4).count == 1)
  }

  @Test func listsOverlapWhereAProcessorIsOnBoth() throws {
    let list = try #require(ProcessorList("0-3,8"))
    #expect(list.overlaps(try #require(ProcessorList("3"))))
    #expect(list.overlaps(try #require(ProcessorList("7-9,20"))))
    #expect(!list.overlaps(try #require(ProcessorList("4-7,9"))))
  }
}
