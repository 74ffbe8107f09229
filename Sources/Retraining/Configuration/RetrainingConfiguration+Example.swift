import Octavo

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
    for (section, help, options) in Self.sections {
      lines += ["", "# \(help)", "\(section):"]
      var group = ""
      for option in options {
        let parts = option.name.split(separator: ".").map(String.init)
        let inner = parts.count == 3 ? parts[1] : ""
        if inner != group, !inner.isEmpty { lines.append("  \(inner):") }
        group = inner
        lines += Self.lines(option, parts, show: option.value(self).yaml)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(
    _ option: ConfigurationOption<Self>, _ parts: [String], show value: String
  ) -> [String] {
    let indent = String(repeating: "  ", count: parts.count - 1)
    let isExplained = value == "auto" && option.defaultWords != value
    let expected = option.expected + (isExplained ? ": \(option.defaultWords)" : "")
    let comments = wrapped(option.help) + wrapped("(\(expected))")
    return comments.map { "\(indent)# \($0)" } + ["\(indent)\(parts[parts.count - 1]): \(value)"]
  }

  /// The words in lines of at most 100 characters.
  private static func wrapped(_ text: String) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + word.count < 100 {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }
}
