import Benchmarking

/// What a record of a run says beside the numbers.
public enum Record {
  /// The machine and its OpenBLAS, as lines of Markdown.
  public static var machine: String {
    let facts = MachineFacts.present
    return """
      - processor: \(facts.processor), \(facts.processors) online
      - threads: 1 and \(facts.processors)
      - memory: \(facts.memory >> 20) MiB
      - OpenBLAS: \(facts.blasVersion), \(facts.blasBuild.rawValue) build, kernels for \
      \(facts.blasKernel), one thread a call
      """
  }
}
