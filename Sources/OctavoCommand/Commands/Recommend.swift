import ArgumentParser
import Octavo
import Reports
import Support

/// Lists books for readers.
struct Recommend: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the books that readers would want to read next.",
    discussion: """
      Books that a reader has rated are left out. --page writes a page that needs neither network nor server: \
      it ranks by relevance, with reasons.
      """)

  @OptionGroup var model: ModelOption

  @OptionGroup var profiles: ProfileOptions
  @OptionGroup var list: ListOptions

  @Flag(help: "Name the rated books that speak most for each recommendation.")
  var explain = false

  @Option(help: "Where the lists go. (default: standard output)")
  var output: String?

  @Option(help: "How the lists are printed.")
  var format = ListFormat.text

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard profiles.page != nil else { return }
    guard !list.includeRated, list.maxPerAuthor == nil, output == nil else {
      throw ValidationError(
        "--page: found it with --include-rated, --max-per-author or --output, which it cannot follow"
      )
    }
  }

  func run() throws {
    let folder = try model.folder()
    let recommender = try ModelFolder.read(folder)
    if let path = profiles.page { return try write(path, recommender, folder) }
    let form = try recommender.requiredListOutput(format, explains: explain)
    let readers = try profiles.profiles(recommender, form)
    let batch = ListBatch(
      form, list.request, admitted: try list.admitted(recommender, in: folder),
      threads: threads.count)
    if let output {
      try batch.write(readers, to: output)
    } else {
      let isData = format == .csv
      try batch.write(readers) { try StandardStream.writeOutput($0, isData: isData) }
    }
  }

  /// Writes the page to try the model by hand.
  private func write(_ path: String, _ recommender: Model, _ folder: PinnedFolder) throws {
    guard
      let page = TryingPage(
        recommender, admitted: try list.admitted(recommender, in: folder), top: list.top,
        threads: threads.count)
    else { throw UsageError.noLists }
    let html = try page.html()
    try AtomicFile.write(html.utf8, to: path)
    printError(
      "\(path): a page of \(recommender.books.count.grouped) books, "
        + "\(fixed(Double(html.utf8.count) / 1e6, 1)) MB. \(page.loss)")
  }
}
