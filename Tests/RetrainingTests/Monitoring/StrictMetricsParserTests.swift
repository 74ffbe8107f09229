import Testing

/// A parser that lets everything pass would make other tests worthless.
@Suite struct StrictMetricsParserTests {
  private static let head = "# HELP a_total Words.\n# TYPE a_total counter\n"

  @Test func whatIsGoodIsRead() throws {
    let parser = try StrictMetricsParser(
      Self.head + "a_total{x=\"q\\\"\\\\\\n\",y=\"\"} 1\na_total 2.5e+08\n"
        + "# HELP x_seconds Words\\n\\\\.\n# TYPE x_seconds gauge\nx_seconds -Inf\n")
    #expect(parser.value("a_total", ["x": "q\"\\\n", "y": ""]) == 1)
    #expect(parser.samples.count == 3 && parser.value("x_seconds") == -.infinity)
  }

  /// Files and words of what is wrong with them; @ stands for the head.
  private static let bad: [(text: String, words: String)] = [
    ("a_total 1", "line feed"), ("a_total 1\n", "before its HELP"),
    ("# TYPE a_total counter\na_total 1\n", "before its HELP"),
    ("# HELP a_total Words.\na_total 1\n", "before its HELP"),
    ("# TYPE a_total counter\n# HELP a_total Words.\na_total 1\n", "after TYPE"),
    ("@@a_total 1\n", "second HELP"), ("@", "no samples"),
    ("@a_total 1\na_total 1\n", "same labels"), ("@a_total -1\n", "negative"),
    ("@a_total{x=\"1\",x=\"2\"} 1\n", "label x"), ("@a_total{x=1} 1\n", "labels"),
    ("@a_total{x=\"\\t\"} 1\n", "labels"), ("@a_total one\n", "value"),
    ("@a_total  1\n", "no sample"), ("@\na_total 1\n", "no sample"),
    ("@a_total 1\r\n", "carriage return"), ("@a_total inf\n", "value"),
    ("@a_total 1\n# HELP x Words.\n# TYPE x gauge\nx 1\na_total{x=\"\"} 1\n", "two places"),
    ("# HELP a Words.\n# TYPE a counter\na 1\n", "_total"),
    ("# HELP a_total Words.\n# TYPE a_total gauge\na_total 1\n", "_total"),
    ("# HELP a_count Words.\n# TYPE a_count gauge\na_count 1\n", "histograms"),
    ("# HELP a_gauge Words.\n# TYPE a_gauge gauge\na_gauge 1\n", "type"),
    ("# HELP a_ms Words.\n# TYPE a_ms gauge\na_ms 1\n", "abbreviated"),
    ("# HELP aB Words.\n# TYPE aB gauge\naB 1\n", "snake_case"),
    ("# HELP a \n# TYPE a gauge\na 1\n", "help text"),
  ]

  @Test(arguments: bad)
  func whatIsNotIsRefused(text: String, words: String) {
    let text = text.replacing("@", with: Self.head)
    #expect { try StrictMetricsParser(text) } throws: { error in
      "\(error)".contains(words)
    }
  }
}
