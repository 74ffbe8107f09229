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
    help: """
      The folder with ratings.csv, and any of books.csv, tags.csv, book_tags.csv, to_read.csv, or a database: \
      postgresql://HOST/NAME, service=NAME or sqlite:FILE.
      """)
  var data: String

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var description: DescriptionOption
  @OptionGroup var files: RatingsFiles
  @OptionGroup var form: RatingsForm
  @OptionGroup var threads: ThreadOptions

  @Option(help: ArgumentHelp("Write a page with charts, too.", valueName: "FILE.html"))
  var report: String?

  @Option(help: "How the result is printed.")
  var format = PlainFormat.text

  @Flag(
    help: """
      Only write data.yaml into the folder, a draft of what its files and columns hold, to be corrected.
      """)
  var writeDescription = false

  func validate() throws { try database.check(data) }

  func run() throws {
    if writeDescription { return try writeDraft() }
    let folder = try DataFolder(
      data, tables: try database.tables(), description: description.file,
      ratings: TableSource.named(files.ratings), format: try form.writtenFormat())
    let tables = folder.tables.rereadable()
    let (found, unused) = try folder.reading {
      let notes = try CatalogFolder(tables, folder.description).notes
      let found = try DataReport(
        exploring: tables, folder.description, format: folder.format, threads: threads.count)
      return (found, notes)
    }
    for note in folder.notes + unused { printError(note) }
    if let report { try AtomicFile.write(try found.html(folder: folder.path).utf8, to: report) }
    switch format {
    case .text: try StandardStream.writeOutput(found.text(folder: folder.path))
    case .json: try StandardStream.writeOutput(try found.json() + "\n")
    }
  }

  /// Writes a draft of a description where there is none yet.
  private func writeDraft() throws {
    let path = data + "/" + DataDescription.fileName
    guard try !FileStatus.exists(path) else {
      throw FileError.cannotCreate(
        path: path, reason: "there is one already; remove it or give it another name first")
    }
    let draft = try DescriptionDraft(ofFolder: data)
    try AtomicFile.write(draft.description.text(others: draft.others).utf8, to: path)
    try StandardStream.writeOutput(
      "\(path): a draft; look at what the columns are taken for, correct it, then train as usual\n")
  }
}
