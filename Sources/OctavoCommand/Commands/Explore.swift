import ArgumentParser
import Exploration
import Octavo
import Support

/// Looks at data before training on them.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at a folder of data before training on it.",
    discussion: """
      Says what the files hold, how the ratings are spread, and what needs correcting, with lines. Bad \
      rows are counted and passed over. The text is looked at several times: standard input and pipes are \
      first copied to a temporary file in TMPDIR, or /tmp.
      """)

  @Option(
    help: "The folder with ratings.csv, and any of books.csv, tags.csv, book_tags.csv, to_read.csv."
  )
  var data: String

  @OptionGroup var files: RatingsFiles
  @OptionGroup var form: RatingsForm
  @OptionGroup var threads: ThreadOptions

  @Option(help: ArgumentHelp("Write a page with charts, too.", valueName: "FILE.html"))
  var report: String?

  @Option(help: "How the result is printed.")
  var format = PlainFormat.text

  func run() throws {
    let tables = DataTables(folder: data).with(ratings: try TableSource.named(files.ratings))
    let found = try DataReport(
      exploring: tables, format: try form.format(), threads: threads.count)
    if let report { try AtomicFile.write(try found.html(folder: data).utf8, to: report) }
    switch format {
    case .text: try StandardStream.writeOutput(found.text(folder: data))
    case .json: try StandardStream.writeOutput(try found.json() + "\n")
    }
  }
}
