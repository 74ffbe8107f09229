import Octavo

/// What a training run says of itself: all that its page shows.
public struct RunReport: Sendable {
  /// What the model recommends to a reader.
  struct Shelf: Sendable, Equatable {
    /// A book in a list.
    struct Book: Sendable, Equatable {
      /// Title and authors, or the id where there is no title.
      var title: String, authors: String
      /// What it was ranked by; nil in a list by predicted ratings.
      var score: Float?
      /// The predicted rating.
      var prediction: Float
      /// The rated books that speak for it.
      var reasons: [String]
    }

    /// The reader's id.
    var reader: String
    /// How many books the reader has rated.
    var rated: Int
    /// The books that the reader rated highest, with their ratings.
    var liked: [String]
    /// The books, best first, as `octavo recommend` lists them.
    var books: [Book]
  }

  /// The epochs in order.
  let epochs: [EpochEvent]
  /// The epoch that the model is from.
  let bestEpoch: Int
  /// A command line that trains the same model.
  let commandLine: String
  /// The options of the run.
  let options: [OptionValue]
  /// The fingerprint of the data.
  let data: Fingerprint
  /// The errors at the end of the training, by the name of the part.
  let metrics: [String: ErrorMetrics]
  /// How many of the ratings in a file to test on are of a reader and book that the training had a rating of.
  let testPairsInTraining: Int?
  /// How the run went; nil where the folder does not say.
  let finished: FinishedRun?
  /// Where the model errs on test ratings, if the data were at hand.
  let test: TestEvaluation?
  /// What a hybrid model compares books by.
  let encoding: EncodingSummary?
  /// What a hybrid model's predictions rest on, if the data were at hand.
  let importance: FeatureImportance?
  /// Lists for three readers: the busiest, a median one and the quietest.
  let shelves: [Shelf]
}
