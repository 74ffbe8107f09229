import Foundation
public import Support

/// A file of metrics for the textfile collector of Prometheus' node exporter.
public enum PrometheusTextfile {
  /// The metrics in the text format.
  ///
  /// Traps where two metrics have one name.
  public static func text(_ families: [MetricFamily]) -> String {
    let names = families.map(\.name)
    precondition(Set(names).count == names.count, "a metric twice among \(names)")
    return families.map(\.text).joined()
  }

  /// Writes the metrics to `path`, whole or not at all: a scrape sees the old file or the new one.
  ///
  /// - Throws: `FileError`.
  public static func write(_ families: [MetricFamily], to path: String) throws(FileError) {
    try AtomicFile.write(text(families).utf8, to: path)
  }

  /// The samples that were written to `path`, by name and labels as they stand there.
  ///
  /// Counters go on from them. What is no file of ours holds none.
  ///
  /// - Throws: `FileError.unreadable`: counters must not begin anew because a disk failed.
  static func samples(at path: String) throws(FileError) -> [String: Double] {
    let contents: Data
    do {
      contents = try InputFile.contents(of: path)
    } catch {
      if case .unreadable = error { throw error }
      return [:]
    }
    var samples: [String: Double] = [:]
    for line in String(decoding: contents, as: UTF8.self).split(separator: "\n") {
      guard !line.hasPrefix("#"), let space = line.lastIndex(of: " "),
        let value = Double(line[line.index(after: space)...])
      else { continue }
      samples[String(line[..<space])] = value
    }
    return samples
  }
}
