/// A metric of Prometheus' with its samples: see
/// <https://prometheus.io/docs/instrumenting/exposition_formats/>.
public struct MetricFamily: Sendable, Equatable {
  /// What a metric's values mean.
  public enum Kind: String, Sendable {
    /// A value that goes up and down.
    case gauge
    /// A value that only goes up.
    case counter
  }

  /// One value, with what distinguishes it from others of its family.
  public struct Sample: Sendable, Equatable {
    /// Names and values, in the order in which they are written.
    public var labels: KeyValuePairs<String, String>
    /// The value; infinities and NaN are allowed.
    public var value: Double

    /// Two samples are alike when they are written alike.
    public static func == (first: Self, second: Self) -> Bool {
      first.text(of: "") == second.text(of: "")
    }
  }

  /// The name: lower case, base units, `_total` at the end of a counter's and of no other's.
  public let name: String
  /// A sentence for people.
  public let help: String
  /// What the values mean.
  public let kind: Kind
  /// The values.
  public let samples: [Sample]

  /// A metric with these values.
  ///
  /// Traps where the name is none of Prometheus'.
  public init(
    _ name: String, _ kind: Kind = .gauge, help: String,
    _ samples: [(labels: KeyValuePairs<String, String>, value: Double)]
  ) {
    precondition(Self.isName(name), "'\(name)' as the name of a metric")
    precondition(
      name.hasSuffix("_total") == (kind == .counter), "'\(name)' as the name of a \(kind)")
    for sample in samples {
      precondition(
        sample.labels.allSatisfy { Self.isName($0.key) }, "\(sample.labels) as labels of \(name)")
    }
    self.name = name
    self.help = help
    self.kind = kind
    self.samples = samples.map { Sample(labels: $0.labels, value: $0.value) }
  }

  private static func isName(_ text: String) -> Bool {
    text.wholeMatch(of: /[a-z_][a-z0-9_]*/) != nil
  }

  /// The lines of the text format; none where there are no samples.
  var text: String {
    guard !samples.isEmpty else { return "" }
    let help = help.escaped(["\\": "\\\\", "\n": "\\n"])
    return "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
      + samples.map { $0.text(of: name) + "\n" }.joined()
  }
}

extension MetricFamily.Sample {
  /// The name with the labels: what identifies the sample.
  func key(of name: String) -> String {
    guard !labels.isEmpty else { return name }
    let pairs = labels.map { label, value in
      "\(label)=\"\(value.escaped(["\\": "\\\\", "\n": "\\n", "\"": "\\\""]))\""
    }
    return "\(name){\(pairs.joined(separator: ","))}"
  }

  /// The sample's line.
  func text(of name: String) -> String { "\(key(of: name)) \(number)" }

  private var number: String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return Int(exactly: value).map(String.init) ?? "\(value)"
  }
}

extension String {
  fileprivate func escaped(_ escapes: [Character: String]) -> String {
    map { escapes[$0] ?? String($0) }.joined()
  }
}
