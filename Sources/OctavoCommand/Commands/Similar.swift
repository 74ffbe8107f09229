import ArgumentParser
import Octavo
import Support

/// Lists books like one book.
struct Similar: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the books most like a book.",
    discussion: "Alike are books that the same readers have, all other books being equal.")

  @OptionGroup var model: ModelOption

  @Option(help: "The book's id.")
  var book: String

  @Option(help: "How many books.")
  var top = ListRequest().count

  @Option(help: "How the list is printed.")
  var format = ListFormat.text

  func validate() throws {
    guard top >= 1 else { throw ValidationError("--top: found \(top), expected at least 1") }
  }

  func run() throws {
    let recommender = try model.read()
    let form = try recommender.requiredListOutput(format)
    guard let index = recommender.books.index(of: book) else {
      throw UsageError(
        description: "--book: found '\(book)', expected the id of one of the model's "
          + "\(recommender.books.count.grouped) books")
    }
    try StandardStream.writeOutput(
      form.rendered(recommender.similar(to: index, count: top), like: index),
      isData: format == .csv)
  }
}
