import OctavoTestSupport
import Testing

@testable import Benchmarking

/// Made-up files of Linux.
@Suite struct MachineStateTests {
  private func state(_ files: [String: String]) throws -> MachineState {
    try withMadeUpFiles(files) { root in
      MachineState(
        root: root, environment: ["OPENBLAS_CORETYPE": "Zen"],
        processorLimit: "a quota of 2 of 4 processors")
    }
  }

  @Test func whatLinuxSaysIsRead() throws {
    var files = [
      "proc/cpuinfo": "model name\t: Some\ncpu MHz\t\t: 2445.404\nflags\t\t: fpu hypervisor\n",
      "proc/loadavg": "1.25 0.80 0.50 2/300 4242\n",
      "sys/devices/system/node/node0/cpulist": "0-1\n",
      "sys/devices/system/node/node1/cpulist": "2-3\n",
      "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "powersave\n",
      "sys/devices/system/cpu/cpufreq/note": "no processor\n",
    ]
    for cpu in 0..<4 {
      let folder = "sys/devices/system/cpu/cpu\(cpu)/"
      files[folder + "topology/physical_package_id"] = "\(cpu / 2)\n"
      files[folder + "topology/thread_siblings_list"] = "\(cpu / 2 * 2)-\(cpu / 2 * 2 + 1)\n"
      for (index, level) in [1, 2, 3].enumerated() {
        files[folder + "cache/index\(index)/level"] = "\(level)\n"
        files[folder + "cache/index\(index)/size"] = "\(1 << (5 * level))K\n"
        files[folder + "cache/index\(index)/shared_cpu_list"] =
          level == 3 ? "\(cpu / 2 * 2)-\(cpu / 2 * 2 + 1)\n" : "\(cpu)\n"
      }
    }
    let state = try state(files)
    #expect(state.sockets == 2 && state.memoryNodes == 2 && state.threadsPerCore == 2)
    #expect(state.lastLevelCaches == 2 * 32_768 << 10)
    #expect(state.isVirtual && state.governor == "powersave")
    #expect(state.megahertz == 2445.404 && state.load == 1.25)
    #expect(
      state.words == [
        "2 sockets, 2 memory nodes, 2 threads a core, 64 MB of last-level caches, a virtual machine",
        "loops of \(state.loopBits) bits, OPENBLAS_CORETYPE=Zen",
        "governor powersave, 2445 MHz, load 1.25 before, a quota of 2 of 4 processors",
      ])
  }

  @Test func whatLinuxDoesNotSayIsLeftOut() throws {
    let state = try state([:])
    #expect(state.sockets == nil && state.lastLevelCaches == nil && state.load == nil)
    #expect(!state.isVirtual)
    #expect(state.words.count == 2)
  }
}
