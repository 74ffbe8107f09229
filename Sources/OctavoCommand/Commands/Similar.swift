import ArgumentParser
import Octavo
import Support

/// Lists books like one book.
struct Similar: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the books most like a book.",
    discussion: "Alike are books that the same readers have, all other books being equal.")

  @OptionGroup var model: ModelOption

  @Option(help: "The book's id, or its title.")
  var book: String

  @Option(
    parsing: .unconditional, help: "How many books. (default: \(ListRequest().count))",
    transform: wholeNumber(1...Int.max))
  var top = ListRequest().count

  @Option(help: "How the list is printed.")
  var format = ListFormat.text

  func run() throws {
    let recommender = try model.read()
    let form = ListOutput(format, try recommender.listMaker(forOne: true))
    let index =
      try recommender.books.index(of: book)
      ?? BookSearch(form).book(book, option: "--book")
    try StandardStream.writeOutput(
      form.rendered(recommender.similar(to: index, count: top), like: index),
      isData: format == .csv)
  }
}
