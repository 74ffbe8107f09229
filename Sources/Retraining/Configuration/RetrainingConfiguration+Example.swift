extension RetrainingConfiguration {
  /// A file with every key, its meaning and this configuration's value: with the defaults, an example.
  public var documentedFile: String {
    var lines = [
      "# What `octavo retrain --config FILE` does every night. Every key stands here with its default; only",
      "# data.folder and models.folder have none. Paths count from the folder of this file.",
      "#",
      "# OCTAVO_RETRAIN_GATE_MARGIN=0.01 in the environment takes the place of gate.margin here, and",
      "# --set gate.margin=0.01 on the command line that of both; lists are written 128,64 there.",
    ]
    for (section, help) in ConfigurationKeys.sections {
      lines += ["", "# \(help)", "\(section):"]
      var group = ""
      for key in ConfigurationKeys.all where key.name.hasPrefix(section + ".") {
        let parts = key.name.split(separator: ".").map(String.init)
        let inner = parts.count == 3 ? parts[1] : ""
        if inner != group, !inner.isEmpty { lines.append("  \(inner):") }
        group = inner
        lines += Self.lines(key, parts, show: key.show(self))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(
    _ key: ConfigurationKey, _ parts: [String], show value: String
  ) -> [String] {
    let indent = String(repeating: "  ", count: parts.count - 1)
    let help = key.help.split(separator: "\n").map { "\(indent)# \($0)" }
    return help + ["\(indent)# (\(key.expected))", "\(indent)\(parts[parts.count - 1]): \(value)"]
  }
}
