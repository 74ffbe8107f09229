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
      rows are counted and passed over.
      """)

  @Option(
    help: """
      The folder with ratings.csv, and any of books.csv, tags.csv, book_tags.csv, to_read.csv, or a database: \
      postgresql://HOST/NAME, service=NAME or sqlite:FILE.
      """)
  var data: String

  @OptionGroup var database: DatabaseOptions

  @OptionGroup var form: RatingsForm
  @OptionGroup var threads: ThreadOptions

  @Option(help: ArgumentHelp("Write a page with charts, too.", valueName: "FILE.html"))
  var report: String?

  @Option(help: "How the result is printed.")
  var format = PlainFormat.text

  func validate() throws { try database.check(data) }

  func run() throws {
    let folder = try DataFolder(data, tables: try database.tables())
    let found = try folder.reading {
      try DataReport(
        exploring: folder.tables, format: try form.format(), threads: threads.count)
    }
    for note in folder.notes { printError(note) }
    if let report { try AtomicFile.write(try found.html(folder: folder.path).utf8, to: report) }
    switch format {
    case .text: try StandardStream.writeOutput(found.text(folder: folder.path))
    case .json: try StandardStream.writeOutput(try found.json() + "\n")
    }
  }
}
