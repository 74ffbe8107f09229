import ArgumentParser
import Octavo
import Support

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
  var format = ListFormat.text

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let folder = try PinnedFolder(model)
    let recommender = try ModelFolder.read(folder)
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
}
