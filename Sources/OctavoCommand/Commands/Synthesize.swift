import ArgumentParser
import Support
import Synthesis

/// Writes made data in goodbooks-10k's form.
struct Synthesize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make data to try things on.",
    discussion: """
      Without sizes: a sample shelf of real classics, rated by simulated readers. With sizes: as many \
      readers, books and ratings as asked for, shaped like goodbooks-10k, with planted structure whose \
      best attainable error stands in synthesis.json.
      """)

  @Option(help: "The folder to write to; created where it is missing.")
  var output: String

  @Option(
    help: """
      How many readers. (default: the sample shelf; with other sizes one for each \
      \(SynthesisConfiguration.usualRatingsPerReader) ratings, or \(SynthesisConfiguration().readers))
      """)
  var readers: Int?

  @Option(
    help: """
      How many books. (default: the sample shelf; with other sizes \(SynthesisConfiguration().books))
      """)
  var books: Int?

  @Option(
    help: """
      How many ratings. (default: the sample shelf; with other sizes \
      \(SynthesisConfiguration.usualRatingsPerReader) a reader, or half of the books where they are few)
      """)
  var ratings: Int?

  @Option(help: "What the data depend on: same seed, same bytes.")
  var seed: UInt64 = 1

  func run() throws {
    let summary = try write()
    try StandardStream.writeOutput(
      """
      \(output): \(summary.ratings.grouped) ratings of \(summary.books.grouped) books \
      by \(summary.readers.grouped) readers, mean \(fixed(summary.meanRating, 3))
      best attainable RMSE: \(fixed(summary.bestAttainableRMSE, 4))

      """)
  }

  private func write() throws -> SynthesisSummary {
    guard readers != nil || books != nil || ratings != nil else {
      return try SampleShelf.write(to: output, seed: seed)
    }
    let configuration = SynthesisConfiguration(
      readers: readers, books: books, ratings: ratings, seed: seed)
    return try LargeSynthesis(configuration).write(to: output)
  }
}
