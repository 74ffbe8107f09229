import ArgumentParser
import Serving

/// Lists books for readers.
struct Recommend: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the books that readers would want to read next.",
    discussion: "Books that a reader has rated are left out.")

  @Option(help: "The model's folder.")
  var model: String

  @OptionGroup var profiles: ProfileOptions
  @OptionGroup var list: ListOptions

  @Flag(help: "Name the rated books that speak most for each recommendation.")
  var explain = false

  @Option(help: "Where the lists go. (default: standard output)")
  var output: String?

  @Option(help: "How the lists are printed.")
  var format = OutputFormat.text

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let recommender = try ModelFolder.read(model)
    let maker = try recommender.requiredListMaker()
    let admitted = try list.admitted(recommender, model: model)
    let form = ListOutput(format: format, maker: maker, explains: explain)
    var text = form.header
    try profiles.forEachPart(recommender, maker) { readers in
      let lists = maker.lists(
        for: readers.map { ($0.profile, list.includeRated ? [] : $0.leavingOut) }, list.request,
        admitted: admitted, threads: threads.count)
      for (made, reader) in zip(lists, readers) { text += try form.rendered(made, for: reader) }
    }
    try deliver(text, to: output)
  }
}
