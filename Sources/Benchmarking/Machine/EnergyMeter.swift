/// The energy that the processors took since this was made, by the counters of Linux's powercap.
///
/// Most virtual machines have none, and on others root alone may read them.
struct EnergyMeter {
  private let packages: [Package]

  /// The counter of one socket.
  private struct Package {
    let path: String
    /// Where it begins anew, in microjoules.
    let range: Double
    let start: Double

    init?(_ path: String) {
      guard let start = Self.number(path + "/energy_uj"),
        let range = Self.number(path + "/max_energy_range_uj")
      else { return nil }
      (self.path, self.range, self.start) = (path, range, start)
    }

    var joules: Double? {
      Self.number(path + "/energy_uj").map { now in
        (now >= start ? now - start : now + range - start) / 1e6
      }
    }

    private static func number(_ path: String) -> Double? {
      LinuxFiles.text(path).flatMap { Double($0) }
    }
  }

  /// Begins now, with the counters of sockets below `root`.
  init(root: String = "") {
    packages = LinuxFiles.numbered(root + "/sys/class/powercap", "intel-rapl:")
      .compactMap { Package($0) }
  }

  /// The joules of all sockets; nil where a counter cannot be read.
  ///
  /// A counter that went round more than once is not noticed.
  var joules: Double? {
    guard !packages.isEmpty else { return nil }
    return packages.reduce(0) { sum, package in
      guard let sum, let joules = package.joules else { return nil }
      return sum + joules
    }
  }
}
