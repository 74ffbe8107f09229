import ArgumentParser
import Kernels
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
    let readers = try profiles.profiles(recommender, maker)
    let admitted = try list.admitted(recommender, model: model)
    let (request, includesRated) = (list.request, list.includeRated)
    let lists = Parallel.map(readers.count, threads: threads.count) { index in
      maker.list(
        for: readers[index].profile, request,
        leavingOut: includesRated ? [] : readers[index].leavingOut, admitted: admitted)
    }
    let form = ListOutput(format: format, maker: maker, explains: explain)
    let texts = try zip(lists, readers).map { try form.rendered($0, for: $1) }
    try deliver(form.header + texts.joined(), to: output)
  }
}
