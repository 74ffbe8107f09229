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

  @OptionGroup var target: OutputOptions

  @Option(help: "How the lists are printed.")
  var format = ListFormat.text

  @OptionGroup var threads: ThreadOptions

  private static let tablePart = "lists"

  func validate() throws {
    try target.check(for: Self.tablePart)
    if let output = target.output, DatabaseLocation.isDatabase(output), explain || format == .json {
      throw ValidationError(
        "--output: found a database with --explain or --format json, which its table has no columns for"
      )
    }
    guard profiles.page != nil else { return }
    guard !list.includeRated, list.maxPerAuthor == nil, target.output == nil else {
      throw ValidationError(
        "--page: found it with --include-rated, --max-per-author or --output, which it cannot follow"
      )
    }
  }

  func run() throws {
    let folder = try model.folder()
    let recommender = try ModelFolder.read(folder)
    if let path = profiles.page { return try write(path, recommender, folder) }
    let form = ListOutput(format, try recommender.listMaker(), explains: explain)
    // Before anything is computed: a table that cannot take the rows is refused.
    let table = try target.database().map { location in
      try ModelTable(
        lists: location, table: try target.tableName(for: Self.tablePart), of: recommender,
        isOfModel: profiles.areOfModel)
    }
    let readers = try profiles.profiles(recommender, form)
    let batch = ListBatch(
      form, list.request, admitted: try list.admitted(recommender, in: folder),
      threads: threads.count)
    if let table {
      Interruption.stands("while lists went to a table; those before stay")
      try batch.write(readers, to: table, version: ModelFolder.versionName(at: folder.path))
    } else if let output = target.output {
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
    else { throw ModelError.noLists }
    let html = try page.html()
    try AtomicFile.write(html.utf8, to: path)
    printError(
      "\(path): a page of \(recommender.books.count.grouped) books, "
        + "\(fixed(Double(html.utf8.count) / 1e6, 1)) MB. \(page.loss)")
  }
}
