import Foundation
import OctavoTestSupport
import Testing

@testable import Benchmarking

@Suite struct EnergyMeterTests {
  private func files(_ first: Int, _ second: Int) -> [String: String] {
    [
      "sys/class/powercap/intel-rapl:0/energy_uj": "\(first)\n",
      "sys/class/powercap/intel-rapl:0/max_energy_range_uj": "9000000\n",
      // A part of the first socket, which is counted there already.
      "sys/class/powercap/intel-rapl:0:0/energy_uj": "\(first)\n",
      "sys/class/powercap/intel-rapl:0:0/max_energy_range_uj": "9000000\n",
      "sys/class/powercap/intel-rapl:1/energy_uj": "\(second)\n",
      "sys/class/powercap/intel-rapl:1/max_energy_range_uj": "9000000\n",
    ]
  }

  @Test func socketsAreAddedAndACounterMayBeginAnew() throws {
    try withMadeUpFiles(files(1_000_000, 8_000_000)) { root in
      let meter = EnergyMeter(root: root)
      for (path, text) in files(3_500_000, 500_000) {
        try Data(text.utf8).write(to: URL(filePath: root + "/" + path))
      }
      #expect(meter.joules == 2.5 + 1.5)
    }
  }

  @Test func withoutCountersThereIsNoEnergy() throws {
    #expect(try withMadeUpFiles([:]) { EnergyMeter(root: $0).joules } == nil)
  }
}
