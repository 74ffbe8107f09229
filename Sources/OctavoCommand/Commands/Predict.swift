import ArgumentParser
import DelimitedText
import Interactions
import Serving

/// Predicts the ratings of pairs of readers and books.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Predict the ratings of pairs of readers and books.",
    discussion: """
      A reader or book that training never saw counts as the average one; where both are unknown the \
      answer is the mean rating.
      """)

  @Option(help: "The model's folder.")
  var model: String

  @Option(help: "A CSV file with the columns user_id and book_id.")
  var pairs: String

  @Option(help: "Where the CSV with predictions goes. (default: standard output)")
  var output: String?

  @OptionGroup var form: RatingsForm
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let recommender = try ModelFolder.read(model)
    var reader = try PairsReader(path: pairs, format: try form.format())
    var pairs: [(reader: String, book: String)] = []
    while let pair = try reader.next() { pairs.append((pair.reader, pair.book)) }
    var text = "user_id,book_id,prediction\n"
    for (pair, prediction) in zip(pairs, recommender.predictions(pairs, threads: threads.count)) {
      text +=
        "\(DelimitedText.quoted(pair.reader)),\(DelimitedText.quoted(pair.book)),\(prediction)\n"
    }
    try deliver(text, to: output)
  }
}
