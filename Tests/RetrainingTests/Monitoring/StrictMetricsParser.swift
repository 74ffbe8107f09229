import Foundation

/// Reads Prometheus' text format, version 0.0.4, and refuses what `promtool check metrics` refuses or warns of.
///
/// Written from <https://prometheus.io/docs/instrumenting/exposition_formats/> and
/// <https://prometheus.io/docs/practices/naming/>, apart from the code that it checks.
struct StrictMetricsParser {
  /// One line of a sample.
  struct Sample: Equatable {
    var name: String
    var labels: [String: String]
    var value: Double
  }

  /// What is wrong, and on which line, from 1.
  struct Problem: Error, Equatable, CustomStringConvertible {
    var line: Int
    var description: String
  }

  private(set) var samples: [Sample] = []
  private(set) var types: [String: String] = [:]
  private var helps: [String: String] = [:]
  private var finished: Set<String> = []
  private var open: String?
  private var line = 0

  /// Parses a file.
  init(_ text: String) throws {
    guard !text.utf8.contains(13) else { throw Problem(line: 0, description: "a carriage return") }
    guard text.isEmpty || text.hasSuffix("\n") else {
      throw Problem(line: text.split(separator: "\n").count, description: "no line feed at the end")
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      self.line += 1
      try parse(String(line))
    }
    for name in types.keys where !samples.contains(where: { $0.name == name }) {
      try fail("\(name) has no samples")
    }
  }

  /// The value of the sample with this name and, among others, these labels.
  func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
    samples.first { sample in
      sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value }
    }?.value
  }

  private func fail(_ words: String) throws -> Never {
    throw Problem(line: line, description: words)
  }

  private mutating func parse(_ text: String) throws {
    if let match = text.wholeMatch(of: /# HELP (\S+) (.*)/) {
      let (name, help) = (String(match.1), String(match.2))
      try begin(name)
      guard helps[name] == nil else { try fail("a second HELP of \(name)") }
      guard types[name] == nil else { try fail("HELP of \(name) after TYPE") }
      guard !help.isEmpty, help.wholeMatch(of: /([^\\]|\\[\\n])*/) != nil else {
        try fail("a help text that is empty or badly escaped")
      }
      helps[name] = help
    } else if let match = text.wholeMatch(
      of: /# TYPE (\S+) (counter|gauge|histogram|summary|untyped)/)
    {
      let (name, type) = (String(match.1), String(match.2))
      try begin(name)
      guard types[name] == nil else { try fail("a second TYPE of \(name)") }
      types[name] = type
      try lint(name, type)
    } else {
      try parseSample(text)
    }
  }

  /// All lines of one metric stand together.
  private mutating func begin(_ name: String) throws {
    guard name.wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/) != nil else {
      try fail("the name \(name)")
    }
    guard open != name else { return }
    guard !finished.contains(name) else { try fail("lines of \(name) in two places") }
    if let open { finished.insert(open) }
    open = name
  }

  private mutating func parseSample(_ text: String) throws {
    guard let match = text.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})? (\S+)/) else {
      try fail("'\(text)' is no sample")
    }
    let name = String(match.1)
    try begin(name)
    guard helps[name] != nil, types[name] != nil else {
      try fail("\(name) before its HELP and TYPE")
    }
    let labels = try match.2.map { try parseLabels(String($0.dropFirst().dropLast())) } ?? [:]
    guard !samples.contains(where: { $0.name == name && $0.labels == labels }) else {
      try fail("a second sample of \(name) with the same labels")
    }
    let values = ["+Inf": Double.infinity, "-Inf": -Double.infinity, "NaN": Double.nan]
    guard let value = values[String(match.3)] ?? Double(match.3),
      match.3.first?.isNumber == true || match.3.first == "-" || values[String(match.3)] != nil
    else { try fail("the value \(match.3)") }
    guard types[name] != "counter" || value >= 0 else { try fail("a negative counter") }
    samples.append(Sample(name: name, labels: labels, value: value))
  }

  private func parseLabels(_ text: String) throws -> [String: String] {
    var labels: [String: String] = [:]
    var rest = Substring(text)
    while !rest.isEmpty {
      guard
        let match = rest.prefixMatch(
          of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(,|$)/)
      else { try fail("the labels \(rest)") }
      let name = String(match.1)
      guard !name.hasPrefix("__"), labels[name] == nil else { try fail("the label \(name)") }
      labels[name] = unescaped(match.2)
      rest = rest[match.range.upperBound...]
    }
    return labels
  }

  private func unescaped(_ text: Substring) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        result.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }

  /// The rules of names.
  private func lint(_ name: String, _ type: String) throws {
    let words = name.split(separator: "_").map(String.init)
    let others = ["counter", "gauge", "histogram", "summary"]
    let abbreviated = ["s", "ms", "us", "ns", "sec", "min", "h", "b", "kb", "mb", "gb", "pct"]
    let scaled = ["milliseconds", "minutes", "hours", "days", "kilobytes", "megabytes", "percent"]
    guard name == name.lowercased(), !name.contains(":") else { try fail("\(name): snake_case") }
    guard (type == "counter") == name.hasSuffix("_total") else { try fail("\(name): _total") }
    guard type == "histogram" || !["_count", "_sum", "_bucket"].contains(where: name.hasSuffix)
    else {
      try fail("\(name): a suffix of histograms")
    }
    for word in words {
      guard !others.contains(word) else { try fail("\(name) says its type") }
      guard !abbreviated.contains(word) else { try fail("\(name): an abbreviated unit") }
      guard !scaled.contains(word) else { try fail("\(name): not a base unit") }
    }
  }
}
